// Values as PostgreSQL takes and gives them: in its binary format.
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "server/store/engine.h"

namespace muster::store {

// The values of one statement as libpq wants them. Looks at what it was made from: keep that.
class PostgresParameters {
 public:
  explicit PostgresParameters(std::initializer_list<Value> values);

  // INVALID_ARGUMENT: a text holds U+0000, which no text of PostgreSQL can.
  absl::Status Check() const { return status_; }
  int count() const { return static_cast<int>(data_.size()); }
  const Oid* types() const { return types_.data(); }
  const char* const* data() const { return data_.data(); }
  const int* sizes() const { return sizes_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void Add(Oid type, const char* data, std::size_t size);

  absl::Status status_;
  std::vector<std::string> integers_;
  std::vector<Oid> types_;
  std::vector<const char*> data_;
  std::vector<int> sizes_;
  std::vector<int> formats_;
};

// A row of a binary result. Booleans and whole numerics, which SQLite has as integers, are
// integers.
class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}
  bool IsNull(int column) const override;
  std::int64_t Integer(int column) const override;
  std::string_view Text(int column) const override;
  std::string_view Octets(int column) const override;

 private:
  std::string_view Data(int column) const;

  const PGresult* const result_;
  const int row_;
};

}  // namespace muster::store
