#include "server/services/known_calls.h"

#include <utility>

#include "server/services/form_context.h"
#include "server/store/call_store.h"

namespace muster::services {

// Null where it was never seen.
std::shared_ptr<const KnownCall> KnownCalls::Find(const std::string& name) {
  MutexLock lock(&mutex_);
  const auto known = known_.find(name);
  return known == known_.end() ? nullptr : known->second;
}

absl::StatusOr<std::shared_ptr<const KnownCall>> KnownCalls::Get(const std::string& name) {
  const absl::StatusOr<std::int64_t> revision = calls_->RevisionOf(name);
  if (!revision.ok()) return revision.status();
  std::shared_ptr<const KnownCall> known = Find(name);
  if (known != nullptr && known->revision == *revision) return known;
  const absl::StatusOr<store::StoredCall> stored = calls_->Get(name);
  if (!stored.ok()) return stored.status();
  return See(*stored);
}

absl::StatusOr<std::shared_ptr<const KnownCall>> KnownCalls::LastSeen(const std::string& name) {
  std::shared_ptr<const KnownCall> known = Find(name);
  if (known != nullptr) return known;
  return Get(name);
}

std::shared_ptr<const KnownCall> KnownCalls::See(const store::StoredCall& stored) {
  std::shared_ptr<const KnownCall> known = Find(stored.call.name());
  if (known != nullptr && known->revision == stored.revision) return known;
  auto fresh = std::make_shared<KnownCall>();
  fresh->call = stored.call;
  fresh->context = FormContextFromCall(fresh->call, absl::InfinitePast());
  fresh->freeze_time = FirstFreezeTime(fresh->call);
  fresh->revision = stored.revision;
  MutexLock lock(&mutex_);
  if (known_.size() >= kCapacity) known_.clear();
  std::shared_ptr<const KnownCall>& kept = known_[fresh->call.name()];
  // Whoever read an older revision may come later.
  if (kept == nullptr || kept->revision < fresh->revision) kept = fresh;
  return fresh;
}

}  // namespace muster::services
