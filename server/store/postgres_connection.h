// One connection to a PostgreSQL, with its prepared statements. Not thread-safe: one thread at a
// time. No call waits longer than the session's statement timeout and two seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/engine.h"
#include "server/store/postgres_address.h"

struct pg_conn;
struct pg_result;

namespace muster::store {

class PostgresConnection final : public Transaction {
 public:
  // Why the present transaction can't go on.
  enum class Failure {
    kNone,
    kConflict,  // With another transaction: it may succeed when it is run again.
    kLost,      // Of the connection, which is of no use any more.
    kUnknown,   // It may be committed, and is not known to be where it should be.
    kOther,
  };
  enum class Access { kReadWrite, kReadOnly };

  // UNAVAILABLE: none of the hosts takes us. FAILED_PRECONDITION: a setting of the database's would
  // lose or damage what is stored.
  static absl::StatusOr<std::unique_ptr<PostgresConnection>> Open(const PostgresAddress& address,
                                                                  const PostgresSession& session);

  // From here on statements belong to one serializable transaction; it begins with the first one,
  // in the same message.
  void Begin(Access access);

  absl::StatusOr<std::int64_t> Change(std::string_view sql,
                                      std::initializer_list<Value> values) override;
  absl::Status Query(std::string_view sql, std::initializer_list<Value> values,
                     absl::FunctionRef<absl::Status(const Row&)> each) override;

  // Both end the transaction. OK: its changes are committed (Commit) or undone (Refuse), and they
  // and all that it saw are on disk, and on the replicas that the database waits for. Otherwise
  // failure() tells: after kConflict and kOther it changed nothing; after kLost and kUnknown that
  // is not known.
  absl::Status Commit();
  absl::Status Refuse();
  // Ends the transaction, undoing its changes, and does not wait.
  void Leave();

  // Of the transaction since Begin.
  Failure failure() const { return failure_; }
  const absl::Status& error() const { return error_; }
  // What the database or libpq said when it last failed: for a log, as it may name hosts and roles,
  // which errors of UNAVAILABLE do not.
  const std::string& detail() const { return detail_; }
  // Whether it failed because a time limit was passed.
  bool timed_out() const { return timed_out_; }
  // Whether a statement of the transaction was answered.
  bool has_begun() const { return has_begun_; }

  // Runs statements without values, outside of transactions: settings, migrations. Gives the first
  // value of the last one's first row as text, "" where there is none. Only before any Begin.
  absl::StatusOr<std::string> Run(const std::string& sql);

 private:
  struct ResultDeleter {
    void operator()(pg_result* result) const;
  };
  using Result = std::unique_ptr<pg_result, ResultDeleter>;
  struct ConnectionDeleter {
    void operator()(pg_conn* connection) const;
  };
  using Clock = std::chrono::steady_clock;

  PostgresConnection(pg_conn* connection, const PostgresSession& session);
  static void OnNotice(void* self, const pg_result* notice);

  absl::Status SetUp(const PostgresSession& session);
  absl::StatusOr<Result> Execute(std::string_view sql, std::initializer_list<Value> values);
  bool SendStatement(std::string_view sql, std::initializer_list<Value> values);
  bool SendCommand(const char* sql);
  bool SendBegin();
  absl::StatusOr<Result> ReceiveAnswers();
  absl::Status Finish();
  absl::StatusOr<Result> NextResult(Clock::time_point until);
  absl::Status SkipUnread(Clock::time_point until);
  absl::Status NoteError(const pg_result* result);
  absl::Status Fail(Failure failure, absl::Status error);
  absl::Status NoteLoss(std::string_view what);

  const std::unique_ptr<pg_conn, ConnectionDeleter> connection_;
  const std::chrono::milliseconds patience_;
  // At the server, by SQL text.
  absl::flat_hash_map<std::string, std::string> statement_names_;
  int statement_count_ = 0;

  // Commands sent since the last synchronisation, and synchronisations whose answers nobody read.
  int sent_ = 0;
  int unread_ = 0;
  // The SQL text that is prepared among `sent_`, and which of them does; "" for none.
  std::string preparing_;
  int prepare_at_ = 0;
  // Whether the server warned of something since the last transaction began to end.
  bool warned_ = false;

  Access access_ = Access::kReadWrite;
  bool has_begun_ = false;
  bool has_changed_ = false;
  bool timed_out_ = false;
  Failure failure_ = Failure::kNone;
  absl::Status error_;
  std::string detail_;
};

}  // namespace muster::store
