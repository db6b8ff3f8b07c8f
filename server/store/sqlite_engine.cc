#include "server/store/sqlite_engine.h"

#include <sqlite3.h>

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
#include "server/store/schema.h"
#include "server/store/sqlite_checkpointer.h"
#include "server/store/sqlite_connection.h"
#include "server/store/sqlite_copy.h"
#include "server/store/sqlite_file.h"
#include "server/store/sqlite_sync_guard.h"

namespace muster::store {
namespace {

constexpr int kWriterCacheKib = 65536;
constexpr int kReaderCacheKib = 8192;
constexpr int kCheckpointerCacheKib = 1024;
// How long the writer's own checkpoint waits for readers of the old log.
constexpr int kLogLimitWaitMs = 200;
// When a repeat is welcome where too much is waiting.
constexpr absl::Duration kBusyRetryDelay = absl::Milliseconds(500);
// How often a batch runs again because SQLite undid it for one that failed.
constexpr int kMaxRuns = 3;

absl::Status Busy(std::string_view message) {
  return MakeRetryableError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_BUSY,
                            message, kBusyRetryDelay);
}

absl::Status NotKnown(const absl::Status& cause) {
  return MakeError(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                   absl::StrCat("it is not known to be stored: ", cause.message()));
}

// Connections that are there when the engine opens.
struct Connections {
  std::unique_ptr<SqliteConnection> writer;
  std::unique_ptr<SqliteConnection> checkpointer;
  std::vector<std::unique_ptr<SqliteConnection>> readers;
};

class SqliteEngine final : public Engine {
 public:
  SqliteEngine(const SqliteOptions& options, const std::string& vfs, SqliteFile file,
               Connections connections, std::int64_t page_bytes);
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
  void RunBatch(std::vector<Pending>& batch);
  bool RunTogether(std::vector<Pending*>& together);
  void RunOne(Pending& pending);
  void Commit(std::vector<Pending*>& together);
  void Answer(std::vector<Pending> batch);
  void LookAfterLog();

  std::unique_ptr<SqliteConnection> TakeReader();
  void GiveBack(std::unique_ptr<SqliteConnection> reader);

  const SqliteOptions options_;
  const std::string vfs_;  // With the guard.
  const SqliteFile file_;  // Goes after every connection.
  const std::int64_t page_bytes_;

  // Used by the writer's thread only.
  const std::unique_ptr<SqliteConnection> writer_;
  int log_pages_ = 0;           // As of the last commit.
  int checkpointed_pages_ = 0;  // `log_pages_` when a checkpoint was last asked for.
  int limit_pages_ = 0;         // From what size on the writer makes a checkpoint itself.
  bool commit_ok_ = true;       // Whether the last batch's transaction reached the disk.

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

SqliteEngine::SqliteEngine(const SqliteOptions& options, const std::string& vfs, SqliteFile file,
                           Connections connections, std::int64_t page_bytes)
    : options_(options),
      vfs_(vfs),
      file_(std::move(file)),
      page_bytes_(page_bytes),
      writer_(std::move(connections.writer)),
      limit_pages_(static_cast<int>(options.log_limit_bytes / page_bytes)),
      free_readers_(std::move(connections.readers)),
      checkpointer_(std::move(connections.checkpointer)) {
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
  while (!queue_.empty() && batch.size() < options_.batch_capacity) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  return batch;
}

// Runs all and leaves each one's outcome: when this returns, all that is OK is on disk.
void SqliteEngine::RunBatch(std::vector<Pending>& batch) {
  commit_ok_ = true;
  std::vector<Pending*> left;
  for (Pending& pending : batch) left.push_back(&pending);
  for (int run = 0; run < kMaxRuns; ++run) {
    if (RunTogether(left)) return Commit(left);
  }
  commit_ok_ = false;
  const absl::Status cause = absl::UnavailableError("the database undid it repeatedly");
  for (Pending* pending : left) pending->outcome = NotKnown(cause);
}

// Runs each in a savepoint of one transaction. False when SQLite undid the transaction for one of
// them: that one has its outcome and has left `together`; the others changed nothing and may run
// again.
bool SqliteEngine::RunTogether(std::vector<Pending*>& together) {
  if (writer_->InTransaction()) writer_->Step("ROLLBACK").IgnoreError();
  absl::Status begun = writer_->Step("BEGIN IMMEDIATE");
  if (!begun.ok()) {
    commit_ok_ = false;
    for (Pending* pending : together) pending->outcome = begun;
    together.clear();
    return true;
  }
  for (auto pending = together.begin(); pending != together.end(); ++pending) {
    RunOne(**pending);
    if (!writer_->InTransaction()) {
      if ((*pending)->outcome.ok()) {
        (*pending)->outcome = NotKnown(absl::UnavailableError("the database undid it"));
      }
      together.erase(pending);
      return together.empty();
    }
  }
  return true;
}

void SqliteEngine::RunOne(Pending& pending) {
  absl::Status status = writer_->Step("SAVEPOINT one");
  if (!status.ok()) {
    pending.outcome = std::move(status);
    return;
  }
  pending.outcome = pending.write(*writer_);
  if (!writer_->InTransaction()) return;
  if (!pending.outcome.ok()) status = writer_->Step("ROLLBACK TO one");
  if (status.ok()) status = writer_->Step("RELEASE one");
  if (status.ok()) return;
  // What it did can't be told apart from what the others did: undo the transaction.
  pending.outcome = NotKnown(status);
  if (writer_->InTransaction()) writer_->Step("ROLLBACK").IgnoreError();
}

// A commit that fails leaves it open whether it will be found on disk; and what was refused may
// have been so because of what was not stored. So all are told that it is not known.
void SqliteEngine::Commit(std::vector<Pending*>& together) {
  if (together.empty()) return;
  const absl::Status committed = writer_->Step("COMMIT");
  if (committed.ok()) return;
  commit_ok_ = false;
  for (Pending* pending : together) pending->outcome = NotKnown(committed);
  if (writer_->InTransaction()) writer_->Step("ROLLBACK").IgnoreError();
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
  const absl::Time until = absl::Now() + options_.busy_timeout;
  while (free_readers_.empty()) {
    const absl::Duration left = until - absl::Now();
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
  absl::Status status = reader->Step("BEGIN");
  if (status.ok()) status = read(*reader);
  if (reader->InTransaction()) {
    absl::Status ended = reader->Step("COMMIT");
    if (status.ok()) status = std::move(ended);
  }
  GiveBack(std::move(reader));
  return status;
}

EngineStatus SqliteEngine::Status() const {
  return {.waiting_write_count = static_cast<std::int64_t>(unanswered_.load()),
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

// A line for the person who started the program.
absl::Status InWords(const absl::Status& status, const std::string& path) {
  return absl::Status(status.code(), absl::StrCat("can't open ", path, ": ", status.message()));
}

absl::Status UseLog(SqliteConnection& connection, const SqliteFile& file, bool unclean) {
  std::string mode;
  absl::Status status = connection.Query("PRAGMA journal_mode = WAL", {}, [&](const Row& row) {
    mode = std::string(row.Text(0));
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (mode != "wal") return absl::UnavailableError("SQLite can't keep a write-ahead log there");
  // SQLite has removed the rollback journal of a new file, or of one that was never finished,
  // without syncing the folder: were it there again after a power cut, it would undo all that came
  // after.
  status = file.SyncFolder();
  if (!status.ok() || !unclean) return status;
  const int code = sqlite3_wal_checkpoint_v2(connection.handle(), nullptr,
                                             SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  if (code == SQLITE_OK) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("its log can't be put back into it (SQLite ", code,
                                             "): ", sqlite3_errmsg(connection.handle())));
}

absl::StatusOr<Connections> Connect(const SqliteOptions& options, const std::string& vfs) {
  const auto open = [&](int cache_kib) {
    return SqliteConnection::Open({.path = options.path,
                                   .vfs = vfs,
                                   .busy_timeout = options.busy_timeout,
                                   .cache_kib = cache_kib});
  };
  Connections connections;
  absl::StatusOr<std::unique_ptr<SqliteConnection>> checkpointer = open(kCheckpointerCacheKib);
  if (!checkpointer.ok()) return checkpointer.status();
  connections.checkpointer = *std::move(checkpointer);
  for (int i = 0; i < options.reader_count; ++i) {
    absl::StatusOr<std::unique_ptr<SqliteConnection>> reader = open(kReaderCacheKib);
    if (!reader.ok()) return reader.status();
    absl::Status read_only = (*reader)->Run("PRAGMA query_only = ON");
    if (!read_only.ok()) return read_only;
    connections.readers.push_back(*std::move(reader));
  }
  return connections;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Engine>> OpenSqlite(const SqliteOptions& options) {
  absl::StatusOr<SqliteFile> file = SqliteFile::Open(options.path, options.disk);
  if (!file.ok()) return file.status();
  const bool unclean = file->HasLog();
  if (unclean) {
    absl::Status rewritten = file->RewriteLog();
    if (!rewritten.ok()) return rewritten;
  }
  absl::StatusOr<std::string> vfs = GuardedVfs(options.vfs);
  if (!vfs.ok()) return vfs.status();

  absl::StatusOr<std::unique_ptr<SqliteConnection>> writer =
      SqliteConnection::Open({.path = options.path,
                              .vfs = *vfs,
                              .busy_timeout = options.busy_timeout,
                              .cache_kib = kWriterCacheKib});
  if (!writer.ok()) return InWords(writer.status(), options.path);
  absl::Status known = CheckIsOurs(**writer, Migrations());
  if (!known.ok()) return InWords(known, options.path);
  absl::Status ready = UseLog(**writer, *file, unclean);
  if (ready.ok()) ready = Migrate(**writer, Migrations());
  if (!ready.ok()) return InWords(ready, options.path);
  absl::StatusOr<std::int64_t> page_bytes = (*writer)->QueryInteger("PRAGMA page_size");
  if (!page_bytes.ok()) return InWords(page_bytes.status(), options.path);
  absl::StatusOr<Connections> connections = Connect(options, *vfs);
  if (!connections.ok()) return InWords(connections.status(), options.path);
  connections->writer = *std::move(writer);
  return std::make_unique<SqliteEngine>(options, *vfs, *std::move(file), *std::move(connections),
                                        *page_bytes);
}

}  // namespace muster::store
