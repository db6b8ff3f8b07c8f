// Watches whether the store takes writes, for those who ask about the program's health.
#pragma once

#include <functional>
#include <string>
#include <thread>

#include "absl/time/time.h"
#include "server/mutex.h"
#include "server/store/engine.h"

namespace muster::commands {

class StoreWatch {
 public:
  // Why writes are refused while reads go on; empty when they are taken again. Called on the
  // watch's thread at each change; at first they are thought to be taken.
  using ChangeFunction = std::function<void(const std::string& read_only_reason)>;

  // Looks at the engine, which outlives the watch, once in an interval.
  StoreWatch(const store::Engine* engine, ChangeFunction changed,
             absl::Duration interval = absl::Seconds(1));
  // No call runs after this.
  ~StoreWatch();
  StoreWatch(const StoreWatch&) = delete;
  StoreWatch& operator=(const StoreWatch&) = delete;

 private:
  void Work();

  const store::Engine* const engine_;  // Not owned.
  const ChangeFunction changed_;
  const absl::Duration interval_;
  Mutex mutex_;
  ConditionVariable woken_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace muster::commands
