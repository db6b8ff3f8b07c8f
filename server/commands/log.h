// The program's log: lines of JSON on standard error. It never holds what a caller wrote: no
// bodies, keys, queries or names of people; only the UUID of a request.
#pragma once

#include <string>

#include "server/services/dispatcher.h"

namespace muster::commands {

// There is one at a time. Thread-safe. Writing never makes a call wait: at most 8192 lines queue,
// then the oldest are dropped.
class Log {
 public:
  // "info", "warning" or "off".
  explicit Log(const std::string& level);
  // Writes what is queued.
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  // One line for a finished call.
  void Call(const services::CallRecord& record) const;

  // One line for a step of the program itself.
  void Step(const std::string& step) const;

  // One line for something that an operator should look at.
  void Trouble(const std::string& trouble) const;
};

}  // namespace muster::commands
