// Sends one request at a time, and says what came of it in terms a person can act on.
#ifndef MUSTER_WASM_CLIENT_OUTBOX_SENDER_H_
#define MUSTER_WASM_CLIENT_OUTBOX_SENDER_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "proto/rules/violations.h"
#include "wasm-client/host.h"

namespace muster::client {

enum class SendResult {
  // Stored; `response` is the reply message.
  kAccepted,
  // The server's rules failed: `violations`.
  kViolations,
  // The server refused for `reason`.
  kRefused,
  // The server is busy or can't store just now: nothing was stored, or it is not known.
  kBusy,
  // No reply, or none in time, or not one of ours: it is not known whether it was stored.
  kNotReached,
};

struct SendOutcome {
  SendResult result = SendResult::kNotReached;
  std::string response;
  rules::Violations violations;
  // A name of `ErrorReason` without its prefix; may be empty.
  std::string reason;
};

// A second `Send` while a reply is awaited does nothing. It never repeats by itself; whoever does
// sends the same request id, so that one submission comes of it.
class Sender {
 public:
  static constexpr int64_t kTimeoutMilliseconds = 30'000;

  // Not owned; outlives the sender.
  explicit Sender(Host* host) : host_(host) {}

  // False: a request is under way.
  bool Send(std::string_view method, std::string_view request);
  bool is_sending() const { return is_sending_; }

  // False: none was awaited, and nothing is said of it.
  bool OnReply(const HttpReply& reply, SendOutcome& outcome);

 private:
  Host* const host_;
  bool is_sending_ = false;
};

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_OUTBOX_SENDER_H_
