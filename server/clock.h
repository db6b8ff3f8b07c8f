// The time of day as those have it who need it.
#pragma once

#include <functional>

#include "absl/time/time.h"

namespace muster {

// Injected, so that a test says what time it is. Called from any thread.
using Clock = std::function<absl::Time()>;

}  // namespace muster
