// OrganiserService of the contract: see organiser_service.proto for what each method promises.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "muster/v1/organiser_service.pb.h"
#include "server/services/request_context.h"

namespace muster::store {
class SubmissionStore;
}  // namespace muster::store

namespace muster::services {

// Authorises nobody: it is for who has opened the store, so no Dispatcher knows it. Thread-safe.
// `done` is called exactly once, on this thread.
class OrganiserService {
 public:
  // The store outlives the service.
  explicit OrganiserService(store::SubmissionStore* submissions) : submissions_(submissions) {}

  void HandleListSubmissions(
      const RequestContext& context, const v1::ListSubmissionsRequest& request,
      std::function<void(absl::StatusOr<v1::ListSubmissionsResponse>)> done) const;

 private:
  store::SubmissionStore* const submissions_;  // Not owned.
};

}  // namespace muster::services
