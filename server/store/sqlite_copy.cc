#include "server/store/sqlite_copy.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/mutex.h"
#include "server/store/disk.h"
#include "server/store/new_file.h"
#include "server/store/schema.h"
#include "server/store/sqlite_connection.h"

namespace muster::store {
namespace {

// Copied between two looks at whether to go on: 4 MiB.
constexpr int kPagesTogether = 1024;
constexpr int kCacheKib = 8192;
// Most faults that SQLite is asked for.
constexpr std::string_view kIntegrityCheck = "PRAGMA integrity_check(100)";

absl::Status CopyFault(int code, const std::string& path) {
  return absl::UnavailableError(
      absl::StrCat("can't copy to ", path, ": ", sqlite3_errstr(code), " (SQLite ", code, ")"));
}

// A database that is being written from another one, without a journal: nobody reads it before it
// is whole.
class CopyTarget {
 public:
  ~CopyTarget() { sqlite3_close(database_); }

  int Open(const std::string& path) {
    const int code = sqlite3_open_v2(
        path.c_str(), &database_,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    if (code != SQLITE_OK) return code;
    return Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
  }
  int Run(const char* sql) { return sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); }
  sqlite3* database() { return database_; }

 private:
  sqlite3* database_ = nullptr;
};

// SQLITE_DONE when all is copied, SQLITE_INTERRUPT when `may_go_on` said no.
int CopyPages(sqlite3* from, sqlite3* to, absl::FunctionRef<bool()> may_go_on) {
  sqlite3_backup* const backup = sqlite3_backup_init(to, "main", from, "main");
  if (backup == nullptr) return sqlite3_extended_errcode(to);
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = may_go_on() ? sqlite3_backup_step(backup, kPagesTogether) : SQLITE_INTERRUPT;
  }
  sqlite3_backup_finish(backup);
  return code;
}

// The source is one state throughout: it is inside a read transaction of its own, so that a commit
// of somebody else does not begin the copy anew.
absl::Status CopySnapshot(SqliteConnection& source, const std::string& path,
                          absl::FunctionRef<bool()> may_go_on) {
  CopyTarget target;
  int code = target.Open(path);
  if (code == SQLITE_OK) code = CopyPages(source.handle(), target.database(), may_go_on);
  if (code == SQLITE_INTERRUPT) return absl::CancelledError("the copy was given up");
  // The pages say that there is a log, which SQLite sees with its first look; a copy has none.
  if (code == SQLITE_DONE) {
    code = target.Run("SELECT count(*) FROM sqlite_schema; PRAGMA journal_mode = DELETE");
  }
  return code == SQLITE_OK ? absl::OkStatus() : CopyFault(code, path);
}

// One connection, one read at a time.
class SqliteReadEngine final : public Engine {
 public:
  SqliteReadEngine(int descriptor, std::unique_ptr<SqliteConnection> connection)
      : descriptor_(descriptor), connection_(std::move(connection)) {}
  ~SqliteReadEngine() override {
    connection_.reset();
    close(descriptor_);
  }

  void Write(WriteFunction, DoneFunction done) override {
    done(absl::FailedPreconditionError("the store was opened to be read only"));
  }
  absl::Status Read(ReadFunction read) override {
    MutexLock lock(&mutex_);
    return ReadLocked(read);
  }
  absl::Status CopyTo(const std::string& path, absl::FunctionRef<bool()> may_go_on) override {
    MutexLock lock(&mutex_);
    return CopySqlite(*connection_, path, may_go_on);
  }
  absl::Status CheckIntegrity(absl::FunctionRef<void(std::string_view)> fault) override {
    MutexLock lock(&mutex_);
    return CheckSqliteIntegrity(*connection_, fault);
  }

 private:
  absl::Status ReadLocked(ReadFunction read) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    absl::Status status = connection_->Step("BEGIN");
    if (status.ok()) status = read(*connection_);
    if (connection_->InTransaction()) {
      absl::Status ended = connection_->Step("COMMIT");
      if (status.ok()) status = std::move(ended);
    }
    return status;
  }

  const int descriptor_;  // Holds the file against a process that would write it.
  Mutex mutex_;
  std::unique_ptr<SqliteConnection> connection_;
};

absl::Status CheckSchema(SqliteConnection& connection, ReadableSchema wanted) {
  absl::Status known = CheckIsOurs(connection, Migrations());
  if (!known.ok()) return known;
  absl::StatusOr<std::int64_t> version = connection.QueryInteger("PRAGMA user_version");
  if (!version.ok()) return version.status();
  const int present = Migrations().back().number;
  if (*version == 0) return absl::FailedPreconditionError("it is empty");
  if (*version == present || wanted == ReadableSchema::kPresentOrPast) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "it was written by an older Muster (schema ", *version, ", this one has ", present,
      "): serving it, or restoring it under another name, brings it up to date"));
}

}  // namespace

absl::Status CopySqlite(SqliteConnection& source, const std::string& path,
                        absl::FunctionRef<bool()> may_go_on) {
  absl::StatusOr<NewFile> file = NewFile::Make(path);
  if (!file.ok()) return file.status();
  absl::Status status = source.Step("BEGIN");
  // SQLite begins to read with the first look at the data.
  if (status.ok()) status = source.QueryInteger("SELECT count(*) FROM sqlite_schema").status();
  if (status.ok()) status = CopySnapshot(source, file->partial_path(), may_go_on);
  if (source.InTransaction()) {
    absl::Status ended = source.Step("COMMIT");
    if (status.ok()) status = std::move(ended);
  }
  return status.ok() ? file->PutInPlace() : status;
}

absl::Status CheckSqliteIntegrity(SqliteConnection& connection,
                                  absl::FunctionRef<void(std::string_view)> fault) {
  absl::Status asked = connection.Query(kIntegrityCheck, {}, [&](const Row& row) {
    if (row.Text(0) != "ok") fault(absl::StrCat("the file: ", std::string(row.Text(0))));
    return absl::OkStatus();
  });
  // A file so damaged that SQLite can't go on asking.
  if (!asked.ok()) fault(absl::StrCat("the file: ", asked.message()));
  asked = connection.Query("PRAGMA foreign_key_check", {}, [&](const Row& row) {
    fault(absl::StrCat("table ", std::string(row.Text(0)), ", row ", row.Integer(1),
                       ": refers to something in ", std::string(row.Text(2)),
                       " that is not there"));
    return absl::OkStatus();
  });
  if (!asked.ok()) fault(absl::StrCat("the file: ", asked.message()));
  asked = CheckDefinitions(connection, Migrations(), fault);
  if (!asked.ok()) fault(absl::StrCat("the file: ", asked.message()));
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<Engine>> OpenSqliteToRead(const std::string& path,
                                                         ReadableSchema wanted) {
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return absl::ErrnoToStatus(errno, absl::StrCat("can't open ", path));
  if (flock(descriptor, LOCK_SH | LOCK_NB) != 0) {
    close(descriptor);
    return absl::UnavailableError(absl::StrCat(path, " is in use by another process of Muster"));
  }
  // What an unclean end left is read, too.
  const bool has_log = MachineDisk().SizeOf(absl::StrCat(path, "-wal")) > 0;
  absl::StatusOr<std::unique_ptr<SqliteConnection>> connection =
      SqliteConnection::Open({.path = path,
                              .busy_timeout = absl::Seconds(5),
                              .cache_kib = kCacheKib,
                              .read_only = true,
                              .immutable = !has_log});
  absl::Status status = connection.status();
  if (status.ok()) status = CheckSchema(**connection, wanted);
  if (!status.ok()) {
    connection = status;  // Before the descriptor goes.
    close(descriptor);
    return absl::Status(status.code(), absl::StrCat("can't open ", path, ": ", status.message()));
  }
  return std::make_unique<SqliteReadEngine>(descriptor, *std::move(connection));
}

}  // namespace muster::store
