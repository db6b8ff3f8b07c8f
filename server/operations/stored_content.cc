#include "server/operations/stored_content.h"

#include "absl/strings/str_cat.h"
#include "muster/v1/booking.pb.h"
#include "muster/v1/booking.rules.h"
#include "muster/v1/receipt.pb.h"
#include "muster/v1/submission.pb.h"
#include "muster/v1/submission.rules.h"
#include "muster/v1/submission_service.form.h"
#include "proto/form/context_rules.h"
#include "proto/rules/violations.h"
#include "server/services/consent_records.h"
#include "server/services/form_context.h"
#include "server/store/engine.h"
#include "server/store/reference.h"
#include "server/store/resource.h"

namespace muster::operations {
namespace {

void ReadCommon(const store::Row& row, StoredContent& stored) {
  stored.reference = std::string(row.Text(0));
  stored.state = row.Integer(1);
  stored.revision = row.Integer(2);
  stored.create_time_us = row.Integer(3);
  stored.update_time_us = row.Integer(4);
  stored.content_sha256 = std::string(row.Octets(5));
  stored.content = std::string(row.Octets(6));
}

// Whether the content suits the call as it was, with the statements that it then had.
bool SuitsCall(const v1::Call& call, const v1::FormContext& context,
               const v1::SubmissionContent& content, const StoredContent& stored,
               rules::Violations& violations) {
  if (stored.create_time_us < store::MicrosecondsOf(call.open_time()) ||
      stored.create_time_us >= store::MicrosecondsOf(call.close_time()) ||
      content.consents().wording_version() != call.consent_wording().version()) {
    return false;
  }
  const absl::Time created = absl::FromUnixMicros(stored.create_time_us);
  std::optional<v1::FormContext> frozen;
  if (created >= services::FirstFreezeTime(call)) {
    frozen = services::FormContextFromCall(call, created);
  }
  return form::CheckContext(v1::kCreateSubmissionRequestForm, frozen ? *frozen : context,
                            stored.content, violations);
}

// `stored`: the statements as they are kept, which say in which language they were shown.
std::string ConsentBytesOf(const v1::Call& call, const v1::SubmissionContent& content,
                           const std::string& stored) {
  v1::Receipt kept;
  const bool has_language = kept.ParseFromString(stored) && kept.consents_size() > 0;
  const std::string language = has_language ? kept.consents(0).language_code() : "";
  return services::ConsentBytes(call, language, content.consents());
}

}  // namespace

std::string FirstOf(const rules::Violations& violations) {
  if (violations.empty()) return violations.runtime_error();
  return absl::StrCat(rules::PathText(violations[0].field), " ", violations[0].rule_id);
}

absl::StatusOr<std::optional<StoredContent>> ReadSubmission(store::Transaction& transaction,
                                                            const store::ChildName& name) {
  std::optional<StoredContent> stored;
  absl::Status read = transaction.Query(
      "SELECT reference, state, revision, create_time_us, update_time_us, content_sha256, content, "
      "consents FROM submissions WHERE id = $1 AND call_name = $2",
      {store::Bytes{name.id}, name.parent}, [&stored](const store::Row& row) {
        ReadCommon(row, stored.emplace());
        stored->consents = std::string(row.Octets(7));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return stored;
}

absl::StatusOr<std::optional<StoredContent>> ReadBooking(store::Transaction& transaction,
                                                         const store::ChildName& name) {
  std::optional<StoredContent> stored;
  absl::Status read = transaction.Query(
      "SELECT reference, state, revision, create_time_us, update_time_us, content_sha256, content "
      "FROM bookings WHERE id = $1 AND conference_name = $2",
      {store::Bytes{name.id}, name.parent}, [&stored](const store::Row& row) {
        ReadCommon(row, stored.emplace());
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return stored;
}

void CompareWithCreation(const StoredContent& stored, const StoredEvent& created, TellFault fault) {
  if (stored.revision != created.revision) {
    fault(absl::StrCat("has revision ", stored.revision, "; the log says ", created.revision));
  }
  if (stored.create_time_us != created.time_us || stored.update_time_us != created.time_us) {
    fault("has other times than the log");
  }
  if (store::Sha256(stored.content) != stored.content_sha256) {
    fault("its content does not have the digest that is stored with it");
  }
  if (stored.content_sha256 != created.content_sha256) {
    fault("has another digest than the log");
  }
  if (!store::IsReference(stored.reference)) fault("its reference is none that this program gives");
}

void CheckSubmission(const StoredContent& stored, const LogReplay::CallState& call,
                     TellFault fault) {
  if (stored.state != v1::SUBMISSION_STATE_RECEIVED) {
    fault("is in another state than the log says");
  }
  v1::SubmissionContent content;
  if (!store::ParseStored(stored.content, content).ok()) {
    return fault("its content can't be read");
  }
  rules::Violations violations;
  if (!v1::Validate(content, violations)) {
    fault(absl::StrCat("breaks a rule of the contract: ", FirstOf(violations)));
  }
  rules::Violations of_call;
  const v1::Call* checked_against = &call.call;
  if (!SuitsCall(call.call, call.context, content, stored, of_call)) {
    rules::Violations of_call_before;
    if (!call.call_before.has_value() ||
        !SuitsCall(*call.call_before, *call.context_before, content, stored, of_call_before)) {
      return fault(absl::StrCat(
          "does not suit its call as that was then",
          of_call.ok() ? ": its times or its wording" : absl::StrCat(": ", FirstOf(of_call))));
    }
    checked_against = &*call.call_before;
  }
  if (stored.consents != ConsentBytesOf(*checked_against, content, stored.consents)) {
    fault("its consent statements are not those of its call");
  }
}

void CheckBooking(const StoredContent& stored, TellFault fault) {
  if (stored.state != v1::BOOKING_STATE_CONFIRMED) fault("is in another state than the log says");
  v1::BookingContent content;
  if (!store::ParseStored(stored.content, content).ok()) {
    return fault("its content can't be read");
  }
  rules::Violations violations;
  if (!v1::Validate(content, violations)) {
    fault(absl::StrCat("breaks a rule of the contract: ", FirstOf(violations)));
  }
}

}  // namespace muster::operations
