#include "server/services/form_draft_sweeper.h"

#include <cstdint>
#include <utility>

#include "absl/status/statusor.h"
#include "server/store/form_draft_store.h"

namespace muster::services {

FormDraftSweeper::FormDraftSweeper(store::FormDraftStore* drafts, Clock clock,
                                   absl::Duration period)
    : thread_([drafts, clock = std::move(clock), period] {
        const absl::StatusOr<std::int64_t> deleted = drafts->DeleteExpired(clock());
        // What can't be deleted now is deleted the next time; until then nobody can read it.
        if (!deleted.ok() || *deleted < store::FormDraftStore::kDeletedTogether) return period;
        return absl::ZeroDuration();
      }) {}

}  // namespace muster::services
