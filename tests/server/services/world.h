// A whole server without ports, on a store of its own in a temporary folder, with the sample call
// and conference in it. The time is what a test says it is.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/booking_service.pb.h"
#include "muster/v1/submission_service.pb.h"
#include "server/services/core.h"
#include "server/store/engine.h"

namespace muster::services {

inline constexpr char kCallName[] = "calls/assistant-practitioners";
inline constexpr char kConferenceName[] = "conferences/assistant-practitioners-2027";

// "2027-01-31 10:15:00" in London.
absl::Time London(const std::string& text);

// The sample call and conference as the repository has them.
v1::Call SampleCall();
v1::Conference SampleConference();

// Requests that the sample call and conference take. `number` makes request ids that differ.
v1::CreateSubmissionRequest GoodSubmission(int number = 1);
v1::CreateBookingRequest GoodBooking(int number = 1);

class World {
 public:
  // Sample call and conference are applied, and it is a winter morning on which both are open.
  explicit World(store::CommitObserver commit_observer = nullptr);
  ~World();

  void SetTime(absl::Time now) { now_nanos_ = absl::ToUnixNanos(now); }
  absl::Time now() const { return absl::FromUnixNanos(now_nanos_); }

  void Apply(const v1::Call& call);
  void Apply(const v1::Conference& conference);

  // The methods, waited for.
  absl::StatusOr<v1::CreateSubmissionResponse> Create(const v1::CreateSubmissionRequest& request);
  absl::StatusOr<v1::GetSubmissionResponse> Get(const v1::GetSubmissionRequest& request);
  absl::StatusOr<v1::CreateBookingResponse> Create(const v1::CreateBookingRequest& request);
  absl::StatusOr<v1::GetBookingResponse> Get(const v1::GetBookingRequest& request);
  Reply Dispatch(const std::string& method_path, const std::string& request_bytes,
                 const RequestContext& context = {});

  // Rows of a table.
  int CountOf(const char* count_query);
  int SubmissionCount() { return CountOf("SELECT count(*) FROM submissions"); }
  int BookingCount() { return CountOf("SELECT count(*) FROM bookings"); }

  SenderRates& rates() { return rates_; }
  const Dispatcher& dispatcher() const { return core_->dispatcher(); }
  const CallService& calls() const { return core_->calls(); }
  store::Engine& engine() { return *engine_; }
  std::string data_file() const { return folder_ + "/muster.db"; }

 private:
  const std::string folder_;
  std::atomic<int64_t> now_nanos_;
  // The limit as it is where nobody says otherwise.
  SenderRates rates_{SenderRates::kDefaultCreatesPerSecond, [this] {
                       return SenderRates::TimePoint(std::chrono::nanoseconds(now_nanos_));
                     }};
  std::unique_ptr<store::Engine> engine_;
  std::unique_ptr<Core> core_;
};

}  // namespace muster::services
