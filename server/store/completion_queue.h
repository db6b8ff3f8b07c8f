// Calls what waits for a commit, in order, on one thread of its own: the writer goes on meanwhile.
#pragma once

#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "server/mutex.h"

namespace muster::store {

class CompletionQueue {
 public:
  using Completion = absl::AnyInvocable<void()>;

  CompletionQueue();
  // Calls what is left.
  ~CompletionQueue();

  // Thread-safe.
  void Add(std::vector<Completion> completions);

 private:
  void Work();

  Mutex mutex_;
  ConditionVariable changed_;
  std::vector<Completion> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace muster::store
