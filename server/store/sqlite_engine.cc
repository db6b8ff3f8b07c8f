#include "server/store/sqlite_engine.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/mutex.h"
#include "server/store/completion_queue.h"
#include "server/store/disk_space.h"
#include "server/store/sqlite_checkpointer.h"
#include "server/store/sqlite_connection.h"
#include "server/store/sqlite_copy.h"
#include "server/store/sqlite_file.h"
#include "server/store/sqlite_opening.h"

namespace muster::store {
namespace {

// How long the writer's own checkpoint waits for readers of the old log.
constexpr int kLogLimitWaitMs = 200;
// When a repeat is welcome where too much is waiting.
constexpr absl::Duration kBusyRetryDelay = absl::Milliseconds(500);
// How often a batch runs together before, SQLite having undone it each time, all run alone.
constexpr int kMaxRuns = 3;

absl::Status Busy(std::string_view message) {
  return MakeRetryableError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_BUSY,
                            message, kBusyRetryDelay);
}

absl::Status NotKnown(const absl::Status& cause) {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                   absl::StrCat("it is not known to be stored: ", cause.message()));
}

bool IsFull(const absl::Status& status) { return ReasonOf(status) == v1::ERROR_REASON_STORE_FULL; }

// Refuses what would change something.
class ReadOnlyTransaction final : public Transaction {
 public:
  ReadOnlyTransaction(SqliteConnection* connection, const absl::Status* refusal)
      : connection_(connection), refusal_(refusal) {}

  absl::StatusOr<std::int64_t> Change(std::string_view, std::initializer_list<Value>) override {
    return *refusal_;
  }
  absl::Status Query(std::string_view sql, std::initializer_list<Value> values,
                     absl::FunctionRef<absl::Status(const Row&)> each) override {
    return connection_->Query(sql, values, each);
  }

 private:
  SqliteConnection* const connection_;
  const absl::Status* const refusal_;
};

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(const SqliteOptions& options, OpenedSqlite opened);
  ~SqliteEngine() override;

  void Write(WriteFunction write, DoneFunction done) override;
  absl::Status Read(ReadFunction read) override;
  EngineStatus Status() const override;
  absl::Status CopyTo(const std::string& path, absl::FunctionRef<bool()> may_go_on) override;
  absl::Status CheckIntegrity(absl::FunctionRef<void(std::string_view)> fault) override;

 private:
  struct Pending {
    WriteFunction write;
    DoneFunction done;
    absl::Status outcome;
  };

  void Work();
  std::vector<Pending> NextBatch();
  void TakeWaiting(std::vector<Pending>& batch) ABSL_EXCLUSIVE_LOCKS_REQUIRED(queue_mutex_);
  void RunBatch(std::vector<Pending>& batch);
  void RunReadOnly(std::vector<Pending>& batch, const absl::Status& refusal);
  bool RunUnrefused(std::vector<Pending>& batch);
  bool RunTogether(std::vector<Pending*>& together);
  bool RunOne(Pending& pending);
  void Commit(std::vector<Pending*>& together);
  void Answer(std::vector<Pending> batch);
  void LookAfterLog();

  std::unique_ptr<SqliteConnection> TakeReader();
  void GiveBack(std::unique_ptr<SqliteConnection> reader);

  const SqliteOptions options_;
  const std::string vfs_;  // With the guard.
  const SqliteFile file_;  // Goes after every connection.
  const std::unique_ptr<DiskSpace> space_;
  const std::int64_t page_bytes_;

  // Used by the writer's thread only.
  const std::unique_ptr<SqliteConnection> writer_;
  int log_pages_ = 0;           // As of the last commit.
  int checkpointed_pages_ = 0;  // `log_pages_` when a checkpoint was last asked for.
  int limit_pages_ = 0;         // From what size on the writer makes a checkpoint itself.
  bool commit_ok_ = true;       // Whether the last batch's transaction reached the disk.
  bool refused_ = false;        // Whether one of the last batch was refused.

  Mutex queue_mutex_;
  ConditionVariable queue_changed_;
  std::deque<Pending> queue_ ABSL_GUARDED_BY(queue_mutex_);
  bool stopping_ ABSL_GUARDED_BY(queue_mutex_) = false;
  // Accepted and not yet answered.
  std::atomic<std::size_t> unanswered_ = 0;

  Mutex readers_mutex_;
  ConditionVariable reader_free_;
  std::vector<std::unique_ptr<SqliteConnection>> free_readers_ ABSL_GUARDED_BY(readers_mutex_);

  // Each stops its thread when it goes: first the writer, then the answers, then the checkpoints.
  SqliteCheckpointer checkpointer_;
  CompletionQueue answers_;
  std::thread writer_thread_;
};

SqliteEngine::SqliteEngine(const SqliteOptions& options, OpenedSqlite opened)
    : options_(options),
      vfs_(std::move(opened.vfs)),
      file_(std::move(opened.file)),
      space_(std::move(opened.space)),
      page_bytes_(opened.page_bytes),
      writer_(std::move(opened.writer)),
      limit_pages_(static_cast<int>(options.log_limit_bytes / opened.page_bytes)),
      free_readers_(std::move(opened.readers)),
      checkpointer_(std::move(opened.checkpointer)) {
  sqlite3_wal_hook(
      writer_->handle(),
      [](void* pages, sqlite3*, const char*, int log_pages) {
        *static_cast<int*>(pages) = log_pages;
        return SQLITE_OK;
      },
      &log_pages_);
  writer_thread_ = std::thread([this] { Work(); });
}

SqliteEngine::~SqliteEngine() {
  {
    MutexLock lock(&queue_mutex_);
    stopping_ = true;
  }
  queue_changed_.NotifyOne();
  writer_thread_.join();
}

void SqliteEngine::Write(WriteFunction write, DoneFunction done) {
  if (unanswered_.fetch_add(1) >= options_.queue_capacity) {
    unanswered_.fetch_sub(1);
    return done(Busy("too much is waiting to be stored"));
  }
  {
    MutexLock lock(&queue_mutex_);
    queue_.push_back({std::move(write), std::move(done), absl::OkStatus()});
  }
  queue_changed_.NotifyOne();
}

void SqliteEngine::Work() {
  while (true) {
    std::vector<Pending> batch = NextBatch();
    if (batch.empty()) return;
    const auto start = std::chrono::steady_clock::now();
    RunBatch(batch);
    refused_ = std::any_of(batch.begin(), batch.end(),
                           [](const Pending& pending) { return !pending.outcome.ok(); });
    if (options_.commit_observer) {
      options_.commit_observer(
          {.write_count = static_cast<int>(batch.size()),
           .duration = absl::FromChrono(std::chrono::steady_clock::now() - start),
           .ok = commit_ok_});
    }
    Answer(std::move(batch));
    LookAfterLog();
  }
}

// Waits for work; empty when there will be none.
std::vector<SqliteEngine::Pending> SqliteEngine::NextBatch() {
  MutexLock lock(&queue_mutex_);
  while (queue_.empty() && !stopping_) queue_changed_.Wait(&queue_mutex_);
  std::vector<Pending> batch;
  TakeWaiting(batch);
  return batch;
}

// As many as the batch has room for.
void SqliteEngine::TakeWaiting(std::vector<Pending>& batch) {
  while (!queue_.empty() && batch.size() < options_.batch_capacity) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
}

// Runs all, and maybe some that come meanwhile, and leaves each one's outcome: when this returns,
// all that is OK is on disk.
void SqliteEngine::RunBatch(std::vector<Pending>& batch) {
  commit_ok_ = true;
  absl::Status may_write = space_->MayWrite();
  if (may_write.ok()) may_write = space_->Look();
  if (!may_write.ok()) return RunReadOnly(batch, may_write);
  // Refusals come in rows: of a conference that is full, of a call that has closed.
  const bool unrefused = !refused_ && RunUnrefused(batch);
  std::vector<Pending*> left;
  for (Pending& pending : batch) left.push_back(&pending);
  if (unrefused) return Commit(left);
  for (int run = 0; run < kMaxRuns; ++run) {
    if (RunTogether(left)) return Commit(left);
  }
  // Each by itself, so that only those fail for which SQLite undoes it.
  for (Pending* pending : left) {
    std::vector<Pending*> alone = {pending};
    RunTogether(alone);
    Commit(alone);
  }
}

// Those that change nothing are done as ever: what they saw is on disk. So a repeat is answered.
void SqliteEngine::RunReadOnly(std::vector<Pending>& batch, const absl::Status& refusal) {
  commit_ok_ = false;
  ReadOnlyTransaction transaction(writer_.get(), &refusal);
  const absl::Status begun = writer_->Begin("BEGIN");
  for (Pending& pending : batch) {
    pending.outcome = begun.ok() ? pending.write(transaction) : begun;
  }
  writer_->RollBack();
}

// Runs all in one transaction without savepoints, in which SQLite copies every page that changes,
// and with them what comes meanwhile: it needs no commit of its own. False when one was refused, or
// SQLite undid the transaction: nothing changed, all may run again.
bool SqliteEngine::RunUnrefused(std::vector<Pending>& batch) {
  bool good = writer_->Begin("BEGIN IMMEDIATE").ok();
  for (std::size_t i = 0; good && i < batch.size(); ++i) {
    batch[i].outcome = batch[i].write(*writer_);
    good = batch[i].outcome.ok() && writer_->InTransaction();
    if (good && i + 1 == batch.size()) {
      MutexLock lock(&queue_mutex_);
      TakeWaiting(batch);
    }
  }
  if (!good) writer_->RollBack();
  return good;
}

// Runs each in a savepoint of one transaction. False when SQLite undid the transaction for one of
// them: that one has its outcome and has left `together`; the others changed nothing and may run
// again.
bool SqliteEngine::RunTogether(std::vector<Pending*>& together) {
  absl::Status begun = writer_->Begin("BEGIN IMMEDIATE");
  if (!begun.ok()) {
    commit_ok_ = false;
    for (Pending* pending : together) pending->outcome = begun;
    together.clear();
    return true;
  }
  for (auto pending = together.begin(); pending != together.end(); ++pending) {
    if (!RunOne(**pending)) {
      writer_->RollBack();
      if ((*pending)->outcome.ok()) {
        (*pending)->outcome = NotKnown(absl::UnavailableError("the database undid it"));
      }
      together.erase(pending);
      return together.empty();
    }
  }
  return true;
}

// False when the transaction can't go on: SQLite undid it, or what this one did can't be told apart
// from what the others did.
bool SqliteEngine::RunOne(Pending& pending) {
  absl::Status status = writer_->Step("SAVEPOINT one");
  if (!status.ok()) {
    pending.outcome = std::move(status);
    return writer_->InTransaction();
  }
  pending.outcome = pending.write(*writer_);
  if (!writer_->InTransaction()) return false;
  if (!pending.outcome.ok()) status = writer_->Step("ROLLBACK TO one");
  if (status.ok()) status = writer_->Step("RELEASE one");
  if (status.ok()) return true;
  pending.outcome = NotKnown(status);
  return false;
}

// A commit that fails leaves it open whether it will be found on disk; and what was refused may
// have been so because of what was not stored. So all are told that it is not known; except where
// there was no room for the log's last record, without which nothing counts.
void SqliteEngine::Commit(std::vector<Pending*>& together) {
  if (together.empty()) return;
  const absl::Status committed = writer_->Step("COMMIT");
  if (committed.ok()) return;
  commit_ok_ = false;
  for (Pending* pending : together) {
    pending->outcome = IsFull(committed) ? committed : NotKnown(committed);
  }
  writer_->RollBack();
}

void SqliteEngine::Answer(std::vector<Pending> batch) {
  std::vector<CompletionQueue::Completion> completions;
  completions.reserve(batch.size());
  for (Pending& pending : batch) {
    completions.push_back([this, pending = std::move(pending)]() mutable {
      // First, so that who is answered may write again at once.
      unanswered_.fetch_sub(1);
      pending.done(std::move(pending.outcome));
    });
  }
  answers_.Add(std::move(completions));
}

// Asks for a checkpoint in the background each time the log has grown by `checkpoint_bytes`. Such
// ones can't put the log back to its beginning while commits come without a pause, so at its limit
// the writer makes one itself, without waiting long for readers of the old log.
void SqliteEngine::LookAfterLog() {
  const int checkpoint_pages = static_cast<int>(options_.checkpoint_bytes / page_bytes_);
  if (log_pages_ < checkpointed_pages_) {
    checkpointed_pages_ = 0;
    limit_pages_ = static_cast<int>(options_.log_limit_bytes / page_bytes_);
  }
  if (log_pages_ >= limit_pages_) {
    sqlite3_busy_timeout(writer_->handle(), kLogLimitWaitMs);
    const bool restarted = checkpointer_.RestartLog(*writer_);
    sqlite3_busy_timeout(writer_->handle(),
                         static_cast<int>(absl::ToInt64Milliseconds(options_.busy_timeout)));
    if (!restarted) limit_pages_ = log_pages_ + checkpoint_pages;
  } else if (log_pages_ >= checkpointed_pages_ + checkpoint_pages) {
    checkpointed_pages_ = log_pages_;
    checkpointer_.Request();
  }
}

std::unique_ptr<SqliteConnection> SqliteEngine::TakeReader() {
  MutexLock lock(&readers_mutex_);
  // Not the time of day, which may jump.
  const auto until =
      std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(options_.busy_timeout);
  while (free_readers_.empty()) {
    const absl::Duration left = absl::FromChrono(until - std::chrono::steady_clock::now());
    if (left <= absl::ZeroDuration()) return nullptr;
    reader_free_.WaitFor(&readers_mutex_, left);
  }
  std::unique_ptr<SqliteConnection> reader = std::move(free_readers_.back());
  free_readers_.pop_back();
  return reader;
}

void SqliteEngine::GiveBack(std::unique_ptr<SqliteConnection> reader) {
  {
    MutexLock lock(&readers_mutex_);
    free_readers_.push_back(std::move(reader));
  }
  reader_free_.NotifyOne();
}

absl::Status SqliteEngine::Read(ReadFunction read) {
  std::unique_ptr<SqliteConnection> reader = TakeReader();
  if (reader == nullptr) return Busy("too much is being read");
  absl::Status status = reader->Begin("BEGIN");
  if (status.ok()) status = read(*reader);
  if (reader->InTransaction()) {
    absl::Status ended = reader->Step("COMMIT");
    if (status.ok()) status = std::move(ended);
    reader->RollBack();
  }
  GiveBack(std::move(reader));
  return status;
}

EngineStatus SqliteEngine::Status() const {
  return {.read_only_reason = space_->reason(),
          .waiting_write_count = static_cast<std::int64_t>(unanswered_.load()),
          .data_bytes = options_.disk->SizeOf(options_.path),
          .log_bytes = options_.disk->SizeOf(absl::StrCat(options_.path, "-wal"))};
}

// By a connection of its own, for the readers are for requests.
absl::Status SqliteEngine::CopyTo(const std::string& path, absl::FunctionRef<bool()> may_go_on) {
  absl::StatusOr<std::unique_ptr<SqliteConnection>> source =
      SqliteConnection::Open({.path = options_.path,
                              .vfs = vfs_,
                              .busy_timeout = options_.busy_timeout,
                              .cache_kib = kReaderCacheKib});
  if (!source.ok()) return source.status();
  return CopySqlite(**source, path, may_go_on);
}

absl::Status SqliteEngine::CheckIntegrity(absl::FunctionRef<void(std::string_view)> fault) {
  std::unique_ptr<SqliteConnection> reader = TakeReader();
  if (reader == nullptr) return Busy("too much is being read");
  absl::Status status = CheckSqliteIntegrity(*reader, fault);
  GiveBack(std::move(reader));
  return status;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> OpenSqlite(const SqliteOptions& options) {
  absl::StatusOr<OpenedSqlite> opened = OpenSqliteParts(options);
  if (!opened.ok()) return opened.status();
  return std::make_unique<SqliteEngine>(options, *std::move(opened));
}

}  // namespace muster::store
