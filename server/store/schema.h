// The schema as numbered migrations: schema/0001_*.sql and so on, built into the program. Forward
// only: one that has been released is never edited.
#pragma once

#include <span>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace muster::store {

class SqliteConnection;

struct Migration {
  int number;
  std::string_view sql;
};

// In order of number, from 1, without gaps.
std::span<const Migration> Migrations();

// `PRAGMA application_id` of our files: "MUST".
inline constexpr int kApplicationId = 0x4d555354;

// FAILED_PRECONDITION, in words about the file as "it": the file has something in it that is not
// ours, or was written by a program that knows more than `migrations`. Changes nothing.
absl::Status CheckIsOurs(SqliteConnection& connection, std::span<const Migration> migrations);

// Brings a file that is ours, or empty, to the last of `migrations`, each in a transaction of its
// own with the number that it leaves in `PRAGMA user_version`.
absl::Status Migrate(SqliteConnection& connection, std::span<const Migration> migrations);

// Tells `fault` of every table and index that is not as `migrations` make it, up to the number that
// the file has. SQLite itself takes any definition that it can read, also one that was damaged.
absl::Status CheckDefinitions(SqliteConnection& connection, std::span<const Migration> migrations,
                              absl::FunctionRef<void(std::string_view)> fault);

}  // namespace muster::store
