// The SQLite VFS of simulated disks. Only they use it.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "tests/server/store/simulated_disk.h"

namespace muster::store {

struct SimulatedDisk::Sharing {
  // Locks of the file itself: how many share it, and who will change it or does.
  int shared = 0;
  const void* reserved = nullptr;
  const void* exclusive = nullptr;
  // The shared memory, who uses it, and its locks: -1 exclusive, else how many share.
  std::vector<std::unique_ptr<char[]>> regions;
  int users = 0;
  std::array<int, 8> slots = {};
};

// A friend of the disk: one function for each of SQLite's methods, in simulated_vfs.cc.
class SimulatedVfs {
 public:
  // Paths in the folder are on this disk, until it is forgotten.
  static void Add(const std::string& folder, SimulatedDisk* disk);
  static void Forget(const std::string& folder);

  struct OpenFile;

  static int Open(SimulatedDisk* disk, const char* path, int flags, OpenFile*& opened);
  static int Delete(SimulatedDisk* disk, const char* path, int with_names);
  static bool Exists(SimulatedDisk* disk, const char* path);

  static int Close(OpenFile& open);
  static int Read(OpenFile& open, char* buffer, std::size_t size, std::size_t offset);
  static int Write(OpenFile& open, const char* buffer, std::size_t size, std::size_t offset);
  static int Truncate(OpenFile& open, std::size_t size);
  static int Sync(OpenFile& open);
  static std::size_t Size(OpenFile& open);

  static int Lock(OpenFile& open, int level);
  static int Unlock(OpenFile& open, int level);
  static bool IsReserved(OpenFile& open);

  static int Map(OpenFile& open, std::size_t region, std::size_t size, bool extend,
                 void volatile** memory);
  static int LockMap(OpenFile& open, int first, int count, int flags);
  static void Barrier(OpenFile& open);
  static void Unmap(OpenFile& open);

 private:
  static SimulatedDisk::Sharing& SharingOf(OpenFile& open);
  static void UnlockMap(OpenFile& open);
};

}  // namespace muster::store
