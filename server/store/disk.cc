#include "server/store/disk.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/store/file_system.h"

namespace muster::store {
namespace {

class MachineHold final : public Disk::Hold {
 public:
  explicit MachineHold(const std::string& path) : file_(path, O_RDWR | O_CREAT, 0600) {}
  int descriptor() const { return file_.number(); }

 private:
  const Descriptor file_;
};

absl::Status WriteAll(int descriptor, const char* data, std::size_t size, const std::string& path) {
  while (size > 0) {
    const ssize_t written = write(descriptor, data, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return SystemError("write", path);
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return absl::OkStatus();
}

class Machine final : public Disk {
 public:
  absl::StatusOr<std::unique_ptr<Hold>> Take(const std::string& path) override;
  std::int64_t SizeOf(const std::string& path) const override;
  absl::Status CopyAndSync(const std::string& from, const std::string& to) override;
  absl::Status Rename(const std::string& from, const std::string& to) override;
  absl::Status SyncFolder(const std::string& folder) override;
  absl::Status Allocate(const std::string& path, std::int64_t bytes) override;
  absl::Status Remove(const std::string& path) override;
  absl::StatusOr<std::int64_t> FreeBytes(const std::string& folder) const override;
};

absl::StatusOr<std::unique_ptr<Disk::Hold>> Machine::Take(const std::string& path) {
  const std::string folder = FolderOf(path);
  if (absl::Status made = MakeFolder(folder, 0700); !made.ok()) return made;
  if (access(folder.c_str(), W_OK | X_OK) != 0) return SystemError("write in folder", folder);
  auto hold = std::make_unique<MachineHold>(path);
  if (hold->descriptor() < 0) return SystemError("open data file", path);
  if (flock(hold->descriptor(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return SystemError("lock", path);
    return absl::UnavailableError(absl::StrCat(path, " is in use by another process of Muster"));
  }
  absl::Status synced = SyncFolder(folder);
  if (!synced.ok()) return synced;
  return hold;
}

std::int64_t Machine::SizeOf(const std::string& path) const {
  struct stat information;
  return stat(path.c_str(), &information) == 0 ? information.st_size : 0;
}

absl::Status Machine::CopyAndSync(const std::string& from, const std::string& to) {
  Descriptor source(from, O_RDONLY);
  if (source.number() < 0) return SystemError("read", from);
  Descriptor target(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (target.number() < 0) return SystemError("make", to);
  std::vector<char> buffer(std::size_t{1} << 20);
  while (true) {
    const ssize_t size = read(source.number(), buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return SystemError("read", from);
    if (size == 0) break;
    absl::Status written =
        WriteAll(target.number(), buffer.data(), static_cast<std::size_t>(size), to);
    if (!written.ok()) return written;
  }
  if (fsync(target.number()) != 0) return SystemError("sync", to);
  return absl::OkStatus();
}

absl::Status Machine::Rename(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) return SystemError("rename", from);
  return absl::OkStatus();
}

absl::Status Machine::SyncFolder(const std::string& folder) {
  Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor.number() < 0 || fsync(descriptor.number()) != 0) {
    return SystemError("sync folder", folder);
  }
  return absl::OkStatus();
}

absl::Status Machine::Allocate(const std::string& path, std::int64_t bytes) {
  Descriptor file(path, O_WRONLY | O_CREAT, 0600);
  if (file.number() < 0) return SystemError("make", path);
  // The C library would write what a file system can't allocate, block by block: slow, and right.
  const int error = posix_fallocate(file.number(), 0, bytes);
  if (error == 0) return absl::OkStatus();
  unlink(path.c_str());
  return absl::ErrnoToStatus(error, absl::StrCat("can't make ", path));
}

absl::Status Machine::Remove(const std::string& path) {
  if (unlink(path.c_str()) == 0 || errno == ENOENT) return absl::OkStatus();
  return SystemError("remove", path);
}

absl::StatusOr<std::int64_t> Machine::FreeBytes(const std::string& folder) const {
  struct statvfs information;
  if (statvfs(folder.c_str(), &information) != 0) return SystemError("look at", folder);
  return static_cast<std::int64_t>(information.f_bavail) *
         static_cast<std::int64_t>(information.f_frsize);
}

}  // namespace

Disk& MachineDisk() {
  static Machine machine;
  return machine;
}

absl::Status MakeFolder(const std::string& folder, mode_t mode) {
  if (mkdir(folder.c_str(), mode) == 0) return MachineDisk().SyncFolder(FolderOf(folder));
  return errno == EEXIST ? absl::OkStatus() : SystemError("make folder", folder);
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

}  // namespace muster::store
