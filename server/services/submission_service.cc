#include "server/services/submission_service.h"

#include <optional>
#include <utility>

#include "muster/v1/submission_service.form.h"
#include "muster/v1/submission_service.rules.h"
#include "proto/form/context_rules.h"
#include "server/error.h"
#include "server/services/access_keys.h"
#include "server/services/consent_records.h"
#include "server/services/form_context.h"
#include "server/services/rule_error.h"
#include "server/services/timestamp.h"
#include "server/services/unknown_fields.h"
#include "server/store/call_store.h"
#include "server/store/resource.h"
#include "server/store/submission_store.h"

namespace muster::services {
namespace {

using CreateDone = std::function<void(absl::StatusOr<v1::CreateSubmissionResponse>)>;

// What depends on the call: its times, the wording that was shown, its themes and questions.
absl::Status CheckAgainstCall(const KnownCall& known, const v1::Consents& given,
                              const store::NewSubmission& wanted) {
  const v1::Call& call = known.call;
  if (absl::Status open =
          store::CheckCallOpen(TimeOf(call.open_time()), TimeOf(call.close_time()), wanted.now);
      !open.ok()) {
    return open;
  }
  const std::string& version = call.consent_wording().version();
  if (given.wording_version() != version) {
    return MakeError(absl::StatusCode::kFailedPrecondition,
                     v1::ERROR_REASON_CONSENT_WORDING_CHANGED,
                     "the consents were given to another wording than the present one",
                     {{"wording_version", version}});
  }
  rules::Violations violations;
  std::optional<v1::FormContext> frozen;
  if (wanted.now >= known.freeze_time) frozen = FormContextFromCall(call, wanted.now);
  if (!form::CheckContext(v1::kCreateSubmissionRequestForm, frozen ? *frozen : known.context,
                          wanted.content_bytes, violations)) {
    return MakeRuleError(violations);
  }
  return absl::OkStatus();
}

// What is stored with it of the call that it was checked against.
void TakeFromCall(const KnownCall& known, std::string_view language_code, const v1::Consents& given,
                  store::NewSubmission& wanted) {
  wanted.call_revision = known.revision;
  wanted.consent_bytes = ConsentBytes(known.call, language_code, given);
}

v1::CreateSubmissionResponse ResponseWith(v1::Receipt receipt, const AccessKeys& access_keys) {
  receipt.set_access_key(access_keys.KeyOf(receipt.name()));
  v1::CreateSubmissionResponse response;
  *response.mutable_receipt() = std::move(receipt);
  return response;
}

// A content that the call no longer takes may have been taken before.
absl::StatusOr<v1::CreateSubmissionResponse> RepeatOr(absl::Status refused,
                                                      store::SubmissionStore& submissions,
                                                      const AccessKeys& access_keys,
                                                      const v1::CreateSubmissionRequest& request,
                                                      std::string_view content_sha256) {
  if (request.validate_only()) return refused;
  absl::StatusOr<std::optional<v1::Receipt>> first =
      submissions.FindRepeat(request.parent(), request.request_id(), content_sha256);
  if (!first.ok()) return first.status();
  if (!first->has_value()) return refused;
  return ResponseWith(**std::move(first), access_keys);
}

absl::Status SubmissionNotFound() {
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_SUBMISSION_NOT_FOUND,
                   "there is no such submission, or this is not its key");
}

}  // namespace

SubmissionService::SubmissionService(store::CallStore* calls, store::SubmissionStore* submissions,
                                     const AccessKeys* access_keys, Clock clock)
    : calls_(calls),
      submissions_(submissions),
      access_keys_(access_keys),
      clock_(std::move(clock)) {}

void SubmissionService::HandleCreateSubmission(const RequestContext&,
                                               v1::CreateSubmissionRequest& request,
                                               CreateDone done) const {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return done(MakeRuleError(violations));
  absl::StatusOr<std::shared_ptr<const KnownCall>> known = calls_.LastSeen(request.parent());
  if (!known.ok()) return done(known.status());

  store::NewSubmission wanted;
  wanted.now = clock_();
  DropUnknownFields(*request.mutable_content());
  const v1::Consents& given = request.content().consents();
  wanted.content_bytes = store::MessageBytes(request.content());
  wanted.content_sha256 = store::Sha256(wanted.content_bytes);
  absl::Status refused = CheckAgainstCall(**known, given, wanted);
  if (!refused.ok() || request.validate_only()) {
    // The store will not look whether the call has changed.
    const std::int64_t checked_revision = (*known)->revision;
    known = calls_.Get(request.parent());
    if (!known.ok()) return done(known.status());
    if ((*known)->revision != checked_revision) refused = CheckAgainstCall(**known, given, wanted);
  }
  if (!refused.ok()) {
    return done(
        RepeatOr(std::move(refused), *submissions_, *access_keys_, request, wanted.content_sha256));
  }
  if (request.validate_only()) return done(v1::CreateSubmissionResponse());
  wanted.parent = std::move(*request.mutable_parent());
  wanted.request_id = std::move(*request.mutable_request_id());
  TakeFromCall(**known, request.language_code(), given, wanted);
  wanted.check_again = [this, language_code = request.language_code(), given](
                           const store::StoredCall& stored, store::NewSubmission& checked) {
    const std::shared_ptr<const KnownCall> present = calls_.See(stored);
    absl::Status again = CheckAgainstCall(*present, given, checked);
    if (again.ok()) TakeFromCall(*present, language_code, given, checked);
    return again;
  };
  submissions_->Create(std::move(wanted), [done = std::move(done), access_keys = access_keys_](
                                              absl::StatusOr<v1::Receipt> receipt) {
    if (!receipt.ok()) return done(receipt.status());
    done(ResponseWith(*std::move(receipt), *access_keys));
  });
}

void SubmissionService::HandleGetSubmission(
    const RequestContext&, const v1::GetSubmissionRequest& request,
    std::function<void(absl::StatusOr<v1::GetSubmissionResponse>)> done) const {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return done(MakeRuleError(violations));
  // Both are always done, so that an unknown name costs what a wrong key costs.
  const bool key_fits = access_keys_->Matches(request.name(), request.access_key());
  absl::StatusOr<store::StoredSubmission> stored = submissions_->Get(request.name());
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return done(stored.status());
  if (!stored.ok() || !key_fits) return done(SubmissionNotFound());
  v1::GetSubmissionResponse response;
  *response.mutable_submission() = std::move(stored->submission);
  *response.mutable_receipt() = std::move(stored->receipt);
  response.mutable_receipt()->set_access_key(access_keys_->KeyOf(request.name()));
  done(std::move(response));
}

}  // namespace muster::services
