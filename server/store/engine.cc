#include "server/store/engine.h"

#include "server/mutex.h"

namespace muster::store {

absl::Status Engine::CopyTo(const std::string&, absl::FunctionRef<bool()>) {
  return absl::UnimplementedError("this store is copied by the tools of its database");
}

absl::Status Engine::CheckIntegrity(absl::FunctionRef<void(std::string_view)>) {
  return absl::OkStatus();
}

absl::Status Engine::ContinueNumbering(Transaction&) { return absl::OkStatus(); }

absl::Status Engine::WriteAndWait(WriteFunction write) {
  // Shared with `done`, which may still be leaving the mutex when the wait is over.
  struct Answer {
    Mutex mutex;
    ConditionVariable given;
    std::optional<absl::Status> status ABSL_GUARDED_BY(mutex);
  };
  auto answer = std::make_shared<Answer>();
  Write(std::move(write), [answer](absl::Status status) {
    MutexLock lock(&answer->mutex);
    answer->status = std::move(status);
    answer->given.NotifyOne();
  });
  MutexLock lock(&answer->mutex);
  while (!answer->status.has_value()) answer->given.Wait(&answer->mutex);
  return *answer->status;
}

}  // namespace muster::store
