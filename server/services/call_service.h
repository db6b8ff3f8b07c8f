// CallService of the contract: see call_service.proto for what each method promises.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "muster/v1/call_service.pb.h"
#include "server/services/request_context.h"

namespace muster::store {
class CallStore;
}

namespace muster::services {

// Thread-safe. `done` is called exactly once, on this thread or on one of the store; errors are
// made with server/error.h.
class CallService {
 public:
  // The store outlives the service.
  explicit CallService(store::CallStore* calls) : calls_(calls) {}

  void HandleGetCall(const RequestContext& context, const v1::GetCallRequest& request,
                     std::function<void(absl::StatusOr<v1::GetCallResponse>)> done) const;

  void HandleListCalls(const RequestContext& context, const v1::ListCallsRequest& request,
                       std::function<void(absl::StatusOr<v1::ListCallsResponse>)> done) const;

 private:
  store::CallStore* const calls_;  // Not owned.
};

}  // namespace muster::services
