#include "wasm-client/form/failure.h"

#include "muster/v1/form_context.pb.h"
#include "proto/form/text.h"

namespace muster::client {
namespace {

using form::Text;

constexpr Way kTryAgain[] = {{kActionSend, Text::kTryAgain}};
constexpr Way kReadWording[] = {{kActionReload, Text::kReadNewWording}};
constexpr Way kSendAnew[] = {{kActionNewRequest, Text::kSendChangedToo}};
constexpr Way kReload[] = {{kActionSend, Text::kTryAgain}, {kActionReload, Text::kLoadAgain}};

// The words for one thing that can go wrong.
struct Wording {
  // A name of `ErrorReason` without its prefix.
  std::string_view reason;
  Text text;
  std::span<const Way> ways;
  bool names_contact;
};

constexpr Wording kRefusals[] = {
    {"CALL_CLOSED", Text::kClosed, {}, true},
    {"BOOKING_CLOSED", Text::kClosed, {}, true},
    {"CALL_NOT_OPEN", Text::kNotOpen, kTryAgain, true},
    {"BOOKING_NOT_OPEN", Text::kNotOpen, kTryAgain, true},
    {"CONFERENCE_FULL", Text::kFull, kTryAgain, true},
    {"CONSENT_WORDING_CHANGED", Text::kWordingChanged, kReadWording, false},
    {"REQUEST_ID_REUSED", Text::kSentBefore, kSendAnew, true},
    {"CALL_NOT_FOUND", Text::kGone, kTryAgain, true},
    {"CONFERENCE_NOT_FOUND", Text::kGone, kTryAgain, true},
};

constexpr Wording kUnknownRefusal = {"", Text::kUnknownRefusal, kReload, true};
constexpr Wording kNotReached = {"", Text::kNotReached, kTryAgain, false};
constexpr Wording kBusy = {"", Text::kBusy, kTryAgain, false};

const Wording& WordingOf(const SendOutcome& outcome) {
  if (outcome.result == SendResult::kNotReached) return kNotReached;
  if (outcome.result == SendResult::kBusy) return kBusy;
  for (const Wording& wording : kRefusals) {
    if (wording.reason == outcome.reason) return wording;
  }
  return kUnknownRefusal;
}

// Empty if the page names a time that is still to come: it was closed earlier than was said.
std::string ClosingTime(const form::Texts& texts, const v1::FormContext& context,
                        const FailureFacts& facts) {
  if (context.close_time_text().empty()) return std::string();
  if (facts.now_milliseconds < context.close_time().seconds() * 1000) return std::string();
  return form::Filled(texts[Text::kAtTime], {context.close_time_text()});
}

}  // namespace

Problem ProblemOf(const form::Form& form, const v1::FormContext& context,
                  const SendOutcome& outcome, const FailureFacts& facts) {
  const Wording& wording = WordingOf(outcome);
  const form::Texts& texts = *form.texts;
  const std::string_view text = texts[wording.text];
  Problem problem;
  problem.ways = wording.ways;
  if (wording.names_contact) problem.contact_email = context.contact_email();
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$') {
      problem.text += text[i];
      continue;
    }
    switch (text[++i]) {
      case 's':
        problem.text += form.subject;
        break;
      case 't':
        problem.text += context.title();
        break;
      case 'c':
        problem.text += ClosingTime(texts, context, facts);
        break;
      default:
        problem.text += texts[facts.is_saved ? Text::kOnDevice : Text::kOnPage];
    }
  }
  return problem;
}

}  // namespace muster::client
