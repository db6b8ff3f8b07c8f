#include "server/store/sqlite_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace muster::store {
namespace {

// A descriptor that closes itself.
class Descriptor {
 public:
  Descriptor(const std::string& path, int flags, mode_t mode = 0)
      : number_(open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  const int number_;
};

absl::Status SystemError(const char* doing, const std::string& path) {
  return absl::ErrnoToStatus(errno, absl::StrCat("can't ", doing, " ", path));
}

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

absl::Status SyncFolder(const std::string& folder) {
  Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
  if (descriptor.number() < 0 || fsync(descriptor.number()) != 0) {
    return SystemError("sync folder", folder);
  }
  return absl::OkStatus();
}

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

absl::Status CopyAndSync(const std::string& from, const std::string& to) {
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

}  // namespace

absl::StatusOr<SqliteFile> SqliteFile::Open(const std::string& path) {
  const std::string folder = FolderOf(path);
  if (mkdir(folder.c_str(), 0700) == 0) {
    absl::Status synced = SyncFolder(FolderOf(folder));
    if (!synced.ok()) return synced;
  } else if (errno != EEXIST) {
    return SystemError("make folder", folder);
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) return SystemError("write in folder", folder);
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return SystemError("open data file", path);
  SqliteFile file(path, descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return SystemError("lock", path);
    return absl::UnavailableError(absl::StrCat(path, " is in use by another process of Muster"));
  }
  absl::Status synced = SyncFolder(folder);
  if (!synced.ok()) return synced;
  return file;
}

SqliteFile::SqliteFile(SqliteFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

SqliteFile::~SqliteFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

bool SqliteFile::HasLog() const {
  struct stat information;
  return stat(absl::StrCat(path_, "-wal").c_str(), &information) == 0 && information.st_size > 0;
}

absl::Status SqliteFile::RewriteLog() const {
  const std::string log = absl::StrCat(path_, "-wal");
  const std::string copy = absl::StrCat(path_, "-wal-copy");
  absl::Status status = CopyAndSync(log, copy);
  if (!status.ok()) return status;
  if (std::rename(copy.c_str(), log.c_str()) != 0) return SystemError("rename", copy);
  return SyncFolder(FolderOf(path_));
}

}  // namespace muster::store
