#include "server/store/postgres_engine.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/mutex.h"
#include "server/store/completion_queue.h"
#include "server/store/postgres_connector.h"
#include "server/store/postgres_schema.h"

namespace muster::store {
namespace {

using Clock = std::chrono::steady_clock;
using Failure = PostgresConnection::Failure;

// When a repeat is welcome where too much is waiting.
constexpr absl::Duration kBusyRetryDelay = absl::Milliseconds(500);
// Pauses before a transaction runs again: up to the first after a conflict, from half of the second
// on while there is no connection.
constexpr absl::Duration kConflictPause = absl::Milliseconds(2);
constexpr absl::Duration kLossPause = absl::Milliseconds(100);
// How long migrations may take, and wait for another server's.
constexpr absl::Duration kMigrationTimeout = absl::Minutes(30);

absl::Status Busy(std::string_view message) {
  return MakeRetryableError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_BUSY,
                            message, kBusyRetryDelay);
}

absl::Status NotKnown(const absl::Status& cause) {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                   absl::StrCat("it is not known to be stored: ", cause.message()));
}

struct Pending {
  Engine::WriteFunction write;
  Engine::DoneFunction done;
  Clock::time_point until;
  absl::Status outcome;
};

// Writes in the order in which they came.
class PendingQueue {
 public:
  void Add(Pending pending) {
    {
      MutexLock lock(&mutex_);
      waiting_.push_back(std::move(pending));
    }
    changed_.NotifyOne();
  }

  // Waits for one; nothing once it has stopped and is empty.
  std::optional<Pending> Next() {
    MutexLock lock(&mutex_);
    while (waiting_.empty() && !stopping_) changed_.Wait(&mutex_);
    if (waiting_.empty()) return std::nullopt;
    Pending next = std::move(waiting_.front());
    waiting_.pop_front();
    return next;
  }

  // Whether none waits, and one may come.
  bool IsIdle() {
    MutexLock lock(&mutex_);
    return waiting_.empty() && !stopping_;
  }

  void Stop() {
    {
      MutexLock lock(&mutex_);
      stopping_ = true;
    }
    changed_.NotifyAll();
  }

 private:
  Mutex mutex_;
  ConditionVariable changed_;
  std::deque<Pending> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
};

// A read: its first statement goes to another connection where the one that was kept turns out to
// be lost, which is before the closure has seen anything.
class ReadTransaction final : public Transaction {
 public:
  ReadTransaction(PostgresConnector* connector, PostgresSlot* slot)
      : connector_(connector), slot_(slot) {}

  absl::Status Begin() {
    absl::Status connected = connector_->Connect(*slot_);
    if (connected.ok()) slot_->connection().Begin(PostgresConnection::Access::kReadOnly);
    return connected;
  }

  absl::StatusOr<std::int64_t> Change(std::string_view sql,
                                      std::initializer_list<Value> values) override {
    return slot_->connection().Change(sql, values);
  }

  absl::Status Query(std::string_view sql, std::initializer_list<Value> values,
                     absl::FunctionRef<absl::Status(const Row&)> each) override {
    const bool is_first = !slot_->connection().has_begun();
    absl::Status status = slot_->connection().Query(sql, values, each);
    if (!is_first || slot_->connection().failure() != Failure::kLost) return status;
    connector_->Drop(*slot_);
    if (absl::Status begun = Begin(); !begun.ok()) {
      is_broken_ = true;
      return begun;
    }
    return slot_->connection().Query(sql, values, each);
  }

  void End() {
    if (is_broken_) return;
    slot_->connection().Leave();
    if (slot_->connection().failure() == Failure::kLost) connector_->Drop(*slot_);
  }

 private:
  PostgresConnector* const connector_;
  PostgresSlot* const slot_;
  bool is_broken_ = false;
};

class PostgresEngine final : public Engine {
 public:
  explicit PostgresEngine(const PostgresOptions& options);
  ~PostgresEngine() override;

  void Write(WriteFunction write, DoneFunction done) override;
  absl::Status Read(ReadFunction read) override;
  EngineStatus Status() const override;
  absl::Status CopyTo(const std::string& path, absl::FunctionRef<bool()> may_go_on) override;
  absl::Status ContinueNumbering(Transaction& transaction) override;

 private:
  // How one run of a write ended.
  enum class Run { kAnswered, kConflict, kLost };

  void Work();
  void WorkAgain();
  Run RunOnce(PostgresSlot& slot, Pending& pending);
  Run End(PostgresSlot& slot, Pending& pending, absl::Status wanted);
  bool GiveUp(Pending& pending, Run run);
  void Pause(absl::Duration longest);
  void Answer(Pending pending);

  std::optional<PostgresSlot> TakeReader();
  void GiveBack(PostgresSlot reader);

  const PostgresOptions options_;
  mutable PostgresConnector connector_;  // Thread-safe.
  // Accepted and not yet answered.
  std::atomic<std::size_t> unanswered_ = 0;
  PendingQueue queue_;
  // Those that met a conflict. One thread runs them one after the other: all that change the same
  // row at once would only make each other fail again.
  PendingQueue again_;

  Mutex readers_mutex_;
  ConditionVariable reader_free_;
  std::vector<PostgresSlot> free_readers_ ABSL_GUARDED_BY(readers_mutex_);

  CompletionQueue answers_;
  std::vector<std::thread> writers_;
  std::thread again_writer_;
};

PostgresEngine::PostgresEngine(const PostgresOptions& options)
    : options_(options),
      connector_(options.address, options.session,
                 [this](std::string_view why) {
                   options_.report(PostgresIncident::kConnectionLost, why);
                 }),
      free_readers_(static_cast<std::size_t>(options.reader_count)) {
  for (int i = 0; i < options.writer_count; ++i) writers_.emplace_back([this] { Work(); });
  again_writer_ = std::thread([this] { WorkAgain(); });
}

PostgresEngine::~PostgresEngine() {
  queue_.Stop();
  for (std::thread& writer : writers_) writer.join();
  again_.Stop();
  again_writer_.join();
}

void PostgresEngine::Write(WriteFunction write, DoneFunction done) {
  if (unanswered_.fetch_add(1) >= options_.queue_capacity) {
    unanswered_.fetch_sub(1);
    return done(Busy("too much is waiting to be stored"));
  }
  queue_.Add({std::move(write), std::move(done),
              Clock::now() + absl::ToChronoMilliseconds(options_.patience), absl::OkStatus()});
}

void PostgresEngine::Work() {
  PostgresSlot slot;
  while (std::optional<Pending> pending = queue_.Next()) {
    while (true) {
      const Run run = RunOnce(slot, *pending);
      if (run == Run::kAnswered || GiveUp(*pending, run)) {
        Answer(*std::move(pending));
        break;
      }
      if (run == Run::kConflict) {
        again_.Add(*std::move(pending));
        break;
      }
      Pause(kLossPause);
    }
    // Also while nobody writes, so that Status() tells when a host takes us again.
    while (!connector_.HasHost() && queue_.IsIdle() && !connector_.Connect(slot).ok()) {
      Pause(kLossPause);
    }
  }
}

void PostgresEngine::WorkAgain() {
  PostgresSlot slot;
  while (std::optional<Pending> pending = again_.Next()) {
    while (true) {
      const Run run = RunOnce(slot, *pending);
      if (run == Run::kAnswered || GiveUp(*pending, run)) break;
      Pause(run == Run::kConflict ? kConflictPause : kLossPause);
    }
    Answer(*std::move(pending));
  }
}

// Whether its time is over; then it has its outcome. It is known to have changed nothing.
bool PostgresEngine::GiveUp(Pending& pending, Run run) {
  if (Clock::now() < pending.until) return false;
  if (run == Run::kConflict) pending.outcome = Busy("too many change the same");
  return true;
}

void PostgresEngine::Pause(absl::Duration longest) {
  thread_local absl::BitGen random;
  std::this_thread::sleep_for(
      absl::ToChronoMicroseconds(absl::Uniform(random, 0.5, 1.0) * longest));
}

PostgresEngine::Run PostgresEngine::RunOnce(PostgresSlot& slot, Pending& pending) {
  if (absl::Status connected = connector_.Connect(slot); !connected.ok()) {
    pending.outcome = std::move(connected);
    return Run::kLost;
  }
  PostgresConnection& connection = slot.connection();
  connection.Begin(PostgresConnection::Access::kReadWrite);
  absl::Status wanted = pending.write(connection);
  if (connection.timed_out()) options_.report(PostgresIncident::kTimeout, connection.detail());
  if (connection.failure() == Failure::kConflict) {
    connection.Leave();
    options_.report(PostgresIncident::kConflict, connection.detail());
    return Run::kConflict;
  }
  if (connection.failure() == Failure::kLost) {
    // Nothing was asked to be committed.
    pending.outcome = connection.error();
    options_.report(PostgresIncident::kConnectionLost, connection.detail());
    connector_.Drop(slot);
    return Run::kLost;
  }
  return End(slot, pending, std::move(wanted));
}

PostgresEngine::Run PostgresEngine::End(PostgresSlot& slot, Pending& pending, absl::Status wanted) {
  PostgresConnection& connection = slot.connection();
  const Clock::time_point begin = Clock::now();
  absl::Status ended = wanted.ok() ? connection.Commit() : connection.Refuse();
  const Failure failure = ended.ok() ? Failure::kNone : connection.failure();
  // What runs again has not failed.
  if (options_.commit_observer && failure != Failure::kConflict) {
    options_.commit_observer({1, absl::FromChrono(Clock::now() - begin), ended.ok()});
  }
  switch (failure) {
    case Failure::kNone:
      pending.outcome = std::move(wanted);
      return Run::kAnswered;
    case Failure::kConflict:
      options_.report(PostgresIncident::kConflict, connection.detail());
      return Run::kConflict;
    case Failure::kOther:
      pending.outcome = std::move(ended);
      return Run::kAnswered;
    case Failure::kLost:
      options_.report(PostgresIncident::kConnectionLost, connection.detail());
      connector_.Drop(slot);
      break;
    case Failure::kUnknown:
      break;
  }
  options_.report(PostgresIncident::kNotKnown, std::string(ended.message()));
  pending.outcome = NotKnown(ended);
  return Run::kAnswered;
}

void PostgresEngine::Answer(Pending pending) {
  std::vector<CompletionQueue::Completion> completions;
  completions.push_back([this, pending = std::move(pending)]() mutable {
    // First, so that who is answered may write again at once.
    unanswered_.fetch_sub(1);
    pending.done(std::move(pending.outcome));
  });
  answers_.Add(std::move(completions));
}

std::optional<PostgresSlot> PostgresEngine::TakeReader() {
  MutexLock lock(&readers_mutex_);
  const Clock::time_point until = Clock::now() + absl::ToChronoMilliseconds(options_.busy_timeout);
  while (free_readers_.empty()) {
    const auto left = until - Clock::now();
    if (left <= Clock::duration::zero()) return std::nullopt;
    reader_free_.WaitFor(&readers_mutex_, absl::FromChrono(left));
  }
  std::optional<PostgresSlot> reader = std::move(free_readers_.back());
  free_readers_.pop_back();
  return reader;
}

void PostgresEngine::GiveBack(PostgresSlot reader) {
  {
    MutexLock lock(&readers_mutex_);
    free_readers_.push_back(std::move(reader));
  }
  reader_free_.NotifyOne();
}

absl::Status PostgresEngine::Read(ReadFunction read) {
  std::optional<PostgresSlot> reader = TakeReader();
  if (!reader.has_value()) return Busy("too much is being read");
  ReadTransaction transaction(&connector_, &*reader);
  absl::Status status = transaction.Begin();
  if (status.ok()) {
    status = read(transaction);
    transaction.End();
  }
  GiveBack(*std::move(reader));
  return status;
}

EngineStatus PostgresEngine::Status() const {
  EngineStatus status;
  if (!connector_.HasHost()) status.read_only_reason = "the database can't be reached";
  status.waiting_write_count = static_cast<std::int64_t>(unanswered_.load());
  return status;
}

absl::Status PostgresEngine::CopyTo(const std::string&, absl::FunctionRef<bool()>) {
  return absl::UnimplementedError(
      "a PostgreSQL is copied by its own tools: pg_dump --format=custom, pg_restore");
}

absl::Status PostgresEngine::ContinueNumbering(Transaction& transaction) {
  return ContinuePostgresNumbering(transaction);
}

// A line for the person who started the program.
absl::Status InWords(const absl::Status& status, const PostgresAddress& address) {
  return absl::Status(status.code(),
                      absl::StrCat("can't open ", address.text, ": ", status.message()));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> OpenPostgres(const PostgresOptions& options) {
  PostgresSession session = options.session;
  session.statement_timeout = session.lock_timeout = kMigrationTimeout;
  absl::StatusOr<std::unique_ptr<PostgresConnection>> connection =
      PostgresConnection::Open(options.address, session);
  if (!connection.ok()) return InWords(connection.status(), options.address);
  absl::Status ready = options.may_migrate ? MigratePostgres(**connection, Migrations())
                                           : CheckIsMigrated(**connection, Migrations());
  if (!ready.ok()) return InWords(ready, options.address);
  return std::make_unique<PostgresEngine>(options);
}

}  // namespace muster::store
