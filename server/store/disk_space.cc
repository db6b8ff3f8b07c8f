#include "server/store/disk_space.h"

#include "absl/strings/str_cat.h"
#include "server/error.h"

namespace muster::store {
namespace {

constexpr absl::Duration kFullRetryDelay = absl::Seconds(10);
constexpr char kReason[] = "the disk is full";

}  // namespace

absl::Status FullError() {
  return MakeRetryableError(
      absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_FULL,
      "the disk is full: nothing was stored, and nothing will be until there is room",
      kFullRetryDelay);
}

DiskSpace::DiskSpace(Disk* disk, const std::string& data_file, std::int64_t reserve_bytes,
                     absl::Duration look_interval)
    : disk_(disk),
      folder_(FolderOf(data_file)),
      reserve_file_(absl::StrCat(data_file, "-reserve")),
      reserve_bytes_(reserve_bytes),
      look_interval_(absl::ToChronoNanoseconds(look_interval)) {}

absl::Status DiskSpace::MakeRoom(std::int64_t bytes) {
  const absl::StatusOr<std::int64_t> free = disk_->FreeBytes(folder_);
  if (!free.ok()) return free.status();
  return *free < bytes ? disk_->Remove(reserve_file_) : absl::OkStatus();
}

absl::Status DiskSpace::Look() {
  if (reserve_bytes_ == 0) return absl::OkStatus();
  MutexLock lock(&mutex_);
  return LookLocked();
}

absl::Status DiskSpace::MayWrite() {
  if (!is_full_) return absl::OkStatus();
  MutexLock lock(&mutex_);
  if (std::chrono::steady_clock::now() < next_look_) return FullError();
  return LookLocked();
}

// Where it was full it takes a quarter more to go on, so that it does not change with every write.
absl::Status DiskSpace::LookLocked() {
  next_look_ = std::chrono::steady_clock::now() + look_interval_;
  std::int64_t wanted = is_full_ ? reserve_bytes_ + reserve_bytes_ / 4 : reserve_bytes_;
  const bool is_there = disk_->SizeOf(reserve_file_) >= reserve_bytes_;
  if (!is_there) wanted += reserve_bytes_;
  // A disk that can't be asked is one that writes will tell about.
  is_full_ = disk_->FreeBytes(folder_).value_or(wanted) < wanted ||
             (!is_there && !disk_->Allocate(reserve_file_, reserve_bytes_).ok());
  return is_full_ ? FullError() : absl::OkStatus();
}

std::string DiskSpace::reason() { return MayWrite().ok() ? "" : kReason; }

}  // namespace muster::store
