// Failed rules as an error.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "proto/rules/violations.h"

namespace muster::services {

// Most violations that one error carries, and the most bytes that its details may come to: gRPC
// limits a peer's metadata to 8 KiB, in which details are base64.
inline constexpr int kMaxViolations = 50;
inline constexpr int kMaxDetailsBytes = 5500;

// INVALID_ARGUMENT with buf.validate.Violations (the bytes of `violations.Serialize()`),
// google.rpc.BadRequest and google.rpc.ErrorInfo RULES_FAILED. Where there are more than fit, the
// first ones are kept, and the message and the metadata `omitted_violations` say how many more
// there are.
absl::Status MakeRuleError(const rules::Violations& violations);

}  // namespace muster::services
