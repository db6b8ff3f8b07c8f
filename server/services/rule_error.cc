#include "server/services/rule_error.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "server/error.h"

namespace muster::services {
namespace {

constexpr char kViolationsUrl[] = "type.googleapis.com/buf.validate.Violations";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";
// What google.rpc.Status adds: type urls, the ErrorInfo, the message.
constexpr size_t kReservedBytes = 500;

// "string.max_len" as google.rpc has reasons: "STRING_MAX_LEN", at most 63 characters.
std::string ReasonOfRule(std::string_view rule_id) {
  std::string reason;
  for (const char c : rule_id.substr(0, 63)) {
    reason += absl::ascii_isalnum(static_cast<unsigned char>(c))
                  ? absl::ascii_toupper(static_cast<unsigned char>(c))
                  : '_';
  }
  return reason;
}

google::rpc::BadRequest BadRequestOf(const rules::Violations& violations) {
  google::rpc::BadRequest bad_request;
  for (const rules::Violation& violation : violations) {
    auto* field = bad_request.add_field_violations();
    field->set_field(rules::PathText(violation.field));
    field->set_description(violation.message);
    field->set_reason(ReasonOfRule(violation.rule_id));
  }
  return bad_request;
}

rules::Violations FirstOf(const rules::Violations& violations, size_t count) {
  rules::Violations first(count);
  for (size_t i = 0; i < count; ++i) first.Add(violations[i]);
  return first;
}

}  // namespace

absl::Status MakeRuleError(const rules::Violations& violations) {
  size_t count = std::min<size_t>(violations.size(), kMaxViolations);
  std::string violation_bytes;
  std::string bad_request_bytes;
  for (;; --count) {
    const rules::Violations kept = FirstOf(violations, count);
    violation_bytes = kept.Serialize();
    bad_request_bytes = BadRequestOf(kept).SerializeAsString();
    if (count <= 1 ||
        violation_bytes.size() + bad_request_bytes.size() + kReservedBytes <= kMaxDetailsBytes) {
      break;
    }
  }
  const size_t failed = violations.failed_rule_count();
  const size_t omitted = failed > count ? failed - count : 0;
  std::string message = absl::StrCat(failed, failed == 1 ? " rule failed" : " rules failed");
  if (omitted > 0) absl::StrAppend(&message, "; the details hold the first ", count);
  if (!violations.runtime_error().empty()) {
    absl::StrAppend(&message, "; a rule could not be decided: ", violations.runtime_error());
  }
  absl::Status status =
      omitted == 0
          ? MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_RULES_FAILED, message)
          : MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_RULES_FAILED, message,
                      {{"omitted_violations", absl::StrCat(omitted)}});
  status.SetPayload(kViolationsUrl, absl::Cord(violation_bytes));
  status.SetPayload(kBadRequestUrl, absl::Cord(bad_request_bytes));
  return status;
}

}  // namespace muster::services
