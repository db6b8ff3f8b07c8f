// How fast one sender may have things stored, so that no single script fills the disk.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "server/mutex.h"

namespace muster::services {

// A bucket of tokens for each sender, who is told by the network that a request came from. It fills
// by itself and is charged before anything is stored. Thread-safe.
class SenderRates {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  // Only goes on: the time of day may jump. Called from any thread.
  using MonotonicClock = std::function<TimePoint()>;

  static constexpr int kDefaultCreatesPerSecond = 5;
  // What comes in this time is a full bucket.
  static constexpr std::chrono::seconds kBurst{60};
  // One more token for each so many bytes.
  static constexpr std::size_t kBytesPerToken = 16 * 1024;
  // Buckets that are not full, at most: some 5 MB. Further senders share one.
  static constexpr std::size_t kMaxSenders = 65'536;

  // So many tokens come each second; 0: nobody is limited.
  explicit SenderRates(int creates_per_second,
                       MonotonicClock clock = std::chrono::steady_clock::now,
                       std::size_t max_senders = kMaxSenders);

  // Takes the tokens for something of so many bytes from the network's bucket: one and a further
  // one for each `kBytesPerToken`, but never more than a full bucket. Who has no network is not
  // limited. Error:
  // * RESOURCE_EXHAUSTED (SENDER_TOO_FAST): they are there after the retry delay, none was taken.
  absl::Status Charge(std::string_view network, std::size_t byte_count);

 private:
  // The bucket of a network, or the one that is shared.
  TimePoint& BucketOf(std::string_view network, TimePoint now)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const int creates_per_second_;
  const MonotonicClock clock_;
  const std::size_t max_senders_;

  Mutex mutex_;
  // A bucket is the time at which it is full again: what has passed by then is not kept.
  std::map<std::string, TimePoint, std::less<>> buckets_ ABSL_GUARDED_BY(mutex_);
  TimePoint shared_bucket_ ABSL_GUARDED_BY(mutex_);
  // When full buckets may be looked for again.
  TimePoint next_sweep_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster::services
