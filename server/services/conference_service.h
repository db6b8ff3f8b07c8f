// ConferenceService of the contract: see conference_service.proto for what each method promises.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "muster/v1/conference_service.pb.h"
#include "server/services/request_context.h"

namespace muster::store {
class ConferenceStore;
}

namespace muster::services {

// Thread-safe. `done` is called exactly once, on this thread or on one of the store; errors are
// made with server/error.h.
class ConferenceService {
 public:
  // The store outlives the service.
  explicit ConferenceService(store::ConferenceStore* conferences) : conferences_(conferences) {}

  void HandleGetConference(
      const RequestContext& context, const v1::GetConferenceRequest& request,
      std::function<void(absl::StatusOr<v1::GetConferenceResponse>)> done) const;

 private:
  store::ConferenceStore* const conferences_;  // Not owned.
};

}  // namespace muster::services
