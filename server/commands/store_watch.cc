#include "server/commands/store_watch.h"

#include <utility>

namespace muster::commands {

StoreWatch::StoreWatch(const store::Engine* engine, ChangeFunction changed, absl::Duration interval)
    : engine_(engine), changed_(std::move(changed)), thread_([this, interval] {
        Look();
        return interval;
      }) {}

void StoreWatch::Look() {
  std::string reason = engine_->Status().read_only_reason;
  if (reason == told_) return;
  changed_(reason);
  told_ = std::move(reason);
}

}  // namespace muster::commands
