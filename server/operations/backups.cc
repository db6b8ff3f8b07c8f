#include "server/operations/backups.h"

#include "server/store/engine.h"

namespace muster::operations {

absl::Status Backups::Make(const std::string& path) {
  MutexLock making(&making_mutex_);
  absl::Status made = engine_->CopyTo(path, [this] { return !stopping_; });
  MutexLock lock(&mutex_);
  if (made.ok()) {
    record_.last_success_time = clock_();
    ++record_.success_count;
  } else {
    ++record_.failure_count;
  }
  return made;
}

void Backups::Remember(absl::Time time) {
  MutexLock lock(&mutex_);
  record_.last_success_time = time;
}

BackupRecord Backups::record() const {
  MutexLock lock(&mutex_);
  return record_;
}

}  // namespace muster::operations
