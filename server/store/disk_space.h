// Room on the disk for the store: a mark below which nothing is written, and a reserve, a file
// beside the data file that gives its room to the mending of the log when the disk is full.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/mutex.h"
#include "server/store/disk.h"

namespace muster::store {

// Thread-safe.
class DiskSpace {
 public:
  // The reserve, "{data_file}-reserve", has so many bytes, and writes are refused while less than
  // as much again is free. Zero: neither. The disk outlives it.
  // Where it was full, it looks again when so much time has passed.
  DiskSpace(Disk* disk, const std::string& data_file, std::int64_t reserve_bytes,
            absl::Duration look_interval);

  // Gives the reserve up if less than `bytes` are free. For the start, before anything is written.
  absl::Status MakeRoom(std::int64_t bytes);

  // Looks at the disk, makes the reserve where it is missing and there is room, and says whether
  // the store may write: OK, or RESOURCE_EXHAUSTED (STORE_FULL) with a retry delay.
  absl::Status Look();
  // What Look said last; where that was an error, looks again when it is time.
  absl::Status MayWrite();

  // Why nothing is written, in words; empty where it is.
  std::string reason();

 private:
  absl::Status LookLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Disk* const disk_;  // Not owned.
  const std::string folder_;
  const std::string reserve_file_;
  const std::int64_t reserve_bytes_;
  const std::chrono::nanoseconds look_interval_;

  std::atomic<bool> is_full_ = false;
  Mutex mutex_;
  std::chrono::steady_clock::time_point next_look_ ABSL_GUARDED_BY(mutex_);
};

// What a full disk is called wherever it shows.
absl::Status FullError();

}  // namespace muster::store
