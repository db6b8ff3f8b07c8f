// What a person is told when sending failed: what happened, and what to do.
#ifndef MUSTER_WASM_CLIENT_FORM_FAILURE_H_
#define MUSTER_WASM_CLIENT_FORM_FAILURE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "proto/form/form_table.h"
#include "wasm-client/outbox/sender.h"

namespace muster::v1 {
class FormContext;
}

namespace muster::client {

// Actions of this client's own buttons, beside those of `form::TakeTurn`.
inline constexpr std::string_view kActionSend = "send";
inline constexpr std::string_view kActionNewRequest = "device:new-request";
inline constexpr std::string_view kActionReload = "device:reload";
inline constexpr std::string_view kActionKeepMine = "device:keep-mine";
inline constexpr std::string_view kActionTakeTheirs = "device:take-theirs";
inline constexpr std::string_view kActionAskDelete = "device:ask-delete";
inline constexpr std::string_view kActionDelete = "device:delete";
inline constexpr std::string_view kActionKeepDraft = "device:keep";
// Puts the answers into the page, if the device keeps none.
inline constexpr std::string_view kActionCarry = "carry";

// One thing that can be done about a problem: a button.
struct Way {
  std::string_view action;
  form::Text label;
};

// A problem that is about no single answer.
struct Problem {
  // Plain, a paragraph a line.
  std::string text;
  // May be empty. Constant.
  std::span<const Way> ways;
  // Whom to ask; may be empty.
  std::string contact_email;
};

// What the words depend on besides the form.
struct FailureFacts {
  // The answers are on this device.
  bool is_saved = false;
  int64_t now_milliseconds = 0;
};

// In words, why the server did not take it.
Problem ProblemOf(const form::Form& form, const v1::FormContext& context,
                  const SendOutcome& outcome, const FailureFacts& facts);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_FORM_FAILURE_H_
