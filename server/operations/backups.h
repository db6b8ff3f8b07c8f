// Backups makes copies of a store that serves, one at a time, and remembers how they went.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/clock.h"
#include "server/mutex.h"

namespace muster::store {
class Engine;
}

namespace muster::operations {

// How backups have gone since the program started; the last one may be of an earlier start.
struct BackupRecord {
  std::optional<absl::Time> last_success_time;
  std::int64_t success_count = 0;
  std::int64_t failure_count = 0;
};

// Thread-safe.
class Backups {
 public:
  // The engine outlives the backups.
  Backups(store::Engine* engine, Clock clock) : engine_(engine), clock_(std::move(clock)) {}

  // Copies the store to a file that is not there yet; waits for one that is being made. Errors as
  // Engine::CopyTo.
  absl::Status Make(const std::string& path);

  // Gives up the copy that is being made, and refuses others.
  void Stop() { stopping_ = true; }

  // There is one that an earlier start made.
  void Remember(absl::Time time);

  BackupRecord record() const;

 private:
  store::Engine* const engine_;
  const Clock clock_;
  std::atomic<bool> stopping_ = false;
  Mutex making_mutex_;  // Held while a copy is made.
  mutable Mutex mutex_;
  BackupRecord record_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster::operations
