#include "tests/server/store/simulated_disk.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>

#include "gtest/gtest.h"
#include "tests/server/store/simulated_vfs.h"

namespace muster::store {
namespace {

constexpr std::size_t kCopyBytes = 32768;

std::atomic<int> disks_made = 0;

absl::Status StatusOf(int code) {
  if (code == SQLITE_OK) return absl::OkStatus();
  if (code == SQLITE_FULL) return absl::ResourceExhaustedError("no space left on device");
  return absl::UnavailableError("input/output error");
}

}  // namespace

SimulatedDisk::SimulatedDisk(std::uint64_t seed)
    : folder_("/simulated-" + std::to_string(++disks_made)), random_(seed) {
  SimulatedVfs::Add(folder_, this);
}

SimulatedDisk::~SimulatedDisk() {
  EXPECT_EQ(open_files_, 0);
  SimulatedVfs::Forget(folder_);
}

void SimulatedDisk::EndAt(std::int64_t change, End end) {
  std::lock_guard<std::mutex> lock(mutex_);
  end_at_ = change;
  end_ = end;
}

bool SimulatedDisk::HasEnded() const { return ended().has_value(); }

std::optional<End> SimulatedDisk::ended() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return ended_;
}

void SimulatedDisk::Restart(End end) {
  std::lock_guard<std::mutex> lock(mutex_);
  EXPECT_EQ(open_files_, 0) << "a process that ended holds files";
  if (!ended_.has_value()) EndHere(end);
  files_ = *std::move(left_);
  left_.reset();
  ended_.reset();
  sharing_.clear();
  fault_.reset();
  has_failed_ = false;
  changes_ = 0;
  end_at_ = std::numeric_limits<std::int64_t>::max();
}

std::int64_t SimulatedDisk::changes() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return changes_;
}

void SimulatedDisk::Fail(const DiskFault& fault) {
  std::lock_guard<std::mutex> lock(mutex_);
  fault_ = fault;
  faulted_ = 0;
  seen_ = 0;
}

void SimulatedDisk::FailNothing() {
  std::lock_guard<std::mutex> lock(mutex_);
  fault_.reset();
}

bool SimulatedDisk::IsToFail() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return fault_.has_value();
}

bool SimulatedDisk::HasFailed() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return has_failed_;
}

void SimulatedDisk::SetCapacity(std::int64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  capacity_ = bytes;
}

int SimulatedDisk::Step(DiskOperation operation) {
  const bool changes = operation != DiskOperation::kOpen && operation != DiskOperation::kRead &&
                       operation != DiskOperation::kShare;
  if (changes) ++changes_;
  if (changes && !ended_.has_value() && changes_ >= end_at_ && end_ != End::kFailedSync) {
    EndHere(end_);
  }
  if (!fault_.has_value() || fault_->operation != operation || ended_.has_value()) return SQLITE_OK;
  ++seen_;
  if (seen_ < fault_->first || faulted_ >= fault_->count) return SQLITE_OK;
  ++faulted_;
  has_failed_ = true;
  return fault_->code;
}

void SimulatedDisk::EndHere(End end) {
  left_.emplace(files_);
  if (end == End::kPowerCut) left_->LosePower(random_);
  ended_ = end;
}

bool SimulatedDisk::IsRoomFor(const SimulatedFile& file, std::size_t size) const {
  if (size <= file.content().size()) return true;
  const std::size_t wanted = files_.TotalBytes() + size - file.content().size();
  return static_cast<std::int64_t>(wanted) <= capacity_;
}

int SimulatedDisk::Put(SimulatedFile& file, std::size_t offset, std::string_view octets) {
  int code = Step(DiskOperation::kWrite);
  if (code == SQLITE_OK && !IsRoomFor(file, offset + octets.size())) code = SQLITE_FULL;
  if (code == SQLITE_OK) {
    file.Write(offset, octets);
  } else if (fault_.has_value() && fault_->halfway) {
    file.Write(offset, octets.substr(0, octets.size() / 2));
  }
  return code;
}

int SimulatedDisk::Cut(SimulatedFile& file, std::size_t size) {
  const int code = Step(DiskOperation::kTruncate);
  if (code == SQLITE_OK) file.Truncate(size);
  return code;
}

int SimulatedDisk::Sync(SimulatedFile* file, bool with_names) {
  const int code = Step(DiskOperation::kSync);
  if (code != SQLITE_OK) return code;
  if (!ended_.has_value() && end_ == End::kFailedSync && changes_ >= end_at_) {
    EndHere(End::kFailedSync);
    std::shared_ptr<SimulatedFile> failed = left_->Counterpart(files_, file);
    if (failed != nullptr) failed->FailSync(random_);
    left_->ForgetPages(random_);
  }
  if (lies_) return SQLITE_OK;
  if (file != nullptr) file->Sync();
  if (with_names) files_.SyncNames();
  return SQLITE_OK;
}

absl::StatusOr<std::unique_ptr<Disk::Hold>> SimulatedDisk::Take(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (files_.Find(path) == nullptr) {
    const int code = Step(DiskOperation::kOpen);
    if (code != SQLITE_OK) return StatusOf(code);
    files_.Make(path);
  }
  absl::Status synced = StatusOf(Sync(nullptr, /*with_names=*/true));
  if (!synced.ok()) return synced;
  return std::make_unique<Hold>();
}

std::int64_t SimulatedDisk::SizeOf(const std::string& path) const {
  std::lock_guard<std::mutex> lock(mutex_);
  const std::shared_ptr<SimulatedFile> file = files_.Find(path);
  return file == nullptr ? 0 : static_cast<std::int64_t>(file->content().size());
}

absl::Status SimulatedDisk::CopyAndSync(const std::string& from, const std::string& to) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (skips_mending_) return absl::OkStatus();
  const std::string content = files_.Find(from)->content();
  std::shared_ptr<SimulatedFile> file = files_.Find(to);
  int code = Step(DiskOperation::kOpen);
  if (code == SQLITE_OK && file == nullptr) file = files_.Make(to);
  if (code == SQLITE_OK) code = Cut(*file, 0);
  for (std::size_t offset = 0; code == SQLITE_OK && offset < content.size(); offset += kCopyBytes) {
    code = Step(DiskOperation::kRead);
    if (code == SQLITE_OK) {
      code = Put(*file, offset, std::string_view(content).substr(offset, kCopyBytes));
    }
  }
  if (code == SQLITE_OK) code = Sync(file.get(), /*with_names=*/false);
  return StatusOf(code);
}

absl::Status SimulatedDisk::Rename(const std::string& from, const std::string& to) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (skips_mending_) return absl::OkStatus();
  const int code = Step(DiskOperation::kRename);
  if (code == SQLITE_OK) files_.Rename(from, to);
  return StatusOf(code);
}

absl::Status SimulatedDisk::SyncFolder(const std::string&) {
  std::lock_guard<std::mutex> lock(mutex_);
  return StatusOf(Sync(nullptr, /*with_names=*/true));
}

absl::Status SimulatedDisk::Allocate(const std::string& path, std::int64_t bytes) {
  std::lock_guard<std::mutex> lock(mutex_);
  std::shared_ptr<SimulatedFile> file = files_.Find(path);
  int code = Step(DiskOperation::kOpen);
  if (code != SQLITE_OK) return StatusOf(code);
  if (file == nullptr) file = files_.Make(path);
  if (file->content().size() < static_cast<std::size_t>(bytes)) {
    code = Put(*file, 0, std::string(static_cast<std::size_t>(bytes), '\0'));
  }
  if (code != SQLITE_OK) files_.Remove(path);
  return StatusOf(code);
}

absl::Status SimulatedDisk::Remove(const std::string& path) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (files_.Find(path) == nullptr) return absl::OkStatus();
  const int code = Step(DiskOperation::kRemove);
  if (code == SQLITE_OK) files_.Remove(path);
  return StatusOf(code);
}

absl::StatusOr<std::int64_t> SimulatedDisk::FreeBytes(const std::string&) const {
  std::lock_guard<std::mutex> lock(mutex_);
  return std::max<std::int64_t>(0, capacity_ - static_cast<std::int64_t>(files_.TotalBytes()));
}

}  // namespace muster::store
