// LogReplay goes through the event log in order, keeps what it amounts to, and compares what is
// stored with it. Only verify.cc uses it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"
#include "muster/v1/form_context.pb.h"
#include "server/operations/events.h"
#include "server/operations/fault_list.h"
#include "server/operations/key_set.h"

namespace muster::store {
class Transaction;
}

namespace muster::operations {

class LogReplay {
 public:
  // Both outlive the replay.
  LogReplay(store::Transaction* transaction, FaultList* faults)
      : transaction_(transaction), faults_(faults) {}

  // Takes the next event. The error is one of reading.
  absl::Status Take(const StoredEvent& event);

  // A call as the log left it.
  struct CallState {
    std::int64_t revision = 0;
    std::int64_t time_us = 0;
    std::string content_sha256;
    v1::Call call;
    // With no question frozen.
    v1::FormContext context;
    // The one before: a submission may have been checked against it while this one was on its way
    // into the log.
    std::optional<v1::Call> call_before;
    std::optional<v1::FormContext> context_before;
  };
  struct ConferenceState {
    std::int64_t revision = 0;
    std::int64_t time_us = 0;
    std::string content_sha256;
    v1::Conference conference;
    std::int64_t places_taken = 0;
  };
  const std::map<std::string, CallState>& calls() const { return calls_; }
  const std::map<std::string, ConferenceState>& conferences() const { return conferences_; }
  // Ids of what the log says was created.
  const KeySum& submission_ids() const { return submission_ids_; }
  const KeySum& booking_ids() const { return booking_ids_; }

 private:
  void TakeCall(const StoredEvent& event);
  void TakeConference(const StoredEvent& event);
  absl::Status TakeSubmission(const StoredEvent& event);
  absl::Status TakeBooking(const StoredEvent& event);
  void Fault(const StoredEvent& event, std::string_view what);
  // Whether the event has a message, and its digest is the message's.
  bool HasWholeMessage(const StoredEvent& event);

  store::Transaction* const transaction_;
  FaultList* const faults_;
  std::map<std::string, CallState> calls_;
  std::map<std::string, ConferenceState> conferences_;
  KeySum submission_ids_;
  KeySum booking_ids_;
};

}  // namespace muster::operations
