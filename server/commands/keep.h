// The commands that keep a store: backup, restore, verify, export, import; and the one that lists
// its submissions.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/commands/command_line.h"

namespace muster::commands {

// Does what is asked and gives the lines that say what was done or found. The message of an error
// is for the person at the keyboard, of several lines where several things are wrong.
absl::StatusOr<std::string> Keep(const KeepOptions& options, absl::Time now);

}  // namespace muster::commands
