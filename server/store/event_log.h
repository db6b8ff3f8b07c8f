// The event log: every change of the store, in order, appended in the transaction of the change.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace muster::store {

class Transaction;

struct Event {
  absl::Time time;
  // "submission.created".
  std::string_view kind;
  std::string_view resource_name;
  // Of the resource, after the change.
  std::int64_t revision = 1;
  // SHA-256 of what the resource says after the change: 32 bytes.
  std::string_view content_sha256;
  // What it then says, where its own row will not keep it.
  std::optional<std::string_view> message;
};

absl::Status AppendEvent(Transaction& transaction, const Event& event);

}  // namespace muster::store
