#include "tests/server/store/hooked_vfs.h"

#include <sqlite3.h>

#include <deque>
#include <mutex>
#include <utility>

namespace muster::store {
namespace {

std::mutex hook_mutex;
std::function<bool()> hook;

// SQLite opens data files and logs with different methods, which sync in the same way.
struct HookedMethods {
  sqlite3_io_methods methods;
  const sqlite3_io_methods* original;
};
std::deque<HookedMethods> hooked_methods;
int (*original_sync)(sqlite3_file*, int) = nullptr;

bool MaySync() {
  std::function<bool()> may_sync;
  {
    std::lock_guard<std::mutex> lock(hook_mutex);
    may_sync = hook;
  }
  return may_sync();
}

int Sync(sqlite3_file* file, int flags) {
  return MaySync() ? original_sync(file, flags) : SQLITE_IOERR_FSYNC;
}

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  auto* const parent = static_cast<sqlite3_vfs*>(vfs->pAppData);
  const int code = parent->xOpen(parent, name, file, flags, out_flags);
  if (code != SQLITE_OK) return code;
  std::lock_guard<std::mutex> lock(hook_mutex);
  for (const HookedMethods& hooked : hooked_methods) {
    if (hooked.original == file->pMethods) {
      file->pMethods = &hooked.methods;
      return code;
    }
  }
  HookedMethods& hooked = hooked_methods.emplace_back();
  hooked.methods = *file->pMethods;
  original_sync = file->pMethods->xSync;
  hooked.methods.xSync = Sync;
  hooked.original = file->pMethods;
  file->pMethods = &hooked.methods;
  return code;
}

}  // namespace

void RegisterHookedVfs(std::function<bool()> before_sync) {
  static sqlite3_vfs vfs;
  std::lock_guard<std::mutex> lock(hook_mutex);
  hook = std::move(before_sync);
  if (vfs.zName != nullptr) return;
  // The unix VFS does not look at pAppData except to open a file.
  sqlite3_vfs* const parent = sqlite3_vfs_find(nullptr);
  vfs = *parent;
  vfs.zName = kHookedVfs;
  vfs.pNext = nullptr;
  vfs.pAppData = parent;
  vfs.xOpen = Open;
  sqlite3_vfs_register(&vfs, 0);
}

}  // namespace muster::store
