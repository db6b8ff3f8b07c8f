// The disk as the store uses it beside SQLite: files made, held, copied, renamed, synced. SQLite
// itself goes through a VFS. An interface, so that tests can put a disk under both that loses
// power.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace muster::store {

// Thread-safe. The message of an error is one line for the person who started the program.
class Disk {
 public:
  // Keeps a file for this process as long as it lives.
  class Hold {
   public:
    virtual ~Hold() = default;
  };

  virtual ~Disk() = default;

  // Makes the file (mode 0600) and its folder (0700; one level) where they are missing, so that
  // they are on disk, and holds the file. UNAVAILABLE if another process does.
  virtual absl::StatusOr<std::unique_ptr<Hold>> Take(const std::string& path) = 0;

  // In bytes; zero where there is no such file.
  virtual std::int64_t SizeOf(const std::string& path) const = 0;

  // Puts a copy, synced, in the place of what `to` was. Its name is on disk after SyncFolder.
  virtual absl::Status CopyAndSync(const std::string& from, const std::string& to) = 0;
  virtual absl::Status Rename(const std::string& from, const std::string& to) = 0;
  virtual absl::Status SyncFolder(const std::string& folder) = 0;

  // Makes a file (mode 0600) of so many bytes, with room for each of them on the disk.
  // RESOURCE_EXHAUSTED if there is not that much; the file is not made then.
  virtual absl::Status Allocate(const std::string& path, std::int64_t bytes) = 0;
  // OK also where there is no such file.
  virtual absl::Status Remove(const std::string& path) = 0;
  // What this process may still write in the folder.
  virtual absl::StatusOr<std::int64_t> FreeBytes(const std::string& folder) const = 0;
};

// The disk of this machine.
Disk& MachineDisk();

// Makes a folder of this machine where it is missing (one level), and has its name on disk.
absl::Status MakeFolder(const std::string& folder, mode_t mode);

// The folder of a path; "." where it names none.
std::string FolderOf(const std::string& path);

}  // namespace muster::store
