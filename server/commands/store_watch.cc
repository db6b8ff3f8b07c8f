#include "server/commands/store_watch.h"

#include <utility>

namespace muster::commands {

StoreWatch::StoreWatch(const store::Engine* engine, ChangeFunction changed, absl::Duration interval)
    : engine_(engine),
      changed_(std::move(changed)),
      interval_(interval),
      thread_([this] { Work(); }) {}

StoreWatch::~StoreWatch() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
  }
  woken_.NotifyOne();
  thread_.join();
}

void StoreWatch::Work() {
  std::string told;
  while (true) {
    std::string reason = engine_->Status().read_only_reason;
    if (reason != told) {
      changed_(reason);
      told = std::move(reason);
    }
    MutexLock lock(&mutex_);
    if (!stopping_) woken_.WaitFor(&mutex_, interval_);
    if (stopping_) return;
  }
}

}  // namespace muster::commands
