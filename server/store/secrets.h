// Secrets that belong to a store: made once at random, kept in it, never anywhere else.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace muster::store {

class Engine;

// The 32 bytes from which access keys are derived; made when the store has none yet.
absl::StatusOr<std::string> AccessKeySecret(Engine& engine, absl::Time now);

}  // namespace muster::store
