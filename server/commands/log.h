// The program's log: lines of JSON on standard error. It never holds what a caller wrote: no
// bodies, keys, queries or names of people; only the UUID of a request.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "server/mutex.h"
#include "server/repeating_thread.h"
#include "server/services/dispatcher.h"

namespace muster::commands {

// Thread-safe. Writing never makes a call wait: lines are written ten times a second by a thread of
// the log; at most 2 MB wait for it, and lines beyond that are dropped.
class Log {
 public:
  // "info", "warning" or "off".
  explicit Log(const std::string& level);
  // Writes what waits.
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
  enum class Level { kInfo, kWarning, kOff };

  void Add(Level level, std::string_view fields) const;
  void WriteWaiting() const;

  const Level least_;

  mutable Mutex mutex_;
  mutable std::string waiting_ ABSL_GUARDED_BY(mutex_);
  // Of the last line, and how it was written.
  mutable std::int64_t second_ ABSL_GUARDED_BY(mutex_) = -1;
  mutable std::string second_text_ ABSL_GUARDED_BY(mutex_);

  std::optional<RepeatingThread> writer_;
};

}  // namespace muster::commands
