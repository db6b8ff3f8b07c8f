#include "server/store/sqlite_sync_guard.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/mutex.h"
#include "server/store/sqlite_log_writes.h"

namespace muster::store {
namespace {

// The methods of files of one kind, with some of ours in the place of theirs.
struct GuardedMethods {
  sqlite3_io_methods methods;  // First: what a file points to is this.
  const sqlite3_io_methods* original;
  bool is_log;
  // Of the file below; behind it, a log has its LogWrites.
  std::size_t file_bytes;
};

Mutex guard_mutex;

std::vector<std::unique_ptr<GuardedMethods>>& KnownMethods()
    ABSL_EXCLUSIVE_LOCKS_REQUIRED(guard_mutex) {
  static auto* const known = new std::vector<std::unique_ptr<GuardedMethods>>();
  return *known;
}

sqlite3_vfs* Parent(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

const GuardedMethods& MethodsOf(sqlite3_file* file) {
  return *reinterpret_cast<const GuardedMethods*>(file->pMethods);
}

int SyncOrEnd(sqlite3_file* file, int flags) {
  const int code = MethodsOf(file).original->xSync(file, flags);
  if (code != SQLITE_OK) {
    std::fputs(
        "muster: the disk could not sync the data file; ending, so that nothing is acknowledged "
        "that may not be on it. Mend the disk, then start again.\n",
        stderr);
    _exit(kSyncFailedExitStatus);
  }
  return code;
}

// A file's size, as a multiple of what a pointer wants.
std::size_t FileBytes(const sqlite3_vfs& vfs) {
  const auto bytes = static_cast<std::size_t>(vfs.szOsFile);
  return (bytes + alignof(LogWrites*) - 1) / alignof(LogWrites*) * alignof(LogWrites*);
}

LogWrites*& WritesOf(sqlite3_file* log) {
  char* const behind = reinterpret_cast<char*>(log) + MethodsOf(log).file_bytes;
  return *reinterpret_cast<LogWrites**>(behind);
}

int WriteBelow(sqlite3_file* log, const std::string& octets, std::int64_t offset) {
  return MethodsOf(log).original->xWrite(log, octets.data(), static_cast<int>(octets.size()),
                                         offset);
}

int FlushLog(sqlite3_file* log) {
  return WritesOf(log)->Flush([log](const std::string& octets, std::int64_t offset) {
    return WriteBelow(log, octets, offset);
  });
}

int WriteLog(sqlite3_file* log, const void* octets, int size, sqlite3_int64 offset) {
  return WritesOf(log)->Add(octets, static_cast<std::size_t>(size), offset,
                            [log](const std::string& together, std::int64_t from) {
                              return WriteBelow(log, together, from);
                            });
}

// A log whose last writes fail is synced no more; that ends nothing, as no other failed write does.
int SyncLog(sqlite3_file* log, int flags) {
  const int code = FlushLog(log);
  return code == SQLITE_OK ? SyncOrEnd(log, flags) : code;
}

void PutTogether(sqlite3_io_methods& methods) {
  methods.xWrite = WriteLog;
  methods.xSync = SyncLog;
  methods.xRead = [](sqlite3_file* log, void* octets, int size, sqlite3_int64 offset) {
    const int code = FlushLog(log);
    return code == SQLITE_OK ? MethodsOf(log).original->xRead(log, octets, size, offset) : code;
  };
  methods.xTruncate = [](sqlite3_file* log, sqlite3_int64 size) {
    const int code = FlushLog(log);
    return code == SQLITE_OK ? MethodsOf(log).original->xTruncate(log, size) : code;
  };
  methods.xFileSize = [](sqlite3_file* log, sqlite3_int64* size) {
    const int code = FlushLog(log);
    return code == SQLITE_OK ? MethodsOf(log).original->xFileSize(log, size) : code;
  };
  // What still waits was undone, or belongs to a transaction that never ended.
  methods.xClose = [](sqlite3_file* log) {
    delete WritesOf(log);
    return MethodsOf(log).original->xClose(log);
  };
}

const sqlite3_io_methods* Guard(const sqlite3_io_methods* original, bool is_log,
                                std::size_t file_bytes) {
  MutexLock lock(&guard_mutex);
  for (const auto& known : KnownMethods()) {
    if (known->original == original && known->is_log == is_log && known->file_bytes == file_bytes) {
      return &known->methods;
    }
  }
  auto guarded = std::make_unique<GuardedMethods>();
  guarded->methods = *original;
  guarded->methods.xSync = SyncOrEnd;
  if (is_log) PutTogether(guarded->methods);
  guarded->original = original;
  guarded->is_log = is_log;
  guarded->file_bytes = file_bytes;
  KnownMethods().push_back(std::move(guarded));
  return &KnownMethods().back()->methods;
}

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = Parent(vfs)->xOpen(Parent(vfs), name, file, flags, out_flags);
  if (code != SQLITE_OK || file->pMethods == nullptr) return code;
  const bool is_log = (flags & SQLITE_OPEN_WAL) != 0;
  file->pMethods = Guard(file->pMethods, is_log, FileBytes(*Parent(vfs)));
  if (is_log) WritesOf(file) = new LogWrites;
  return code;
}

// A VFS that passes everything to `parent` and opens guarded files.
void MakeGuard(sqlite3_vfs* parent, const char* name, sqlite3_vfs* guard) {
  *guard = *parent;
  guard->pNext = nullptr;
  guard->zName = name;
  guard->pAppData = parent;
  guard->szOsFile = static_cast<int>(FileBytes(*parent) + sizeof(LogWrites*));
  guard->xOpen = Open;
  guard->xDelete = [](sqlite3_vfs* vfs, const char* path, int sync_directory) {
    return Parent(vfs)->xDelete(Parent(vfs), path, sync_directory);
  };
  guard->xAccess = [](sqlite3_vfs* vfs, const char* path, int flags, int* result) {
    return Parent(vfs)->xAccess(Parent(vfs), path, flags, result);
  };
  guard->xFullPathname = [](sqlite3_vfs* vfs, const char* path, int size, char* result) {
    return Parent(vfs)->xFullPathname(Parent(vfs), path, size, result);
  };
  guard->xRandomness = [](sqlite3_vfs* vfs, int size, char* result) {
    return Parent(vfs)->xRandomness(Parent(vfs), size, result);
  };
  guard->xSleep = [](sqlite3_vfs* vfs, int microseconds) {
    return Parent(vfs)->xSleep(Parent(vfs), microseconds);
  };
  guard->xCurrentTime = [](sqlite3_vfs* vfs, double* result) {
    return Parent(vfs)->xCurrentTime(Parent(vfs), result);
  };
  guard->xGetLastError = [](sqlite3_vfs* vfs, int size, char* result) {
    return Parent(vfs)->xGetLastError(Parent(vfs), size, result);
  };
  if (parent->iVersion >= 2 && parent->xCurrentTimeInt64 != nullptr) {
    guard->xCurrentTimeInt64 = [](sqlite3_vfs* vfs, sqlite3_int64* result) {
      return Parent(vfs)->xCurrentTimeInt64(Parent(vfs), result);
    };
  }
  // Nothing is loaded into the store, and nobody's system calls are replaced through the guard.
  guard->iVersion = parent->iVersion < 2 ? parent->iVersion : 2;
  guard->xDlOpen = nullptr;
  guard->xDlError = nullptr;
  guard->xDlSym = nullptr;
  guard->xDlClose = nullptr;
}

}  // namespace

absl::StatusOr<std::string> GuardedVfs(const std::string& vfs) {
  sqlite3_vfs* const parent = sqlite3_vfs_find(vfs.empty() ? nullptr : vfs.c_str());
  if (parent == nullptr) return absl::FailedPreconditionError(absl::StrCat("no VFS ", vfs));
  const std::string name = absl::StrCat("muster-guard-", parent->zName);
  static Mutex registration_mutex;
  MutexLock lock(&registration_mutex);
  if (sqlite3_vfs_find(name.c_str()) != nullptr) return name;
  // SQLite keeps the guard, and so its name, for as long as the process lives.
  struct Kept {
    std::string name;
    sqlite3_vfs guard;
  };
  auto* const kept = new Kept{name, {}};
  MakeGuard(parent, kept->name.c_str(), &kept->guard);
  if (sqlite3_vfs_register(&kept->guard, 0) != SQLITE_OK) {
    return absl::UnavailableError("SQLite could not register the sync guard");
  }
  return name;
}

}  // namespace muster::store
