#include "server/store/request_ids.h"

#include "server/error.h"
#include "server/store/engine.h"

namespace muster::store {

absl::StatusOr<std::optional<std::string>> FindRequestId(Transaction& transaction,
                                                         const MakingRequest& request) {
  std::optional<std::string> resource_id;
  absl::Status found = transaction.Query(
      "SELECT kind, parent_name, content_sha256, resource_id FROM request_ids "
      "WHERE request_id = $1",
      {Bytes{request.request_id}}, [&](const Row& row) {
        if (row.Text(0) != request.kind || row.Text(1) != request.parent_name ||
            row.Octets(2) != request.content_sha256) {
          return MakeError(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED,
                           "this request_id came before with other content");
        }
        resource_id = std::string(row.Octets(3));
        return absl::OkStatus();
      });
  if (!found.ok()) return found;
  return resource_id;
}

absl::StatusOr<std::optional<std::string>> ClaimRequestId(Transaction& transaction,
                                                          const MakingRequest& request,
                                                          std::string_view resource_id) {
  absl::StatusOr<std::int64_t> claimed = transaction.Change(
      "INSERT INTO request_ids (request_id, kind, parent_name, resource_id, content_sha256) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_id) DO NOTHING",
      {Bytes{request.request_id}, request.kind, request.parent_name, Bytes{resource_id},
       Bytes{request.content_sha256}});
  if (ReasonOf(claimed.status()) == v1::ERROR_REASON_STORE_FULL) {
    // A repeat needs no room.
    absl::StatusOr<std::optional<std::string>> first = FindRequestId(transaction, request);
    if (first.ok() && first->has_value()) return first;
  }
  if (!claimed.ok()) return claimed.status();
  if (*claimed == 1) return std::optional<std::string>();
  return FindRequestId(transaction, request);
}

}  // namespace muster::store
