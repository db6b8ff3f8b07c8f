// A PostgreSQL of its own: a cluster in a temporary folder, reached by a unix socket in it, run by
// an unprivileged user because PostgreSQL refuses root.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "tests/server/store/test_store.h"

namespace muster::store {

class PostgresServer {
 public:
  // `settings` are like "fsync=off". It serves when this returns; the test fails if it does not.
  explicit PostgresServer(std::vector<std::string> settings = {});
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Whether the test program was told to use PostgreSQL: it is part of the suite `postgres`, and
  // otherwise needs nothing that is not built.
  static bool IsWanted();

  void Start();
  // SIGKILL to every process of it at once: what was not on disk by then is lost.
  void Crash();
  // SIGSTOP and SIGCONT to every process of it.
  void Freeze();
  void Thaw();
  // SIGKILL to one process that serves a client of `database`; the others end and it recovers.
  void KillOneBackend(const std::string& database);

  // "postgres://..." of one of its databases.
  std::string Address(const std::string& database) const;
  // A new, empty database; gives its name.
  std::string MakeDatabase();
  // A copy of a database, by pg_dump and pg_restore; gives its name.
  std::string CopyOf(const std::string& database);
  // Runs SQL as its administrator and gives the first value, "" where there is none.
  std::string Ask(const std::string& sql, const std::string& database = "postgres") const;

 private:
  void InitializeCluster();
  std::vector<pid_t> Processes() const;
  void SignalAll(int signal) const;

  TestFolder folder_;
  const std::vector<std::string> settings_;
  pid_t process_ = 0;
  int databases_ = 0;
};

// Databases of one server that is started with the first of them and ends with the program.
std::unique_ptr<TestDatabase> MakePostgresDatabase();

}  // namespace muster::store
