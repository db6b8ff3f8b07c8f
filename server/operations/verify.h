// Verify recomputes from the event log what a store says, and compares.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "server/operations/event_seals.h"
#include "server/operations/fault_list.h"

namespace muster::store {
class Engine;
class Transaction;
}  // namespace muster::store

namespace muster::operations {

struct VerifyReport {
  std::int64_t event_count = 0;
  std::int64_t call_count = 0;
  std::int64_t conference_count = 0;
  std::int64_t submission_count = 0;
  std::int64_t booking_count = 0;
  std::int64_t request_id_count = 0;
  // To be held against what the program logged when it sealed.
  std::optional<EventSeal> last_seal;
  FaultList faults;

  bool ok() const { return faults.count() == 0; }
};

// Reads the whole store in one consistent state and looks at
// * the database's own checks of its files, indices and references;
// * every event: its digest, its message, its seal, and that revisions count on;
// * every resource: that the log tells of it as it is: revision, times, digest, columns; that its
//   message keeps the contract's rules, and the rules of its call as that was when it was sent;
//   that the consents are the call's statements word for word;
// * the places taken, from the log's bookings and from the bookings themselves;
// * every request id: that what it made is there and is what was asked for.
// Memory does not grow with the store. The error is one of reading; what is wrong is in the report.
absl::StatusOr<VerifyReport> Verify(store::Engine& engine);

// The same as one transaction sees it, without the database's own checks; adds to the report.
absl::Status Verify(store::Transaction& transaction, VerifyReport& report);

// The report for a person: a line a fault, then what was looked at.
std::string InWords(const VerifyReport& report);

}  // namespace muster::operations
