// One stored submission or booking, held against the event of its creation and against its rules.
// Only the replay of the log uses it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/operations/log_replay.h"

namespace muster::rules {
class Violations;
}
namespace muster::store {
struct ChildName;
}

namespace muster::operations {

// A row of `submissions` or `bookings`.
struct StoredContent {
  std::string reference;
  std::int64_t state = 0;
  std::int64_t revision = 0;
  std::int64_t create_time_us = 0;
  std::int64_t update_time_us = 0;
  std::string content_sha256;
  std::string content;
  // Of a submission only.
  std::string consents;
};

// Nothing where there is no such row.
absl::StatusOr<std::optional<StoredContent>> ReadSubmission(store::Transaction& transaction,
                                                            const store::ChildName& name);
absl::StatusOr<std::optional<StoredContent>> ReadBooking(store::Transaction& transaction,
                                                         const store::ChildName& name);

using TellFault = absl::FunctionRef<void(std::string_view what)>;

// What both have in common: revision, times, digest, reference.
void CompareWithCreation(const StoredContent& stored, const StoredEvent& created, TellFault fault);

void CheckSubmission(const StoredContent& stored, const LogReplay::CallState& call,
                     TellFault fault);
void CheckBooking(const StoredContent& stored, TellFault fault);

// Where the first rule failed, and which: names only, nothing of what was written.
std::string FirstOf(const rules::Violations& violations);

}  // namespace muster::operations
