// The program's log: lines of `key=value` on standard error. It never holds what a caller wrote: no
// bodies, keys, queries or names of people.
#pragma once

#include <string>

#include "server/services/dispatcher.h"

namespace muster::commands {

// Starts the log: "info", "warning" or "off". Writing never makes a call wait: at most 8192 lines
// queue, then the oldest are dropped.
void StartLog(const std::string& level);

// Writes what is queued.
void StopLog();

// One line for a finished call.
void LogCall(const services::CallRecord& record);

// One line for a step of the program itself.
void LogStep(const std::string& step);

}  // namespace muster::commands
