#include "server/services/form_draft_sweeper.h"

#include <utility>

#include "absl/status/status.h"
#include "server/store/form_draft_store.h"

namespace muster::services {

FormDraftSweeper::FormDraftSweeper(store::FormDraftStore* drafts, Clock clock,
                                   absl::Duration period)
    : thread_([drafts, clock = std::move(clock), period] {
        // What can't be deleted now is deleted the next time; until then nobody can read it.
        drafts->DeleteExpired(clock(), [](const absl::Status&) {});
        return period;
      }) {}

}  // namespace muster::services
