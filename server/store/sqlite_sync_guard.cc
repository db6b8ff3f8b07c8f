#include "server/store/sqlite_sync_guard.h"

#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/mutex.h"

namespace muster::store {
namespace {

// The methods of files of one kind, with our xSync in the place of theirs.
struct GuardedMethods {
  sqlite3_io_methods methods;  // First: what a file points to is this.
  const sqlite3_io_methods* original;
};

Mutex guard_mutex;

std::vector<std::unique_ptr<GuardedMethods>>& KnownMethods()
    ABSL_EXCLUSIVE_LOCKS_REQUIRED(guard_mutex) {
  static auto* const known = new std::vector<std::unique_ptr<GuardedMethods>>();
  return *known;
}

sqlite3_vfs* Parent(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int SyncOrEnd(sqlite3_file* file, int flags) {
  const auto* guarded = reinterpret_cast<const GuardedMethods*>(file->pMethods);
  const int code = guarded->original->xSync(file, flags);
  if (code != SQLITE_OK) {
    std::fputs(
        "muster: the disk could not sync the data file; ending, so that nothing is acknowledged "
        "that may not be on it. Mend the disk, then start again.\n",
        stderr);
    _exit(kSyncFailedExitStatus);
  }
  return code;
}

const sqlite3_io_methods* Guard(const sqlite3_io_methods* original) {
  MutexLock lock(&guard_mutex);
  for (const auto& known : KnownMethods()) {
    if (known->original == original) return &known->methods;
  }
  auto guarded = std::make_unique<GuardedMethods>();
  guarded->methods = *original;
  guarded->methods.xSync = SyncOrEnd;
  guarded->original = original;
  KnownMethods().push_back(std::move(guarded));
  return &KnownMethods().back()->methods;
}

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  const int code = Parent(vfs)->xOpen(Parent(vfs), name, file, flags, out_flags);
  if (code == SQLITE_OK && file->pMethods != nullptr) file->pMethods = Guard(file->pMethods);
  return code;
}

// A VFS that passes everything to `parent` and opens guarded files.
void MakeGuard(sqlite3_vfs* parent, const char* name, sqlite3_vfs* guard) {
  *guard = *parent;
  guard->pNext = nullptr;
  guard->zName = name;
  guard->pAppData = parent;
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
