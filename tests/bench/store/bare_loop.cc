#include "tests/bench/store/bare_loop.h"

#include <sqlite3.h>

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

double BareRowsPerSecond(const std::string& path, int rows_per_commit, std::size_t row_bytes,
                         absl::Duration duration) {
  sqlite3* database = nullptr;
  Must(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  Run(database,
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; "
      "CREATE TABLE rows (id BLOB PRIMARY KEY, reference TEXT UNIQUE, content BLOB) STRICT");
  sqlite3_stmt* insert = nullptr;
  Must(sqlite3_prepare_v2(database, "INSERT INTO rows VALUES (?1, ?2, ?3)", -1, &insert, nullptr),
       SQLITE_OK);
  const std::string content(row_bytes, 'x');
  std::int64_t rows = 0;
  const absl::Time start = absl::Now();
  while (absl::Now() - start < duration) {
    Run(database, "BEGIN");
    for (int i = 0; i < rows_per_commit; ++i, ++rows) {
      const std::string id = store::NewUuid(absl::Now());
      const std::string reference = RandomKey();
      Must(sqlite3_bind_blob64(insert, 1, id.data(), id.size(), SQLITE_STATIC), SQLITE_OK);
      Must(sqlite3_bind_text64(insert, 2, reference.data(), reference.size(), SQLITE_STATIC,
                               SQLITE_UTF8),
           SQLITE_OK);
      Must(sqlite3_bind_blob64(insert, 3, content.data(), content.size(), SQLITE_STATIC),
           SQLITE_OK);
      Must(sqlite3_step(insert), SQLITE_DONE);
      Must(sqlite3_reset(insert), SQLITE_OK);
    }
    Run(database, "COMMIT");
  }
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  sqlite3_finalize(insert);
  sqlite3_close(database);
  return static_cast<double>(rows) / seconds;
}

}  // namespace muster::bench
