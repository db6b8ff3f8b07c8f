#include "server/services/conference_service.h"

#include <utility>

#include "muster/v1/conference_service.rules.h"
#include "server/error.h"
#include "server/services/rule_error.h"
#include "server/store/conference_store.h"

namespace muster::services {
namespace {

absl::StatusOr<v1::GetConferenceResponse> GetConference(store::ConferenceStore& conferences,
                                                        const v1::GetConferenceRequest& request) {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return MakeRuleError(violations);
  absl::StatusOr<v1::Conference> conference = conferences.Get(request.name());
  if (!conference.ok()) return conference.status();
  v1::GetConferenceResponse response;
  *response.mutable_conference() = *std::move(conference);
  return response;
}

}  // namespace

void ConferenceService::HandleGetConference(
    const RequestContext&, const v1::GetConferenceRequest& request,
    std::function<void(absl::StatusOr<v1::GetConferenceResponse>)> done) const {
  done(GetConference(*conferences_, request));
}

}  // namespace muster::services
