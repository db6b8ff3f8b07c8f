#include "server/operations/events.h"

#include "server/operations/key_order.h"
#include "server/store/engine.h"

namespace muster::operations {
namespace {

constexpr std::int64_t kEventsTogether = 64;

}  // namespace

absl::StatusOr<std::vector<StoredEvent>> EventsAfter(store::Transaction& transaction,
                                                     std::int64_t sequence) {
  std::vector<StoredEvent> page;
  KeyOrder<std::int64_t> order("events", sequence);
  absl::Status read = transaction.Query(
      "SELECT sequence, time_us, kind, resource_name, revision, content_sha256, message "
      "FROM events WHERE sequence > $1 ORDER BY sequence LIMIT $2",
      {sequence, kEventsTogether}, [&](const store::Row& row) {
        StoredEvent& event = page.emplace_back();
        event.sequence = row.Integer(0);
        event.time_us = row.Integer(1);
        event.kind = std::string(row.Text(2));
        event.resource_name = std::string(row.Text(3));
        event.revision = row.Integer(4);
        event.content_sha256 = std::string(row.Octets(5));
        if (!row.IsNull(6)) event.message = std::string(row.Octets(6));
        return order.Advance(event.sequence);
      });
  if (!read.ok()) return read;
  return page;
}

}  // namespace muster::operations
