#include "tests/server/store/simulated_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <map>
#include <mutex>
#include <random>
#include <thread>

namespace muster::store {

const char SimulatedDisk::kVfs[] = "muster-simulated";

struct SimulatedVfs::OpenFile {
  SimulatedDisk* disk;
  std::shared_ptr<SimulatedFile> file;
  // As the machine's own VFS does for a new log: the first sync makes its name sure as well.
  bool sync_names = false;
  int lock_level = SQLITE_LOCK_NONE;
  bool maps = false;
  unsigned shared_slots = 0;
  unsigned exclusive_slots = 0;
};

namespace {

std::mutex disks_mutex;
std::map<std::string, SimulatedDisk*>& Disks() {
  static auto* const disks = new std::map<std::string, SimulatedDisk*>();
  return *disks;
}

SimulatedDisk* DiskOf(const char* path) {
  if (path == nullptr) return nullptr;
  const std::string text(path);
  std::lock_guard<std::mutex> lock(disks_mutex);
  const auto found = Disks().find(text.substr(0, text.find('/', 1)));
  return found == Disks().end() ? nullptr : found->second;
}

}  // namespace

int SimulatedVfs::Open(SimulatedDisk* disk, const char* path, int flags, OpenFile*& opened) {
  std::lock_guard<std::mutex> lock(disk->mutex_);
  if (disk->Step(DiskOperation::kOpen) != SQLITE_OK) return SQLITE_CANTOPEN;
  std::shared_ptr<SimulatedFile> file = disk->files_.Find(path);
  bool made = false;
  if (file == nullptr) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (disk->Step(DiskOperation::kRename) != SQLITE_OK) return SQLITE_CANTOPEN;
    file = disk->files_.Make(path);
    made = true;
  }
  opened = new OpenFile{disk, std::move(file)};
  opened->sync_names = made && (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  ++disk->open_files_;
  return SQLITE_OK;
}

int SimulatedVfs::Delete(SimulatedDisk* disk, const char* path, int with_names) {
  std::lock_guard<std::mutex> lock(disk->mutex_);
  if (disk->files_.Find(path) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
  if (disk->Step(DiskOperation::kRemove) != SQLITE_OK) return SQLITE_IOERR_DELETE;
  disk->files_.Remove(path);
  return with_names != 0 ? disk->Sync(nullptr, /*with_names=*/true) : SQLITE_OK;
}

// An empty file counts as none, as it does for the machine's own VFS.
bool SimulatedVfs::Exists(SimulatedDisk* disk, const char* path) { return disk->SizeOf(path) > 0; }

int SimulatedVfs::Close(OpenFile& open) {
  Unmap(open);
  Unlock(open, SQLITE_LOCK_NONE);
  SimulatedDisk* const disk = open.disk;
  delete &open;
  std::lock_guard<std::mutex> lock(disk->mutex_);
  --disk->open_files_;
  return SQLITE_OK;
}

int SimulatedVfs::Read(OpenFile& open, char* buffer, std::size_t size, std::size_t offset) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  const int code = open.disk->Step(DiskOperation::kRead);
  if (code != SQLITE_OK) return code;
  const std::string& content = open.file->content();
  const std::size_t there =
      offset < content.size() ? std::min(size, content.size() - offset) : std::size_t{0};
  if (there > 0) std::memcpy(buffer, content.data() + offset, there);
  std::memset(buffer + there, 0, size - there);
  return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int SimulatedVfs::Write(OpenFile& open, const char* buffer, std::size_t size, std::size_t offset) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  return open.disk->Put(*open.file, offset, {buffer, size});
}

int SimulatedVfs::Truncate(OpenFile& open, std::size_t size) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  return open.disk->Cut(*open.file, size);
}

int SimulatedVfs::Sync(OpenFile& open) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  const int code = open.disk->Sync(open.file.get(), open.sync_names);
  if (code == SQLITE_OK) open.sync_names = false;
  return code;
}

std::size_t SimulatedVfs::Size(OpenFile& open) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  return open.file->content().size();
}

SimulatedDisk::Sharing& SimulatedVfs::SharingOf(OpenFile& open) {
  std::unique_ptr<SimulatedDisk::Sharing>& sharing = open.disk->sharing_[open.file.get()];
  if (sharing == nullptr) sharing = std::make_unique<SimulatedDisk::Sharing>();
  return *sharing;
}

int SimulatedVfs::Lock(OpenFile& open, int level) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  if (open.lock_level >= level) return SQLITE_OK;
  SimulatedDisk::Sharing& sharing = SharingOf(open);
  if (sharing.exclusive != nullptr && sharing.exclusive != &open) return SQLITE_BUSY;
  if (level >= SQLITE_LOCK_RESERVED) {
    if (sharing.reserved != nullptr && sharing.reserved != &open) return SQLITE_BUSY;
    sharing.reserved = &open;
  }
  if (level == SQLITE_LOCK_SHARED) ++sharing.shared;
  if (level == SQLITE_LOCK_EXCLUSIVE) {
    // Keeps new ones out while the others leave.
    sharing.exclusive = &open;
    open.lock_level = SQLITE_LOCK_PENDING;
    if (sharing.shared > 1) return SQLITE_BUSY;
  }
  open.lock_level = level;
  return SQLITE_OK;
}

int SimulatedVfs::Unlock(OpenFile& open, int level) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  if (open.lock_level <= level) return SQLITE_OK;
  SimulatedDisk::Sharing& sharing = SharingOf(open);
  if (sharing.reserved == &open) sharing.reserved = nullptr;
  if (sharing.exclusive == &open) sharing.exclusive = nullptr;
  if (level == SQLITE_LOCK_NONE) --sharing.shared;
  open.lock_level = level;
  return SQLITE_OK;
}

bool SimulatedVfs::IsReserved(OpenFile& open) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  return SharingOf(open).reserved != nullptr;
}

int SimulatedVfs::Map(OpenFile& open, std::size_t region, std::size_t size, bool extend,
                      void volatile** memory) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  SimulatedDisk::Sharing& sharing = SharingOf(open);
  *memory = nullptr;
  if (open.disk->Step(DiskOperation::kShare) != SQLITE_OK) return SQLITE_IOERR_SHMMAP;
  if (!open.maps) {
    open.maps = true;
    ++sharing.users;
  }
  while (extend && sharing.regions.size() <= region) {
    sharing.regions.push_back(std::make_unique<char[]>(size));
  }
  if (region < sharing.regions.size()) *memory = sharing.regions[region].get();
  return SQLITE_OK;
}

int SimulatedVfs::LockMap(OpenFile& open, int first, int count, int flags) {
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  SimulatedDisk::Sharing& sharing = SharingOf(open);
  const unsigned wanted = ((1u << count) - 1) << first;
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  unsigned& mine = exclusive ? open.exclusive_slots : open.shared_slots;
  const auto each = [&](const auto& act) {
    for (int slot = first; slot < first + count; ++slot) {
      act(sharing.slots[static_cast<std::size_t>(slot)], (mine >> slot & 1) != 0);
    }
  };
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    each([&](int& slot, bool held) {
      if (held) slot = exclusive ? 0 : slot - 1;
    });
    mine &= ~wanted;
    return SQLITE_OK;
  }
  bool is_free = true;
  each([&](const int& slot, bool held) {
    if (!held && (exclusive ? slot != 0 : slot < 0)) is_free = false;
  });
  if (!is_free) return SQLITE_BUSY;
  each([&](int& slot, bool held) {
    if (!held) slot = exclusive ? -1 : slot + 1;
  });
  mine |= wanted;
  return SQLITE_OK;
}

void SimulatedVfs::Barrier(OpenFile& open) { std::lock_guard<std::mutex> lock(open.disk->mutex_); }

void SimulatedVfs::UnlockMap(OpenFile& open) {
  LockMap(open, 0, 8, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
  LockMap(open, 0, 8, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
}

// The last one leaves nothing: who comes next reads the log.
void SimulatedVfs::Unmap(OpenFile& open) {
  if (!open.maps) return;
  UnlockMap(open);
  open.maps = false;
  std::lock_guard<std::mutex> lock(open.disk->mutex_);
  SimulatedDisk::Sharing& sharing = SharingOf(open);
  if (--sharing.users == 0) sharing.regions.clear();
}

namespace {

// What SQLite has of an open file.
struct Handle {
  sqlite3_file file;
  SimulatedVfs::OpenFile* open;
};

SimulatedVfs::OpenFile& OpenOf(sqlite3_file* file) {
  return *reinterpret_cast<Handle*>(file)->open;
}

sqlite3_io_methods MakeMethods() {
  sqlite3_io_methods methods = {};
  methods.iVersion = 2;
  methods.xClose = [](sqlite3_file* file) { return SimulatedVfs::Close(OpenOf(file)); };
  methods.xRead = [](sqlite3_file* file, void* buffer, int size, sqlite3_int64 offset) {
    return SimulatedVfs::Read(OpenOf(file), static_cast<char*>(buffer),
                              static_cast<std::size_t>(size), static_cast<std::size_t>(offset));
  };
  methods.xWrite = [](sqlite3_file* file, const void* buffer, int size, sqlite3_int64 offset) {
    return SimulatedVfs::Write(OpenOf(file), static_cast<const char*>(buffer),
                               static_cast<std::size_t>(size), static_cast<std::size_t>(offset));
  };
  methods.xTruncate = [](sqlite3_file* file, sqlite3_int64 size) {
    return SimulatedVfs::Truncate(OpenOf(file), static_cast<std::size_t>(size));
  };
  methods.xSync = [](sqlite3_file* file, int) { return SimulatedVfs::Sync(OpenOf(file)); };
  methods.xFileSize = [](sqlite3_file* file, sqlite3_int64* size) {
    *size = static_cast<sqlite3_int64>(SimulatedVfs::Size(OpenOf(file)));
    return SQLITE_OK;
  };
  methods.xLock = [](sqlite3_file* file, int level) {
    return SimulatedVfs::Lock(OpenOf(file), level);
  };
  methods.xUnlock = [](sqlite3_file* file, int level) {
    return SimulatedVfs::Unlock(OpenOf(file), level);
  };
  methods.xCheckReservedLock = [](sqlite3_file* file, int* result) {
    *result = SimulatedVfs::IsReserved(OpenOf(file)) ? 1 : 0;
    return SQLITE_OK;
  };
  methods.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
  methods.xSectorSize = [](sqlite3_file*) { return 4096; };
  methods.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
  methods.xShmMap = [](sqlite3_file* file, int region, int size, int extend,
                       void volatile** memory) {
    return SimulatedVfs::Map(OpenOf(file), static_cast<std::size_t>(region),
                             static_cast<std::size_t>(size), extend != 0, memory);
  };
  methods.xShmLock = [](sqlite3_file* file, int first, int count, int flags) {
    return SimulatedVfs::LockMap(OpenOf(file), first, count, flags);
  };
  methods.xShmBarrier = [](sqlite3_file* file) { SimulatedVfs::Barrier(OpenOf(file)); };
  methods.xShmUnmap = [](sqlite3_file* file, int) {
    SimulatedVfs::Unmap(OpenOf(file));
    return SQLITE_OK;
  };
  return methods;
}

int OpenHandle(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  static const sqlite3_io_methods methods = MakeMethods();
  file->pMethods = nullptr;
  SimulatedDisk* const disk = DiskOf(path);
  if (disk == nullptr) return SQLITE_CANTOPEN;
  const int code = SimulatedVfs::Open(disk, path, flags, reinterpret_cast<Handle*>(file)->open);
  if (code != SQLITE_OK) return code;
  file->pMethods = &methods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

// Time and chance are the default VFS's.
sqlite3_vfs MakeVfs() {
  sqlite3_vfs vfs = *sqlite3_vfs_find(nullptr);
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(Handle);
  vfs.mxPathname = 512;
  vfs.pNext = nullptr;
  vfs.zName = SimulatedDisk::kVfs;
  vfs.xOpen = OpenHandle;
  vfs.xDelete = [](sqlite3_vfs*, const char* path, int with_names) {
    SimulatedDisk* const disk = DiskOf(path);
    return disk == nullptr ? SQLITE_IOERR_DELETE : SimulatedVfs::Delete(disk, path, with_names);
  };
  vfs.xAccess = [](sqlite3_vfs*, const char* path, int, int* result) {
    SimulatedDisk* const disk = DiskOf(path);
    *result = disk != nullptr && SimulatedVfs::Exists(disk, path) ? 1 : 0;
    return SQLITE_OK;
  };
  vfs.xFullPathname = [](sqlite3_vfs*, const char* path, int size, char* result) {
    sqlite3_snprintf(size, result, "%s", path);
    return SQLITE_OK;
  };
  return vfs;
}

}  // namespace

void SimulatedVfs::Add(const std::string& folder, SimulatedDisk* disk) {
  static sqlite3_vfs vfs = MakeVfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  static_cast<void>(registered);
  std::lock_guard<std::mutex> lock(disks_mutex);
  Disks()[folder] = disk;
}

void SimulatedVfs::Forget(const std::string& folder) {
  std::lock_guard<std::mutex> lock(disks_mutex);
  Disks().erase(folder);
}

}  // namespace muster::store
