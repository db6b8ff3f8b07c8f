// One connection to a SQLite file, with its prepared statements. Not thread-safe: one thread at a
// time.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/store/engine.h"

struct sqlite3;
struct sqlite3_stmt;

namespace muster::store {

struct SqliteConnectionOptions {
  std::string path;
  // Name of the VFS; "" for the default one.
  std::string vfs = {};
  absl::Duration busy_timeout;
  int cache_kib = 0;
  // Nothing is written, whatever is asked.
  bool read_only = false;
  // With `read_only`: nobody else writes the file meanwhile, and it has no log. Then nothing is
  // made beside it either.
  bool immutable = false;
};

class SqliteConnection final : public Transaction {
 public:
  // Opens a file that is there, with foreign keys on and commits synced in full.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(
      const SqliteConnectionOptions& options);
  ~SqliteConnection() override;
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  absl::StatusOr<std::int64_t> Change(std::string_view sql,
                                      std::initializer_list<Value> values) override;
  absl::Status Query(std::string_view sql, std::initializer_list<Value> values,
                     absl::FunctionRef<absl::Status(const Row&)> each) override;

  // Runs statements without values and without looking at rows: pragmas, migrations.
  absl::Status Run(std::string_view sql);
  // Runs one statement without values, prepared once: BEGIN and the like.
  absl::Status Step(std::string_view sql) { return Change(sql, {}).status(); }
  // Step for a BEGIN, after what RollBack could not undo. UNAVAILABLE where it still can't be
  // undone: nothing that was left open is ever committed.
  absl::Status Begin(std::string_view sql);
  // Undoes the transaction where there is one, if it can.
  void RollBack();
  // The single integer that a query gives.
  absl::StatusOr<std::int64_t> QueryInteger(std::string_view sql);
  // False also after SQLite has undone a transaction by itself: a full disk, an I/O error.
  bool InTransaction() const;

  sqlite3* handle() const { return database_; }

 private:
  struct Statement {
    sqlite3_stmt* statement = nullptr;
    // Index of $1, $2... for SQLite, which numbers by first appearance.
    std::vector<int> indices;
  };

  explicit SqliteConnection(sqlite3* database) : database_(database) {}
  absl::StatusOr<Statement*> Prepare(std::string_view sql);
  absl::Status Bind(const Statement& statement, std::initializer_list<Value> values);
  absl::Status Error(int code, std::string_view doing) const;

  sqlite3* const database_;
  absl::flat_hash_map<std::string, std::unique_ptr<Statement>> statements_;
};

}  // namespace muster::store
