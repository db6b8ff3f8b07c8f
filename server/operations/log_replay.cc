#include "server/operations/log_replay.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "muster/v1/call.rules.h"
#include "muster/v1/conference.rules.h"
#include "proto/rules/violations.h"
#include "server/operations/stored_content.h"
#include "server/services/form_context.h"
#include "server/services/organiser_rules.h"
#include "server/store/resource.h"

namespace muster::operations {
namespace {

constexpr std::string_view kCallApplied = "call.applied";
constexpr std::string_view kConferenceApplied = "conference.applied";
constexpr std::string_view kSubmissionCreated = "submission.created";
constexpr std::string_view kBookingCreated = "booking.created";

}  // namespace

void LogReplay::Fault(const StoredEvent& event, std::string_view what) {
  faults_->Add(absl::StrCat("event ", event.sequence, ", ", event.resource_name), what);
}

bool LogReplay::HasWholeMessage(const StoredEvent& event) {
  if (!event.message.has_value()) {
    Fault(event, "has no message, though its kind needs one");
    return false;
  }
  if (store::Sha256(*event.message) == event.content_sha256) return true;
  Fault(event, "its message does not have the digest that is stored with it");
  return false;
}

absl::Status LogReplay::Take(const StoredEvent& event) {
  if (event.kind == kCallApplied) {
    TakeCall(event);
  } else if (event.kind == kConferenceApplied) {
    TakeConference(event);
  } else if (event.kind == kSubmissionCreated) {
    return TakeSubmission(event);
  } else if (event.kind == kBookingCreated) {
    return TakeBooking(event);
  } else {
    Fault(event, "is of a kind that this program does not know");
  }
  return absl::OkStatus();
}

void LogReplay::TakeCall(const StoredEvent& event) {
  if (!HasWholeMessage(event)) return;
  v1::Call call;
  if (!store::ParseStored(*event.message, call).ok() || call.name() != event.resource_name) {
    return Fault(event, "its message is no call of that name");
  }
  rules::Violations violations;
  v1::Validate(call, violations);
  services::CheckOrganiserRules(call, violations);
  if (!violations.ok()) Fault(event, absl::StrCat("breaks a rule: ", FirstOf(violations)));
  CallState& state = calls_[event.resource_name];
  if (event.revision != state.revision + 1) {
    Fault(event, absl::StrCat("revision ", event.revision, " follows revision ", state.revision));
  }
  if (state.revision > 0) {
    state.call_before = std::move(state.call);
    state.context_before = std::move(state.context);
  }
  state.revision = event.revision;
  state.time_us = event.time_us;
  state.content_sha256 = event.content_sha256;
  state.context = services::FormContextFromCall(call, absl::InfinitePast());
  state.call = std::move(call);
}

void LogReplay::TakeConference(const StoredEvent& event) {
  if (!HasWholeMessage(event)) return;
  v1::Conference conference;
  if (!store::ParseStored(*event.message, conference).ok() ||
      conference.name() != event.resource_name) {
    return Fault(event, "its message is no conference of that name");
  }
  rules::Violations violations;
  v1::Validate(conference, violations);
  services::CheckOrganiserRules(conference, violations);
  if (!violations.ok()) Fault(event, absl::StrCat("breaks a rule: ", FirstOf(violations)));
  ConferenceState& state = conferences_[event.resource_name];
  if (event.revision != state.revision + 1) {
    Fault(event, absl::StrCat("revision ", event.revision, " follows revision ", state.revision));
  }
  state.revision = event.revision;
  state.time_us = event.time_us;
  state.content_sha256 = event.content_sha256;
  state.conference = std::move(conference);
}

absl::Status LogReplay::TakeSubmission(const StoredEvent& event) {
  const std::optional<store::ChildName> name =
      store::ParseChildName(event.resource_name, "submissions");
  if (!name.has_value()) {
    Fault(event, "is no name of a submission");
    return absl::OkStatus();
  }
  submission_ids_.Add(name->id);
  absl::StatusOr<std::optional<StoredContent>> stored = ReadSubmission(*transaction_, *name);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) {
    Fault(event, "was created, and is not there");
    return absl::OkStatus();
  }
  const auto call = calls_.find(name->parent);
  if (call == calls_.end()) {
    Fault(event, "was created before its call");
    return absl::OkStatus();
  }
  const auto fault = [&](std::string_view what) { faults_->Add(event.resource_name, what); };
  CompareWithCreation(**stored, event, fault);
  CheckSubmission(**stored, call->second, fault);
  return absl::OkStatus();
}

absl::Status LogReplay::TakeBooking(const StoredEvent& event) {
  const std::optional<store::ChildName> name =
      store::ParseChildName(event.resource_name, "bookings");
  if (!name.has_value()) {
    Fault(event, "is no name of a booking");
    return absl::OkStatus();
  }
  booking_ids_.Add(name->id);
  const auto conference = conferences_.find(name->parent);
  if (conference == conferences_.end()) {
    Fault(event, "was created before its conference");
    return absl::OkStatus();
  }
  ++conference->second.places_taken;
  absl::StatusOr<std::optional<StoredContent>> stored = ReadBooking(*transaction_, *name);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) {
    Fault(event, "was created, and is not there");
    return absl::OkStatus();
  }
  const auto fault = [&](std::string_view what) { faults_->Add(event.resource_name, what); };
  CompareWithCreation(**stored, event, fault);
  CheckBooking(**stored, fault);
  return absl::OkStatus();
}

}  // namespace muster::operations
