#include "tests/bench/store/bare_loop.h"

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "absl/time/clock.h"
#include "server/store/random.h"
#include "server/store/uuid.h"

namespace muster::bench {
namespace {

void Must(int code, int expected) {
  if (code == expected) return;
  std::fprintf(stderr, "SQLite failed: %d\n", code);
  std::exit(1);
}

void Run(sqlite3* database, const char* sql) {
  Must(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
}

// As long as a reference.
std::string RandomKey() {
  std::string key = store::RandomOctets(14);
  for (char& octet : key) octet = static_cast<char>('A' + (octet & 15));
  return key;
}

}  // namespace

BareRows::BareRows(const std::string& path) {
  Must(sqlite3_open(path.c_str(), &database_), SQLITE_OK);
  Run(database_,
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; "
      "CREATE TABLE rows (id BLOB PRIMARY KEY, reference TEXT UNIQUE, content BLOB) STRICT");
  Must(sqlite3_prepare_v2(database_, "INSERT INTO rows VALUES (?1, ?2, ?3)", -1, &insert_, nullptr),
       SQLITE_OK);
}

BareRows::~BareRows() {
  sqlite3_finalize(insert_);
  sqlite3_close(database_);
}

void BareRows::Commit(const std::vector<std::string_view>& contents) {
  Run(database_, "BEGIN");
  for (const std::string_view content : contents) Insert(content);
  Run(database_, "COMMIT");
}

void BareRows::Insert(std::string_view content) {
  const std::string id = store::NewUuid(absl::Now());
  const std::string key = RandomKey();
  Must(sqlite3_bind_blob64(insert_, 1, id.data(), id.size(), SQLITE_STATIC), SQLITE_OK);
  Must(sqlite3_bind_text64(insert_, 2, key.data(), key.size(), SQLITE_STATIC, SQLITE_UTF8),
       SQLITE_OK);
  Must(sqlite3_bind_blob64(insert_, 3, content.data(), content.size(), SQLITE_STATIC), SQLITE_OK);
  Must(sqlite3_step(insert_), SQLITE_DONE);
  Must(sqlite3_reset(insert_), SQLITE_OK);
}

double BareRowsPerSecond(const std::string& path, int rows_per_commit, std::size_t row_bytes,
                         absl::Duration duration) {
  BareRows rows(path);
  const std::string content(row_bytes, 'x');
  const std::vector<std::string_view> contents(static_cast<std::size_t>(rows_per_commit), content);
  std::int64_t count = 0;
  const absl::Time start = absl::Now();
  for (; absl::Now() - start < duration; count += rows_per_commit) rows.Commit(contents);
  return static_cast<double>(count) / absl::ToDoubleSeconds(absl::Now() - start);
}

}  // namespace muster::bench
