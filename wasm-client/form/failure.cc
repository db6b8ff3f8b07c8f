#include "wasm-client/form/failure.h"

#include "muster/v1/form_context.pb.h"

namespace muster::client {
namespace {

constexpr Way kTryAgain[] = {{kActionSend, "Try again"}};
constexpr Way kReadWording[] = {{kActionReload, "Read the new wording"}};
constexpr Way kSendAnew[] = {{kActionNewRequest, "Send the changed answers as well"}};
constexpr Way kReload[] = {{kActionSend, "Try again"}, {kActionReload, "Load the page again"}};

// The words for one thing that can go wrong. In `text`, "$s" stands for what is sent ("your
// evidence"), "$t" for the title of the call or conference, "$c" for when it closed, "$k" for where
// the answers are.
struct Wording {
  // A name of `ErrorReason` without its prefix.
  std::string_view reason;
  std::string_view text;
  std::span<const Way> ways;
  bool names_contact;
};

constexpr std::string_view kClosed =
    "$t closed$c, before $s reached us. Nothing was sent.\n"
    "$k If you still want to send it, ask us whether we can take it.";
constexpr std::string_view kNotOpen =
    "$t is not open yet. Nothing was sent.\n$k Come back when it is open, then try again.";
constexpr std::string_view kGone = "$t can no longer be found. Nothing was sent.\n$k";

constexpr Wording kRefusals[] = {
    {"CALL_CLOSED", kClosed, {}, true},
    {"BOOKING_CLOSED", kClosed, {}, true},
    {"CALL_NOT_OPEN", kNotOpen, kTryAgain, true},
    {"BOOKING_NOT_OPEN", kNotOpen, kTryAgain, true},
    {"CONFERENCE_FULL",
     "Every place at $t is taken. Somebody booked the last one before $s reached us. No place was "
     "booked for "
     "you.\n$k Ask us whether a place has become free.",
     kTryAgain, true},
    {"CONSENT_WORDING_CHANGED",
     "The wording of what you can agree to has changed since you opened this page. Nothing was "
     "sent.\n"
     "$k Read the new wording and choose again what you agree to, then send $s.",
     kReadWording, false},
    {"REQUEST_ID_REUSED",
     "You sent $s before, and have changed your answers since then. What you sent first is with "
     "us; the "
     "changed answers were not sent.\n"
     "$k You can send the changed answers as well, under a reference number of their own.",
     kSendAnew, true},
    {"CALL_NOT_FOUND", kGone, kTryAgain, true},
    {"CONFERENCE_NOT_FOUND", kGone, kTryAgain, true},
};

constexpr Wording kUnknownRefusal = {
    "",
    "We could not take $s, and the reason is not one that this page knows. Nothing was sent.\n"
    "$k Load this page again, then try again. If that does not help, ask us.",
    kReload, true};

constexpr Wording kNotReached = {"",
                                 "We could not send $s. We got no answer from the service: there "
                                 "may be no internet connection.\n"
                                 "$k Check your connection, then try again. If $s did reach us "
                                 "after all, trying again will not send it "
                                 "twice.",
                                 kTryAgain, false};

constexpr Wording kBusy = {
    "",
    "We could not take $s just now, because the service is busy or being looked after.\n"
    "$k Wait a minute, then try again.",
    kTryAgain, false};

const Wording& WordingOf(const SendOutcome& outcome) {
  if (outcome.result == SendResult::kNotReached) return kNotReached;
  if (outcome.result == SendResult::kBusy) return kBusy;
  for (const Wording& wording : kRefusals) {
    if (wording.reason == outcome.reason) return wording;
  }
  return kUnknownRefusal;
}

// Empty if the page names a time that is still to come: it was closed earlier than was said.
std::string ClosingTime(const v1::FormContext& context, const FailureFacts& facts) {
  if (context.close_time_text().empty()) return std::string();
  if (facts.now_milliseconds < context.close_time().seconds() * 1000) return std::string();
  return " at " + context.close_time_text();
}

}  // namespace

Problem ProblemOf(const form::Form& form, const v1::FormContext& context,
                  const SendOutcome& outcome, const FailureFacts& facts) {
  const Wording& wording = WordingOf(outcome);
  Problem problem;
  problem.ways = wording.ways;
  if (wording.names_contact) problem.contact_email = context.contact_email();
  for (size_t i = 0; i < wording.text.size(); ++i) {
    if (wording.text[i] != '$') {
      problem.text += wording.text[i];
      continue;
    }
    switch (wording.text[++i]) {
      case 's':
        problem.text += form.subject;
        break;
      case 't':
        problem.text += context.title();
        break;
      case 'c':
        problem.text += ClosingTime(context, facts);
        break;
      default:
        problem.text += facts.is_saved ? "Your answers are saved on this device."
                                       : "Your answers are only on this page, so keep it open.";
    }
  }
  return problem;
}

}  // namespace muster::client
