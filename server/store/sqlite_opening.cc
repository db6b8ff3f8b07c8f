#include "server/store/sqlite_opening.h"

#include <sqlite3.h>

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/store/schema.h"
#include "server/store/sqlite_sync_guard.h"

namespace muster::store {
namespace {

// To balance a tree SQLite numbers a page beyond the file's end for a moment, and the commit then
// goes through the whole cache for such ones: 64 MB took longer than they saved.
constexpr int kWriterCacheKib = 16384;
constexpr int kCheckpointerCacheKib = 1024;
// What a start writes beside the log: SQLite's index of the log, a migration.
constexpr std::int64_t kStartBytes = 256 << 10;

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

// Holds the file and puts its log in order, before SQLite sees either.
absl::StatusOr<OpenedSqlite> Mend(const SqliteOptions& options, bool& unclean) {
  absl::StatusOr<SqliteFile> file = SqliteFile::Open(options.path, options.disk);
  if (!file.ok()) return file.status();
  auto space = std::make_unique<DiskSpace>(options.disk, options.path, options.reserve_bytes,
                                           options.full_disk_interval);
  unclean = file->HasLog();
  // A copy of the log, or as much new data; and what SQLite makes beside it.
  absl::Status mended = space->MakeRoom(file->LogBytes() + kStartBytes);
  if (mended.ok() && unclean) mended = file->RewriteLog();
  if (!mended.ok()) return mended;
  absl::StatusOr<std::string> vfs = GuardedVfs(options.vfs);
  if (!vfs.ok()) return vfs.status();
  return OpenedSqlite{.file = *std::move(file),
                      .space = std::move(space),
                      .vfs = *std::move(vfs),
                      .page_bytes = 0,
                      .writer = nullptr,
                      .checkpointer = nullptr,
                      .readers = {}};
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> Connect(const SqliteOptions& options,
                                                          const std::string& vfs, int cache_kib) {
  return SqliteConnection::Open({.path = options.path,
                                 .vfs = vfs,
                                 .busy_timeout = options.busy_timeout,
                                 .cache_kib = cache_kib});
}

absl::Status OpenWriter(const SqliteOptions& options, bool unclean, OpenedSqlite& opened) {
  absl::StatusOr<std::unique_ptr<SqliteConnection>> writer =
      Connect(options, opened.vfs, kWriterCacheKib);
  if (!writer.ok()) return writer.status();
  absl::Status ready = CheckIsOurs(**writer, Migrations());
  if (ready.ok()) ready = UseLog(**writer, opened.file, unclean);
  if (ready.ok()) ready = Migrate(**writer, Migrations());
  if (!ready.ok()) return ready;
  absl::StatusOr<std::int64_t> page_bytes = (*writer)->QueryInteger("PRAGMA page_size");
  if (!page_bytes.ok()) return page_bytes.status();
  opened.page_bytes = *page_bytes;
  opened.writer = *std::move(writer);
  return absl::OkStatus();
}

absl::Status OpenOthers(const SqliteOptions& options, OpenedSqlite& opened) {
  absl::StatusOr<std::unique_ptr<SqliteConnection>> checkpointer =
      Connect(options, opened.vfs, kCheckpointerCacheKib);
  if (!checkpointer.ok()) return checkpointer.status();
  opened.checkpointer = *std::move(checkpointer);
  for (int i = 0; i < options.reader_count; ++i) {
    absl::StatusOr<std::unique_ptr<SqliteConnection>> reader =
        Connect(options, opened.vfs, kReaderCacheKib);
    if (!reader.ok()) return reader.status();
    absl::Status read_only = (*reader)->Run("PRAGMA query_only = ON");
    if (!read_only.ok()) return read_only;
    opened.readers.push_back(*std::move(reader));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<OpenedSqlite> OpenSqliteParts(const SqliteOptions& options) {
  // Before SQLite's first use: else all its threads take one lock to count each piece of memory.
  static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(uncounted);  // Refused where it was used before; then it counts.
  bool unclean = false;
  absl::StatusOr<OpenedSqlite> opened = Mend(options, unclean);
  if (!opened.ok()) return opened;
  absl::Status ready = OpenWriter(options, unclean, *opened);
  if (ready.ok()) ready = OpenOthers(options, *opened);
  if (!ready.ok()) return InWords(ready, options.path);
  // On a full disk it is open all the same, and can be read.
  opened->space->Look().IgnoreError();
  return opened;
}

}  // namespace muster::store
