#include "server/store/sqlite_file.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace muster::store {

absl::StatusOr<SqliteFile> SqliteFile::Open(const std::string& path, Disk* disk) {
  absl::StatusOr<std::unique_ptr<Disk::Hold>> hold = disk->Take(path);
  if (!hold.ok()) return hold.status();
  return SqliteFile(path, disk, *std::move(hold));
}

std::int64_t SqliteFile::LogBytes() const { return disk_->SizeOf(absl::StrCat(path_, "-wal")); }

absl::Status SqliteFile::RewriteLog() const {
  const std::string log = absl::StrCat(path_, "-wal");
  const std::string copy = absl::StrCat(path_, "-wal-copy");
  absl::Status status = disk_->CopyAndSync(log, copy);
  if (status.ok()) status = disk_->Rename(copy, log);
  if (!status.ok()) return status;
  return SyncFolder();
}

absl::Status SqliteFile::SyncFolder() const { return disk_->SyncFolder(FolderOf(path_)); }

}  // namespace muster::store
