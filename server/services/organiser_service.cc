#include "server/services/organiser_service.h"

#include <utility>

#include "muster/v1/organiser_service.rules.h"
#include "server/services/page_token.h"
#include "server/services/rule_error.h"
#include "server/store/submission_store.h"

namespace muster::services {
namespace {

constexpr int kDefaultPageSize = 50;

absl::StatusOr<v1::ListSubmissionsResponse> ListSubmissions(
    store::SubmissionStore& submissions, const v1::ListSubmissionsRequest& request) {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return MakeRuleError(violations);
  const absl::StatusOr<std::string> after = NameBefore(request.page_token());
  if (!after.ok()) return after.status();
  const int page_size = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  absl::StatusOr<store::SubmissionPage> page =
      submissions.List(request.parent(), *after, page_size);
  if (!page.ok()) return page.status();
  v1::ListSubmissionsResponse response;
  for (v1::Submission& submission : page->submissions) {
    *response.add_submissions() = std::move(submission);
  }
  if (page->more) {
    response.set_next_page_token(PageTokenAfter(response.submissions().rbegin()->name()));
  }
  return response;
}

}  // namespace

void OrganiserService::HandleListSubmissions(
    const RequestContext&, const v1::ListSubmissionsRequest& request,
    std::function<void(absl::StatusOr<v1::ListSubmissionsResponse>)> done) const {
  done(ListSubmissions(*submissions_, request));
}

}  // namespace muster::services
