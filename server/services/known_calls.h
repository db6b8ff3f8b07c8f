// Calls as submissions are checked against them, kept while they stay as they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/form_context.pb.h"
#include "server/mutex.h"

namespace muster::store {
class CallStore;
struct StoredCall;
}  // namespace muster::store

namespace muster::services {

// A call at one revision, and what follows from it.
struct KnownCall {
  v1::Call call;
  // Before the first of its questions is frozen, which it is at `freeze_time`.
  v1::FormContext context;
  absl::Time freeze_time;
  // NewSubmission::call_revision.
  std::int64_t revision = 0;
};

// Thread-safe. A call is parsed once for each revision.
class KnownCalls {
 public:
  // More than are open at once; beyond it, all are forgotten.
  static constexpr std::size_t kCapacity = 64;

  // The store outlives this.
  explicit KnownCalls(store::CallStore* calls) : calls_(calls) {}

  // The call as it is now: asks the store for its revision. Errors as CallStore::Get.
  absl::StatusOr<std::shared_ptr<const KnownCall>> Get(const std::string& name);
  // As it was when it was last seen, which may be another revision than now; Get if it never was.
  absl::StatusOr<std::shared_ptr<const KnownCall>> LastSeen(const std::string& name);
  // A call that was just read.
  std::shared_ptr<const KnownCall> See(const store::StoredCall& stored);

 private:
  std::shared_ptr<const KnownCall> Find(const std::string& name);

  store::CallStore* const calls_;  // Not owned.

  Mutex mutex_;
  std::map<std::string, std::shared_ptr<const KnownCall>> known_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster::services
