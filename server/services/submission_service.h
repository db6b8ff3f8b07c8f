// SubmissionService of the contract: see submission_service.proto for what each method promises.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "muster/v1/submission_service.pb.h"
#include "server/clock.h"
#include "server/services/known_calls.h"
#include "server/services/request_context.h"

namespace muster::store {
class CallStore;
class SubmissionStore;
}  // namespace muster::store

namespace muster::services {

class AccessKeys;

// Thread-safe. `done` is called exactly once, on this thread or on one of the store; errors are
// made with server/error.h, and failed rules with server/services/rule_error.h. A request is there
// until the method returns; one that is not const may be taken from.
class SubmissionService {
 public:
  // All outlive the service.
  SubmissionService(store::CallStore* calls, store::SubmissionStore* submissions,
                    const AccessKeys* access_keys, Clock clock);

  void HandleCreateSubmission(
      const RequestContext& context, v1::CreateSubmissionRequest& request,
      std::function<void(absl::StatusOr<v1::CreateSubmissionResponse>)> done) const;

  void HandleGetSubmission(
      const RequestContext& context, const v1::GetSubmissionRequest& request,
      std::function<void(absl::StatusOr<v1::GetSubmissionResponse>)> done) const;

 private:
  mutable KnownCalls calls_;
  store::SubmissionStore* const submissions_;  // Not owned.
  const AccessKeys* const access_keys_;        // Not owned.
  const Clock clock_;
};

}  // namespace muster::services
