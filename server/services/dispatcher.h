// The one way in to every method of the contract: bytes in, bytes out, whatever carried them. The
// gRPC port and the web port both call it, so that authorising, parsing, limits, deadlines and the
// log happen in one place and equally.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/services/request_context.h"

namespace muster::services {

class BookingService;
class CallService;
class ConferenceService;
class SenderRates;
class SubmissionService;

// What goes back to the caller.
struct Reply {
  // Code of gRPC; zero is success.
  absl::StatusCode code = absl::StatusCode::kOk;
  // A sentence for a developer. No personal data.
  std::string message;
  // Serialized google.rpc.Status, for `grpc-status-details-bin`; empty on success. At most about 6
  // KB.
  std::string details;
  // Serialized response message; empty unless it is a success.
  std::string response;
  // For the log, not for the caller: the UUID by which the caller knows the request, and the reason
  // of an error as ReasonName gives it; empty where there is none.
  std::string request_id = {};
  std::string reason = {};

  bool ok() const { return code == absl::StatusCode::kOk; }
};

// A status as a reply: its payloads become the details, in a fixed order.
Reply ReplyFromStatus(const absl::Status& status);

using ReplyCallback = std::function<void(Reply)>;

// One finished call, for the log. Holds nothing that a caller wrote but the UUID of the request.
struct CallRecord {
  std::string method_path;  // Empty where there is no such method.
  Origin origin = Origin::kGrpc;
  absl::StatusCode code = absl::StatusCode::kOk;
  std::string reason;  // Reply::reason.
  absl::Duration duration;
  // Reply::request_id: it finds the line of what is stored, and the other way round.
  std::string request_id;
  // What went wrong inside, where something did; the caller was told only `fault_id`.
  std::string fault;
  std::string fault_id;
};

// Called after each call, on the thread that answers it; must not block.
using CallObserver = std::function<void(const CallRecord&)>;

// Largest request message in bytes.
inline constexpr int kMaxRequestBytes = 1 << 20;
// Deepest nesting of a request message.
inline constexpr int kMaxRequestDepth = 32;

// Thread-safe.
class Dispatcher {
 public:
  // The services and rates outlive the dispatcher, and it outlives every call.
  Dispatcher(CallService* calls, ConferenceService* conferences, SubmissionService* submissions,
             BookingService* bookings, SenderRates* rates, CallObserver observer = nullptr);
  ~Dispatcher();
  Dispatcher(const Dispatcher&) = delete;
  Dispatcher& operator=(const Dispatcher&) = delete;

  // Calls a method, "/muster.v1.CallService/GetCall". `request_bytes` need not outlive the call.
  // `done` is called exactly once, on this thread or on one of the store, and must not block.
  // * UNIMPLEMENTED: no such method.
  // * INVALID_ARGUMENT, MESSAGE_MALFORMED: the bytes are no request of it, or exceed the limits.
  // * RESOURCE_EXHAUSTED, SENDER_TOO_FAST: it asks to store something, for which its sender is
  //   charged first, whatever comes of it; as SenderRates::Charge.
  // * DEADLINE_EXCEEDED: the context's deadline has passed before work began.
  // * INTERNAL: a fault of ours. The caller gets a number to quote; what it was is in the record.
  void Dispatch(std::string_view method_path, std::string_view request_bytes,
                const RequestContext& context, ReplyCallback done) const;

  // Paths of all methods, in order of name.
  std::vector<std::string> MethodPaths() const;

 private:
  class Table;

  std::unique_ptr<const Table> table_;
  const CallObserver observer_;
};

}  // namespace muster::services
