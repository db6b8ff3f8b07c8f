#include "server/services/sender_rates.h"

#include <algorithm>
#include <utility>

#include "absl/time/time.h"
#include "server/error.h"

namespace muster::services {
namespace {

using std::chrono::nanoseconds;

// Looking through all buckets takes milliseconds, and others wait.
constexpr std::chrono::seconds kBetweenSweeps{1};

}  // namespace

SenderRates::SenderRates(int creates_per_second, MonotonicClock clock, std::size_t max_senders)
    : creates_per_second_(creates_per_second),
      clock_(std::move(clock)),
      max_senders_(max_senders),
      shared_bucket_(TimePoint::min()),
      next_sweep_(TimePoint::min()) {}

absl::Status SenderRates::Charge(std::string_view network, std::size_t byte_count) {
  if (network.empty() || creates_per_second_ == 0) return absl::OkStatus();
  const std::chrono::seconds tokens(1 + byte_count / kBytesPerToken);
  const nanoseconds cost = std::min<nanoseconds>(nanoseconds(tokens) / creates_per_second_, kBurst);
  const TimePoint now = clock_();
  const MutexLock lock(&mutex_);
  TimePoint& full_time = BucketOf(network, now);
  const TimePoint charged = std::max(full_time, now) + cost;
  const nanoseconds wait = charged - now - kBurst;
  if (wait > nanoseconds::zero()) {
    return MakeRetryableError(
        absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SENDER_TOO_FAST,
        "too much came from this network in a short time; repeat later", absl::FromChrono(wait));
  }
  full_time = charged;
  return absl::OkStatus();
}

SenderRates::TimePoint& SenderRates::BucketOf(std::string_view network, TimePoint now) {
  const auto known = buckets_.find(network);
  if (known != buckets_.end()) return known->second;
  if (buckets_.size() >= max_senders_ && now >= next_sweep_) {
    std::erase_if(buckets_, [now](const auto& bucket) { return bucket.second <= now; });
    next_sweep_ = now + kBetweenSweeps;
  }
  if (buckets_.size() >= max_senders_) return shared_bucket_;
  return buckets_.emplace(network, TimePoint::min()).first->second;
}

}  // namespace muster::services
