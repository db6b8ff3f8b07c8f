// Deletes answers that were kept between pages once their time is over.
#pragma once

#include "absl/time/time.h"
#include "server/clock.h"
#include "server/repeating_thread.h"

namespace muster::store {
class FormDraftStore;
}

namespace muster::services {

// Sweeps when it is made and then again and again until it is destroyed. A sweep is many short
// transactions, between which others write.
class FormDraftSweeper {
 public:
  static constexpr absl::Duration kPeriod = absl::Hours(1);

  // The store outlives this. `clock` says what has expired; the period is real time.
  FormDraftSweeper(store::FormDraftStore* drafts, Clock clock, absl::Duration period = kPeriod);

 private:
  RepeatingThread thread_;
};

}  // namespace muster::services
