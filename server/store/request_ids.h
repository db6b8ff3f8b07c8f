// Request ids: what each one made, so that a repeat makes nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace muster::store {

class Transaction;

// A request that makes a resource.
struct MakingRequest {
  // 16 octets.
  std::string_view request_id;
  // Table of the resource: "submissions".
  std::string_view kind;
  std::string_view parent_name;
  // 32 octets.
  std::string_view content_sha256;
};

// Writes that the request makes `resource_id`, and gives nothing; or, when it has come before,
// gives the id of what it then made. ALREADY_EXISTS (REQUEST_ID_REUSED): it came before as another
// request.
absl::StatusOr<std::optional<std::string>> ClaimRequestId(Transaction& transaction,
                                                          const MakingRequest& request,
                                                          std::string_view resource_id);

// What the request made, if it has come before. Errors as above.
absl::StatusOr<std::optional<std::string>> FindRequestId(Transaction& transaction,
                                                         const MakingRequest& request);

}  // namespace muster::store
