#include "server/store/postgres_connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "server/error.h"
#include "server/store/disk_space.h"
#include "server/store/postgres_value.h"

namespace muster::store {
namespace {

// How much longer than the server's own limit an answer may take: then the server is taken for
// lost.
constexpr absl::Duration kGrace = absl::Seconds(2);

// What libpq says, in one line.
std::string OneLine(const char* message) {
  absl::string_view text(message);
  absl::ConsumeSuffix(&text, "\n");
  return absl::StrReplaceAll(text, {{"\n\t", " "}, {"\n", "; "}});
}

std::string_view Field(const PGresult* result, int field) {
  const char* const text = PQresultErrorField(result, field);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

absl::Status Unavailable(std::string_view message) {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, message);
}

absl::Status StatusOf(std::string_view state, const std::string& message) {
  if (state == "23505") return absl::AlreadyExistsError(message);
  if (state.starts_with("23")) return absl::FailedPreconditionError(message);
  if (state == "53100") return FullError();
  // Text that is not UTF-8.
  if (state == "22021" || state == "22P05") return absl::InvalidArgumentError(message);
  // Resources, limits, an administrator, the server's own disk: its affairs, not the statement's.
  for (const std::string_view of_server : {"40", "53", "54", "55", "57", "58", "XX"}) {
    if (state.starts_with(of_server)) return Unavailable(message);
  }
  return absl::InternalError(message);
}

bool IsTimeout(std::string_view state) { return state == "57014" || state == "55P03"; }

bool IsConflict(std::string_view state) { return state == "40001" || state == "40P01"; }

}  // namespace

void PostgresConnection::ResultDeleter::operator()(pg_result* result) const { PQclear(result); }

void PostgresConnection::ConnectionDeleter::operator()(pg_conn* connection) const {
  PQfinish(connection);
}

absl::StatusOr<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const PostgresAddress& address, const PostgresSession& session) {
  std::vector<const char*> keys;
  std::vector<const char*> values;
  for (const auto& [key, value] : address.settings) {
    keys.push_back(key.c_str());
    values.push_back(value.c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  PGconn* const raw = PQconnectdbParams(keys.data(), values.data(), /*expand_dbname=*/0);
  if (raw == nullptr) return absl::UnavailableError("no memory for a connection");
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(raw, session));
  if (PQstatus(raw) != CONNECTION_OK) return Unavailable(OneLine(PQerrorMessage(raw)));
  absl::Status set_up = connection->SetUp(session);
  if (!set_up.ok()) return set_up;
  return connection;
}

PostgresConnection::PostgresConnection(PGconn* connection, const PostgresSession& session)
    : connection_(connection),
      patience_(absl::ToInt64Milliseconds(session.statement_timeout + kGrace)) {
  PQsetNoticeReceiver(connection, OnNotice, this);
}

// A COMMIT that was asked to stop waiting for a replica succeeds, with a warning.
void PostgresConnection::OnNotice(void* self, const PGresult* notice) {
  if (Field(notice, PG_DIAG_SEVERITY_NONLOCALIZED) == "WARNING") {
    static_cast<PostgresConnection*>(self)->warned_ = true;
  }
}

absl::Status PostgresConnection::SetUp(const PostgresSession& session) {
  if (PQsetnonblocking(connection_.get(), 1) != 0) return absl::UnavailableError("no memory");
  const auto milliseconds = [](absl::Duration time) { return absl::ToInt64Milliseconds(time); };
  // Index scans lock what they read; a scan of a small table would lock all of it, and conflict
  // with every other transaction.
  absl::StatusOr<std::string> fsync = Run(absl::StrCat(
      "SET client_min_messages = warning; SET enable_seqscan = off; SET jit = off; "
      "SET statement_timeout = ",
      milliseconds(session.statement_timeout), "; SET lock_timeout = ",
      milliseconds(session.lock_timeout), "; SET idle_in_transaction_session_timeout = ",
      milliseconds(session.idle_in_transaction_timeout),
      "; SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') "
      "WHEN 'remote_apply' THEN 'remote_apply' ELSE '",
      session.synchronous_commit, "' END, false); SHOW fsync"));
  if (!fsync.ok()) return fsync.status();
  // No time limit ends a commit's wait for a replica, nor does our going away: whoever waits longer
  // than any of us does only takes a place.
  absl::Status cleared =
      Run(absl::StrCat("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = "
                       "current_user AND datname = current_database() AND wait_event = 'SyncRep' "
                       "AND query_start < clock_timestamp() - interval '",
                       patience_.count() + 1000, " milliseconds'"))
          .status();
  if (!cleared.ok()) return cleared;
  const char* const encoding = PQparameterStatus(connection_.get(), "server_encoding");
  if (encoding == nullptr || std::string_view(encoding) != "UTF8") {
    return absl::FailedPreconditionError("the database's encoding must be UTF8");
  }
  if (*fsync != "on") {
    return absl::FailedPreconditionError("fsync is off there: what is stored would not be on disk");
  }
  return absl::OkStatus();
}

void PostgresConnection::Begin(Access access) {
  access_ = access;
  has_begun_ = has_changed_ = timed_out_ = false;
  failure_ = Failure::kNone;
  error_ = absl::OkStatus();
  if (PQpipelineStatus(connection_.get()) == PQ_PIPELINE_OFF) {
    PQenterPipelineMode(connection_.get());
  }
}

absl::StatusOr<std::int64_t> PostgresConnection::Change(std::string_view sql,
                                                        std::initializer_list<Value> values) {
  absl::StatusOr<Result> result = Execute(sql, values);
  if (!result.ok()) return result.status();
  if (PQresultStatus(result->get()) == PGRES_TUPLES_OK) {
    return absl::InternalError("a change gave rows");
  }
  const std::string_view count = PQcmdTuples(result->get());
  std::int64_t changed = 0;
  for (const char digit : count) changed = changed * 10 + (digit - '0');
  if (changed > 0 || count.empty()) has_changed_ = true;
  return changed;
}

absl::Status PostgresConnection::Query(std::string_view sql, std::initializer_list<Value> values,
                                       absl::FunctionRef<absl::Status(const Row&)> each) {
  absl::StatusOr<Result> result = Execute(sql, values);
  if (!result.ok()) return result.status();
  const int rows = PQntuples(result->get());
  for (int row = 0; row < rows; ++row) {
    absl::Status done = each(PostgresRow(result->get(), row));
    if (!done.ok()) return done;
  }
  return absl::OkStatus();
}

absl::StatusOr<PostgresConnection::Result> PostgresConnection::Execute(
    std::string_view sql, std::initializer_list<Value> values) {
  if (failure_ != Failure::kNone) return error_;
  if (absl::Status valid = PostgresParameters(values).Check(); !valid.ok()) return valid;
  if (!has_begun_ && !SendBegin()) return NoteLoss("sending");
  if (!SendStatement(sql, values)) return NoteLoss("sending");
  absl::StatusOr<Result> result = ReceiveAnswers();
  // One that could not be prepared has no name at the server.
  if (!preparing_.empty()) statement_names_.erase(std::exchange(preparing_, ""));
  return result;
}

bool PostgresConnection::SendBegin() {
  return SendCommand(access_ == Access::kReadOnly
                         ? "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
                         : "BEGIN ISOLATION LEVEL SERIALIZABLE, READ WRITE");
}

bool PostgresConnection::SendStatement(std::string_view sql, std::initializer_list<Value> values) {
  const PostgresParameters parameters(values);
  const absl::string_view key(sql.data(), sql.size());
  auto name = statement_names_.find(key);
  if (name == statement_names_.end()) {
    preparing_ = std::string(sql);
    name = statement_names_.emplace(preparing_, absl::StrCat("s", ++statement_count_)).first;
    prepare_at_ = sent_;
    if (PQsendPrepare(connection_.get(), name->second.c_str(), preparing_.c_str(),
                      parameters.count(), parameters.types()) == 0) {
      return false;
    }
    ++sent_;
  }
  ++sent_;
  return PQsendQueryPrepared(connection_.get(), name->second.c_str(), parameters.count(),
                             parameters.data(), parameters.sizes(), parameters.formats(),
                             /*resultFormat=*/1) != 0;
}

bool PostgresConnection::SendCommand(const char* sql) {
  ++sent_;
  return PQsendQueryParams(connection_.get(), sql, 0, nullptr, nullptr, nullptr, nullptr, 1) != 0;
}

// The last answer to what was sent, or the first error.
absl::StatusOr<PostgresConnection::Result> PostgresConnection::ReceiveAnswers() {
  const int expected = std::exchange(sent_, 0);
  if (PQpipelineSync(connection_.get()) == 0) return NoteLoss("sending");
  const Clock::time_point until = Clock::now() + patience_;
  if (absl::Status skipped = SkipUnread(until); !skipped.ok()) return skipped;
  Result last;
  absl::Status error;
  for (int i = 0; i < expected; ++i) {
    absl::StatusOr<Result> result = NextResult(until);
    if (!result.ok()) return result.status();
    const ExecStatusType status = PQresultStatus(result->get());
    if (status == PGRES_FATAL_ERROR && error.ok()) error = NoteError(result->get());
    if (i == prepare_at_ && status == PGRES_COMMAND_OK) preparing_.clear();
    last = *std::move(result);
    absl::StatusOr<Result> end = NextResult(until);
    if (!end.ok()) return end.status();
  }
  absl::StatusOr<Result> synchronized = NextResult(until);
  if (!synchronized.ok()) return synchronized.status();
  if (!error.ok()) return error;
  has_begun_ = true;
  return last;
}

// Answers that nobody waited for: of a Leave().
absl::Status PostgresConnection::SkipUnread(Clock::time_point until) {
  while (unread_ > 0) {
    absl::StatusOr<Result> result = NextResult(until);
    if (!result.ok()) return result.status();
    if (PQresultStatus(result->get()) == PGRES_PIPELINE_SYNC) --unread_;
  }
  return absl::OkStatus();
}

// The next result, or none where those of one command end. Waits at most until `until`.
absl::StatusOr<PostgresConnection::Result> PostgresConnection::NextResult(Clock::time_point until) {
  while (true) {
    const int unsent = PQflush(connection_.get());
    if (unsent < 0) return NoteLoss("sending");
    if (PQisBusy(connection_.get()) == 0) break;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) {
      timed_out_ = true;
      return NoteLoss("no answer in time");
    }
    pollfd socket = {PQsocket(connection_.get()),
                     static_cast<short>(POLLIN | (unsent > 0 ? POLLOUT : 0)), 0};
    poll(&socket, 1, static_cast<int>(left));
    if (socket.revents != 0 && PQconsumeInput(connection_.get()) == 0) return NoteLoss("receiving");
  }
  Result result(PQgetResult(connection_.get()));
  if (PQstatus(connection_.get()) != CONNECTION_OK) return NoteLoss("receiving");
  return result;
}

absl::Status PostgresConnection::Commit() {
  if (failure_ != Failure::kNone) {
    Leave();
    return error_;
  }
  if (!has_begun_) return absl::OkStatus();
  warned_ = false;
  // A transaction that changed nothing would not wait for the replicas; what it saw may be of one
  // whose wait for them was cut short.
  const bool sent =
      (has_changed_ || SendCommand("SELECT pg_logical_emit_message(true, 'muster', '')")) &&
      SendCommand("COMMIT");
  return sent ? Finish() : NoteLoss("sending");
}

absl::Status PostgresConnection::Refuse() {
  if (!has_begun_ && failure_ == Failure::kNone) return absl::OkStatus();
  failure_ = Failure::kNone;
  error_ = absl::OkStatus();
  warned_ = false;
  const bool sent = SendCommand("ROLLBACK") && SendCommand("BEGIN") &&
                    SendCommand("SELECT pg_logical_emit_message(true, 'muster', '')") &&
                    SendCommand("COMMIT");
  return sent ? Finish() : NoteLoss("sending");
}

absl::Status PostgresConnection::Finish() {
  absl::StatusOr<Result> committed = ReceiveAnswers();
  has_begun_ = false;
  if (!committed.ok()) {
    // An error before the COMMIT has left the transaction open.
    if (failure_ == Failure::kOther || failure_ == Failure::kConflict) Leave();
    return committed.status();
  }
  if (warned_) {
    return Fail(Failure::kUnknown, Unavailable("the wait for the replica was cut short"));
  }
  if (std::string_view(PQcmdStatus(committed->get())) != "COMMIT") {
    return Fail(Failure::kOther, Unavailable("the transaction was undone"));
  }
  return absl::OkStatus();
}

void PostgresConnection::Leave() {
  if (failure_ == Failure::kLost) return;
  if (!has_begun_ && failure_ == Failure::kNone) return;
  has_begun_ = false;
  if (!SendCommand("ROLLBACK") || PQpipelineSync(connection_.get()) == 0 ||
      PQflush(connection_.get()) < 0) {
    NoteLoss("sending").IgnoreError();
    return;
  }
  sent_ = 0;
  ++unread_;
}

absl::StatusOr<std::string> PostgresConnection::Run(const std::string& sql) {
  if (PQsendQuery(connection_.get(), sql.c_str()) == 0) return NoteLoss("sending");
  const Clock::time_point until = Clock::now() + patience_;
  absl::Status error;
  std::string value;
  while (true) {
    absl::StatusOr<Result> result = NextResult(until);
    if (!result.ok()) return result.status();
    if (*result == nullptr) break;
    if (PQresultStatus(result->get()) == PGRES_FATAL_ERROR && error.ok()) {
      error = NoteError(result->get());
    }
    value = PQntuples(result->get()) > 0 && PQnfields(result->get()) > 0
                ? PQgetvalue(result->get(), 0, 0)
                : "";
  }
  if (!error.ok()) return error;
  return value;
}

absl::Status PostgresConnection::Fail(Failure failure, absl::Status error) {
  failure_ = failure;
  error_ = std::move(error);
  return error_;
}

absl::Status PostgresConnection::NoteError(const PGresult* result) {
  const std::string_view state = Field(result, PG_DIAG_SQLSTATE);
  const std::string_view severity = Field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
  // The primary message names tables and constraints; details, which hold values, are left out.
  const std::string message =
      absl::StrCat("the store: ", std::string(Field(result, PG_DIAG_MESSAGE_PRIMARY)),
                   " (PostgreSQL ", std::string(state), ")");
  detail_ = message;
  if (IsTimeout(state)) timed_out_ = true;
  const absl::Status brief =
      Unavailable(absl::StrCat("the store can't do it now (PostgreSQL ", std::string(state), ")"));
  if (IsConflict(state)) return Fail(Failure::kConflict, brief);
  // A server that has become a standby is no longer ours.
  const bool is_demoted = state == "25006" && access_ == Access::kReadWrite;
  if (state.empty() || severity == "FATAL" || severity == "PANIC" || is_demoted) {
    return Fail(Failure::kLost, brief);
  }
  absl::Status status = StatusOf(state, message);
  return Fail(Failure::kOther, absl::IsUnavailable(status) ? brief : std::move(status));
}

absl::Status PostgresConnection::NoteLoss(std::string_view what) {
  const std::string message =
      absl::StrCat("the connection to the store was lost, ", std::string(what));
  detail_ = absl::StrCat(message, ": ", OneLine(PQerrorMessage(connection_.get())));
  return Fail(Failure::kLost, Unavailable(message));
}

}  // namespace muster::store
