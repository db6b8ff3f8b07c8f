#include "server/store/sqlite_connection.h"

#include <sqlite3.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "server/error.h"
#include "server/store/disk_space.h"

namespace muster::store {
namespace {

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}

  bool IsNull(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
  }
  std::int64_t Integer(int column) const override {
    return sqlite3_column_type(statement_, column) == SQLITE_INTEGER
               ? sqlite3_column_int64(statement_, column)
               : 0;
  }
  std::string_view Text(int column) const override { return View(column, SQLITE_TEXT); }
  std::string_view Octets(int column) const override { return View(column, SQLITE_BLOB); }

  // Whether a value could not be had for want of memory.
  bool failed() const { return failed_; }

 private:
  std::string_view View(int column, int type) const {
    if (sqlite3_column_type(statement_, column) != type) return {};
    const void* data = type == SQLITE_TEXT
                           ? static_cast<const void*>(sqlite3_column_text(statement_, column))
                           : sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (data == nullptr) {
      if (size > 0 || type == SQLITE_TEXT) failed_ = true;
      return {};
    }
    return {static_cast<const char*>(data), static_cast<std::size_t>(size)};
  }

  sqlite3_stmt* const statement_;
  mutable bool failed_ = false;
};

// Gives a statement back to the cache as new, whatever way its use ends.
class StatementUse {
 public:
  explicit StatementUse(sqlite3_stmt* statement) : statement_(statement) {}
  ~StatementUse() {
    // The error that a reset repeats has been seen at the step.
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
  }
  StatementUse(const StatementUse&) = delete;
  StatementUse& operator=(const StatementUse&) = delete;

 private:
  sqlite3_stmt* const statement_;
};

// Never a null pointer, which SQLite would take for NULL.
const char* Data(std::string_view text) { return text.data() == nullptr ? "" : text.data(); }

int BindValue(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(statement, index, *integer);
  }
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return sqlite3_bind_text64(statement, index, Data(*text), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  if (const auto* bytes = std::get_if<Bytes>(&value)) {
    return sqlite3_bind_blob64(statement, index, Data(bytes->octets), bytes->octets.size(),
                               SQLITE_STATIC);
  }
  return sqlite3_bind_null(statement, index);
}

// The file as a URI, in which three characters mean something else than themselves.
std::string ImmutableAddressOf(const std::string& path) {
  return absl::StrCat(path.starts_with('/') ? "file://" : "file:",
                      absl::StrReplaceAll(path, {{"%", "%25"}, {"?", "%3f"}, {"#", "%23"}}),
                      "?immutable=1");
}

}  // namespace

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const SqliteConnectionOptions& options) {
  sqlite3* database = nullptr;
  const int flags = (options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                    (options.immutable ? SQLITE_OPEN_URI : 0) | SQLITE_OPEN_NOMUTEX |
                    SQLITE_OPEN_EXRESCODE;
  const std::string address = options.immutable ? ImmutableAddressOf(options.path) : options.path;
  const int code = sqlite3_open_v2(address.c_str(), &database, flags,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  if (database == nullptr) return absl::UnavailableError("no memory for SQLite");
  // Closes the database also where opening failed.
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(database));
  if (code != SQLITE_OK) return connection->Error(code, "opening");
  sqlite3_busy_timeout(database, static_cast<int>(absl::ToInt64Milliseconds(options.busy_timeout)));
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  absl::Status configured =
      connection->Run(absl::StrCat("PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; "
                                   "PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0; "
                                   "PRAGMA cache_size = -",
                                   options.cache_kib));
  if (!configured.ok()) return configured;
  return connection;
}

SqliteConnection::~SqliteConnection() {
  for (auto& [sql, statement] : statements_) sqlite3_finalize(statement->statement);
  sqlite3_close(database_);
}

absl::Status SqliteConnection::Error(int code, std::string_view doing) const {
  const std::string message = absl::StrCat("the store, ", std::string(doing), ": ",
                                           sqlite3_errmsg(database_), " (SQLite ", code, ")");
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
          code == SQLITE_CONSTRAINT_ROWID) {
        return absl::AlreadyExistsError(message);
      }
      return absl::FailedPreconditionError(message);
    case SQLITE_FULL:
      return FullError();
    case SQLITE_NOTADB:
      return absl::FailedPreconditionError("it is not a data file of Muster");
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return absl::InternalError(message);
    default:
      return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, message);
  }
}

absl::StatusOr<SqliteConnection::Statement*> SqliteConnection::Prepare(std::string_view sql) {
  auto found = statements_.find(absl::string_view(sql.data(), sql.size()));
  if (found == statements_.end()) {
    auto statement = std::make_unique<Statement>();
    const int code = sqlite3_prepare_v3(database_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement->statement, nullptr);
    if (code != SQLITE_OK) return Error(code, "preparing a statement");
    const int count = sqlite3_bind_parameter_count(statement->statement);
    for (int i = 1; i <= count; ++i) {
      statement->indices.push_back(
          sqlite3_bind_parameter_index(statement->statement, absl::StrCat("$", i).c_str()));
    }
    found = statements_.emplace(std::string(sql), std::move(statement)).first;
  }
  Statement* statement = found->second.get();
  if (sqlite3_stmt_busy(statement->statement)) {
    return absl::InternalError("a statement was used again inside its own query");
  }
  return statement;
}

absl::Status SqliteConnection::Bind(const Statement& statement,
                                    std::initializer_list<Value> values) {
  if (values.size() != statement.indices.size()) {
    return absl::InternalError(absl::StrCat("a statement with ", statement.indices.size(),
                                            " placeholders was given ", values.size(), " values"));
  }
  auto index = statement.indices.begin();
  for (const Value& value : values) {
    const auto* text = std::get_if<std::string_view>(&value);
    if (text != nullptr && text->find('\0') != std::string_view::npos) {
      return absl::InvalidArgumentError("a text holds U+0000");
    }
    const int code = BindValue(statement.statement, *index++, value);
    if (code != SQLITE_OK) return Error(code, "binding a value");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::int64_t> SqliteConnection::Change(std::string_view sql,
                                                      std::initializer_list<Value> values) {
  absl::StatusOr<Statement*> statement = Prepare(sql);
  if (!statement.ok()) return statement.status();
  StatementUse use((*statement)->statement);
  if (absl::Status bound = Bind(**statement, values); !bound.ok()) return bound;
  const int code = sqlite3_step((*statement)->statement);
  if (code == SQLITE_ROW) return absl::InternalError("a change gave rows");
  if (code != SQLITE_DONE) return Error(code, "writing");
  return sqlite3_changes64(database_);
}

absl::Status SqliteConnection::Query(std::string_view sql, std::initializer_list<Value> values,
                                     absl::FunctionRef<absl::Status(const Row&)> each) {
  absl::StatusOr<Statement*> statement = Prepare(sql);
  if (!statement.ok()) return statement.status();
  StatementUse use((*statement)->statement);
  if (absl::Status bound = Bind(**statement, values); !bound.ok()) return bound;
  while (true) {
    const int code = sqlite3_step((*statement)->statement);
    if (code == SQLITE_DONE) return absl::OkStatus();
    if (code != SQLITE_ROW) return Error(code, "reading");
    const SqliteRow row((*statement)->statement);
    absl::Status done = each(row);
    if (row.failed()) return Error(SQLITE_NOMEM, "reading a value");
    if (!done.ok()) return done;
  }
}

absl::Status SqliteConnection::Run(std::string_view sql) {
  const int code = sqlite3_exec(database_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : Error(code, "working");
}

absl::Status SqliteConnection::Begin(std::string_view sql) {
  if (InTransaction()) {
    absl::Status undone = Step("ROLLBACK");
    if (!undone.ok()) return undone;
  }
  return Step(sql);
}

void SqliteConnection::RollBack() {
  if (InTransaction()) Step("ROLLBACK").IgnoreError();
}

absl::StatusOr<std::int64_t> SqliteConnection::QueryInteger(std::string_view sql) {
  std::int64_t result = 0;
  absl::Status status = Query(sql, {}, [&result](const Row& row) {
    result = row.Integer(0);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return result;
}

bool SqliteConnection::InTransaction() const { return sqlite3_get_autocommit(database_) == 0; }

}  // namespace muster::store
