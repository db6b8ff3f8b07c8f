// Watches whether the store takes writes, for those who ask about the program's health.
#pragma once

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "server/repeating_thread.h"
#include "server/store/engine.h"

namespace muster::commands {

class StoreWatch {
 public:
  // Why writes are refused while reads go on; empty when they are taken again. Called on the
  // watch's thread at each change; at first they are thought to be taken.
  using ChangeFunction = std::function<void(const std::string& read_only_reason)>;

  // Looks at the engine, which outlives the watch, once in an interval, until destroyed.
  StoreWatch(const store::Engine* engine, ChangeFunction changed,
             absl::Duration interval = absl::Seconds(1));

 private:
  void Look();

  const store::Engine* const engine_;  // Not owned.
  const ChangeFunction changed_;
  std::string told_;  // Of the thread.
  RepeatingThread thread_;
};

}  // namespace muster::commands
