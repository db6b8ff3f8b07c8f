// The tables of a store, as export and import see them: every column of every table, in an order in
// which each row comes after those that it refers to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace muster::store {
class Transaction;
}

namespace muster::operations {

enum class ColumnKind { kText, kInteger, kOctets, kOctetsOrNull };

struct Column {
  std::string_view name;
  ColumnKind kind;
};

inline constexpr std::size_t kMaxColumns = 10;

struct Table {
  std::string_view name;
  // The first column is the primary key; a table is read in its order.
  std::span<const Column> columns;
  // A page of at most $2 rows whose key comes after $1; a row with every column.
  std::string_view select;
  std::string_view insert;
  // How many rows there are.
  std::string_view count;
};

// All of them. A test holds them against the schema.
std::span<const Table> Tables();

// A value of its own; monostate is NULL, of octets only.
using OwnValue = std::variant<std::monostate, std::int64_t, std::string>;
using OwnRow = std::vector<OwnValue>;

// Gives every row of a table, in order of its key. DATA_LOSS when the keys do not ascend.
absl::Status EachRow(store::Transaction& transaction, const Table& table,
                     absl::FunctionRef<absl::Status(const OwnRow&)> each);

// Adds a row. Its values are of the kinds of the columns.
absl::Status InsertRow(store::Transaction& transaction, const Table& table, const OwnRow& row);

}  // namespace muster::operations
