// An error as it travels inside the server: an absl::Status whose payloads are the google.rpc
// details that the caller will get. So an error is made once, where it is known, and nobody
// translates it.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "muster/v1/error_reason.pb.h"

namespace muster {

// `domain` of every google.rpc.ErrorInfo of ours.
inline constexpr std::string_view kErrorDomain = "muster.v1";

using ErrorMetadata = std::initializer_list<std::pair<std::string_view, std::string>>;

// An error with its reason. `message` is a sentence for a developer and holds no personal data;
// `metadata` is what error_reason.proto says beside the reason.
absl::Status MakeError(absl::StatusCode code, v1::ErrorReason reason, std::string_view message,
                       ErrorMetadata metadata = {});

// The same, and says after what time a repeat is welcome.
absl::Status MakeRetryableError(absl::StatusCode code, v1::ErrorReason reason,
                                std::string_view message, absl::Duration retry_delay);

// The reason of an error, or ERROR_REASON_UNSPECIFIED where it has none.
v1::ErrorReason ReasonOf(const absl::Status& status);

// As google.rpc.ErrorInfo and the log have it: "CALL_CLOSED". Empty for ERROR_REASON_UNSPECIFIED.
std::string ReasonName(v1::ErrorReason reason);

// The metadata of an error; empty where it has none.
std::map<std::string, std::string> MetadataOf(const absl::Status& status);

// After what time a repeat is welcome, if the error says so.
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

// A time as error metadata has it: RFC 3339, UTC, "2027-09-30T22:59:00Z".
std::string ErrorTime(absl::Time time);

}  // namespace muster
