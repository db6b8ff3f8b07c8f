// Deletes answers that were kept between pages once their time is over.
#pragma once

#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/mutex.h"
#include "server/services/request_context.h"

namespace muster::store {
class FormDraftStore;
}

namespace muster::services {

// Sweeps when it is made and then again and again until it is destroyed.
class FormDraftSweeper {
 public:
  static constexpr absl::Duration kPeriod = absl::Hours(1);

  // The store outlives this. `clock` says what has expired; the period is real time.
  FormDraftSweeper(store::FormDraftStore* drafts, Clock clock, absl::Duration period = kPeriod);
  FormDraftSweeper(const FormDraftSweeper&) = delete;
  FormDraftSweeper& operator=(const FormDraftSweeper&) = delete;
  ~FormDraftSweeper();

 private:
  void Run();

  store::FormDraftStore* const drafts_;  // Not owned.
  const Clock clock_;
  const absl::Duration period_;

  Mutex mutex_;
  ConditionVariable stopping_;
  bool is_stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;  // Last: it uses all of the above.
};

}  // namespace muster::services
