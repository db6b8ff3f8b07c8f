// `muster call apply FILE` and `muster conference apply FILE`.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"
#include "server/commands/command_line.h"

namespace muster::commands {

// Reads, checks and stores. Gives the line that says what was done. The message of an error has a
// line for each thing that is wrong: "FILE:LINE:COLUMN: TEXT" where the text format is, "FILE:
// FIELD: TEXT" where a rule is. Nothing is stored then.
absl::StatusOr<std::string> Apply(const ApplyOptions& options, absl::Time now);

// The call of a file, read and checked; errors as above.
absl::StatusOr<v1::Call> ReadCallFile(const std::string& file);

// The steps before storing, for tests and tools. `name` is what errors call the text.
absl::StatusOr<v1::Call> ReadCall(const std::string& name, const std::string& text);
absl::StatusOr<v1::Conference> ReadConference(const std::string& name, const std::string& text);

}  // namespace muster::commands
