// UUIDs as the store keeps them: 16 octets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace muster::store {

// A UUID of version 7: in order of `now` to a quarter of a microsecond, then random.
std::string NewUuid(absl::Time now);

// From the 36 characters of its text, in capitals or not; nothing if it is none.
std::optional<std::string> ParseUuid(std::string_view text);

// "01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a17".
std::string UuidText(std::string_view octets);

}  // namespace muster::store
