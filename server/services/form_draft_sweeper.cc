#include "server/services/form_draft_sweeper.h"

#include <utility>

#include "server/store/form_draft_store.h"

namespace muster::services {

FormDraftSweeper::FormDraftSweeper(store::FormDraftStore* drafts, Clock clock,
                                   absl::Duration period)
    : drafts_(drafts), clock_(std::move(clock)), period_(period), thread_([this] { Run(); }) {}

FormDraftSweeper::~FormDraftSweeper() {
  {
    MutexLock lock(&mutex_);
    is_stopping_ = true;
    stopping_.NotifyAll();
  }
  thread_.join();
}

void FormDraftSweeper::Run() {
  MutexLock lock(&mutex_);
  do {
    // What can't be deleted now is deleted the next time; until then nobody can read it.
    drafts_->DeleteExpired(clock_(), [](const absl::Status&) {});
    if (!is_stopping_) stopping_.WaitFor(&mutex_, period_);
  } while (!is_stopping_);
}

}  // namespace muster::services
