#include "server/store/event_log.h"

#include "server/store/engine.h"

namespace muster::store {

absl::Status AppendEvent(Transaction& transaction, const Event& event) {
  Value message;
  if (event.message.has_value()) message = Bytes{*event.message};
  return transaction
      .Change(
          "INSERT INTO events (time_us, kind, resource_name, revision, content_sha256, message) "
          "VALUES ($1, $2, $3, $4, $5, $6)",
          {absl::ToUnixMicros(event.time), event.kind, event.resource_name, event.revision,
           Bytes{event.content_sha256}, message})
      .status();
}

}  // namespace muster::store
