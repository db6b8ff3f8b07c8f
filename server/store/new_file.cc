#include "server/store/new_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "server/store/disk.h"
#include "server/store/file_system.h"

namespace muster::store {
namespace {

absl::Status Exists(const std::string& path) {
  return absl::AlreadyExistsError(absl::StrCat(path, " exists already; nothing was changed"));
}

}  // namespace

absl::Status RenameToFreeName(const std::string& from, const std::string& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return absl::OkStatus();
  }
  if (errno == EEXIST) return Exists(to);
  if (errno != EINVAL && errno != ENOSYS) return SystemError("rename to", to);
  // A file system that can't do both at once.
  if (IsThere(to)) return Exists(to);
  if (std::rename(from.c_str(), to.c_str()) != 0) return SystemError("rename to", to);
  return absl::OkStatus();
}

absl::StatusOr<NewFile> NewFile::Make(const std::string& path) {
  if (IsThere(path)) return Exists(path);
  std::string partial_path = absl::StrCat(path, ".partial-XXXXXX");
  const int descriptor = mkostemp(partial_path.data(), O_CLOEXEC);
  if (descriptor < 0) return SystemError("make", path);
  return NewFile(path, std::move(partial_path), descriptor);
}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::move(other.path_)),
      partial_path_(std::exchange(other.partial_path_, "")),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

NewFile::~NewFile() {
  if (descriptor_ >= 0) close(descriptor_);
  if (!partial_path_.empty()) unlink(partial_path_.c_str());
}

absl::Status NewFile::Append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return SystemError("write", partial_path_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status NewFile::PutInPlace() {
  if (fsync(descriptor_) != 0) return SystemError("sync", partial_path_);
  absl::Status renamed = RenameToFreeName(partial_path_, path_);
  if (!renamed.ok()) return renamed;
  partial_path_.clear();
  return MachineDisk().SyncFolder(FolderOf(path_));
}

}  // namespace muster::store
