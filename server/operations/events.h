// The event log as it is read back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace muster::store {
class Transaction;
}

namespace muster::operations {

// One event as it is stored.
struct StoredEvent {
  std::int64_t sequence = 0;
  std::int64_t time_us = 0;
  std::string kind;
  std::string resource_name;
  std::int64_t revision = 0;
  std::string content_sha256;
  std::optional<std::string> message;
};

// The next events after a sequence, in order; a few, for one may hold a message of a mebibyte.
// DATA_LOSS when their sequence numbers do not ascend.
absl::StatusOr<std::vector<StoredEvent>> EventsAfter(store::Transaction& transaction,
                                                     std::int64_t sequence);

}  // namespace muster::operations
