#include "server/services/known_calls.h"

#include <utility>

#include "server/services/form_context.h"
#include "server/store/call_store.h"

namespace muster::services {

absl::StatusOr<std::shared_ptr<const KnownCall>> KnownCalls::Get(const std::string& name) {
  const absl::StatusOr<std::int64_t> revision = calls_->RevisionOf(name);
  if (!revision.ok()) return revision.status();
  {
    MutexLock lock(&mutex_);
    const auto known = known_.find(name);
    if (known != known_.end() && known->second->revision == *revision) return known->second;
  }
  absl::StatusOr<store::StoredCall> stored = calls_->Get(name);
  if (!stored.ok()) return stored.status();
  auto fresh = std::make_shared<KnownCall>();
  fresh->call = std::move(stored->call);
  fresh->context = FormContextFromCall(fresh->call, absl::InfinitePast());
  fresh->freeze_time = FirstFreezeTime(fresh->call);
  fresh->revision = stored->revision;
  MutexLock lock(&mutex_);
  if (known_.size() >= kCapacity) known_.clear();
  std::shared_ptr<const KnownCall>& kept = known_[name];
  // Whoever read an older revision may come later.
  if (kept == nullptr || kept->revision < fresh->revision) kept = fresh;
  return std::shared_ptr<const KnownCall>(std::move(fresh));
}

}  // namespace muster::services
