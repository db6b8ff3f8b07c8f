// The program's log: lines of JSON on standard error. It never holds what a caller wrote: no
// bodies, keys, queries or names of people; only the UUID of a request.
#pragma once

#include <unistd.h>

#include <memory>
#include <optional>
#include <string>

#include "server/repeating_thread.h"
#include "server/services/dispatcher.h"

namespace spdlog {
class logger;
}

namespace muster::commands {

// Thread-safe. Writing never makes a call wait: lines are written ten times a second by a thread of
// the log. Those that are not taken wait, 2 MB at most; lines beyond that are dropped, and a line
// says how many were.
class Log {
 public:
  // "info", "warning" or "off". `descriptor`: where the lines go; it outlives the log.
  explicit Log(const std::string& level, int descriptor = STDERR_FILENO);
  // Writes what waits, as far as it is taken within a second.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // One line for a finished call.
  void Call(const services::CallRecord& record) const;

  // One line for a step of the program itself.
  void Step(const std::string& step) const;

  // One line for something that an operator should look at.
  void Trouble(const std::string& trouble) const;

 private:
  class WaitingLines;

  const std::shared_ptr<WaitingLines> lines_;
  const std::unique_ptr<spdlog::logger> logger_;
  std::optional<RepeatingThread> writer_;
};

}  // namespace muster::commands
