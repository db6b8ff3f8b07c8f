#include "wasm-client/outbox/sender.h"

#include <utility>

#include "wasm-client/transport/error_details.h"
#include "wasm-client/transport/grpc_web.h"

namespace muster::client {
namespace {

SendResult ResultOf(StatusCode code, const ErrorDetails& details) {
  switch (code) {
    case StatusCode::kOk:
      return SendResult::kAccepted;
    case StatusCode::kInvalidArgument:
      return details.violations.empty() ? SendResult::kRefused : SendResult::kViolations;
    case StatusCode::kNotFound:
    case StatusCode::kAlreadyExists:
    case StatusCode::kFailedPrecondition:
    case StatusCode::kUnimplemented:
      return SendResult::kRefused;
    case StatusCode::kResourceExhausted:
      // A full conference stays full; a full queue or disk does not, nor is a sender always too
      // fast.
      return details.reason == "CONFERENCE_FULL" ? SendResult::kRefused : SendResult::kBusy;
    case StatusCode::kUnavailable:
      return details.reason.empty() ? SendResult::kNotReached : SendResult::kBusy;
    default:
      return SendResult::kNotReached;
  }
}

}  // namespace

bool Sender::Send(std::string_view method, std::string_view request) {
  if (is_sending_) return false;
  is_sending_ = true;
  host_->SendRequest(method, RequestBody(request), kTimeoutMilliseconds);
  return true;
}

bool Sender::OnReply(const HttpReply& http_reply, SendOutcome& outcome) {
  if (!is_sending_) return false;
  is_sending_ = false;
  CallReply reply = ReadReply(http_reply);
  ErrorDetails details = ReadErrorDetails(reply.details);
  outcome.result = ResultOf(reply.code, details);
  outcome.response = std::move(reply.response);
  outcome.violations = std::move(details.violations);
  outcome.reason = std::move(details.reason);
  return true;
}

}  // namespace muster::client
