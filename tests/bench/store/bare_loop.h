// SQLite alone: the limit that the store's figures are measured against.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

struct sqlite3;
struct sqlite3_stmt;

namespace muster::bench {

// Rows of a table of their own, committed to disk (WAL, synchronous=FULL): a key in order of time,
// a random unique text, and octets. A failure ends the program. For one thread.
class BareRows {
 public:
  explicit BareRows(const std::string& path);
  ~BareRows();
  BareRows(const BareRows&) = delete;
  BareRows& operator=(const BareRows&) = delete;

  // A row for each, in one commit.
  void Commit(const std::vector<std::string_view>& contents);

 private:
  void Insert(std::string_view content);

  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

// Rows per second of one thread that commits `rows_per_commit` rows of `row_bytes` at once, without
// end.
double BareRowsPerSecond(const std::string& path, int rows_per_commit, std::size_t row_bytes,
                         absl::Duration duration);

}  // namespace muster::bench
