#include "server/services/call_service.h"

#include <utility>

#include "muster/v1/call_service.rules.h"
#include "server/services/page_token.h"
#include "server/services/rule_error.h"
#include "server/store/call_store.h"

namespace muster::services {
namespace {

constexpr int kDefaultPageSize = 50;

absl::StatusOr<v1::GetCallResponse> GetCall(store::CallStore& calls,
                                            const v1::GetCallRequest& request) {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return MakeRuleError(violations);
  absl::StatusOr<store::StoredCall> stored = calls.Get(request.name());
  if (!stored.ok()) return stored.status();
  v1::GetCallResponse response;
  *response.mutable_call() = std::move(stored->call);
  return response;
}

absl::StatusOr<v1::ListCallsResponse> ListCalls(store::CallStore& calls,
                                                const v1::ListCallsRequest& request) {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return MakeRuleError(violations);
  const absl::StatusOr<std::string> after = NameBefore(request.page_token());
  if (!after.ok()) return after.status();
  const int page_size = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  // One more than asked for tells whether there is a next page.
  absl::StatusOr<std::vector<v1::Call>> found = calls.List(*after, page_size + 1);
  if (!found.ok()) return found.status();
  const bool more = found->size() > static_cast<size_t>(page_size);
  if (more) found->pop_back();
  v1::ListCallsResponse response;
  for (v1::Call& call : *found) *response.add_calls() = std::move(call);
  if (more) response.set_next_page_token(PageTokenAfter(response.calls().rbegin()->name()));
  return response;
}

}  // namespace

void CallService::HandleGetCall(
    const RequestContext&, const v1::GetCallRequest& request,
    std::function<void(absl::StatusOr<v1::GetCallResponse>)> done) const {
  done(GetCall(*calls_, request));
}

void CallService::HandleListCalls(
    const RequestContext&, const v1::ListCallsRequest& request,
    std::function<void(absl::StatusOr<v1::ListCallsResponse>)> done) const {
  done(ListCalls(*calls_, request));
}

}  // namespace muster::services
