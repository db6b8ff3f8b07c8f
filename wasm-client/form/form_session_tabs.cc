// Two tabs with one draft.
#include <utility>

#include "wasm-client/draft/draft_request.h"
#include "wasm-client/draft/request_id.h"
#include "wasm-client/form/address.h"
#include "wasm-client/form/form_session.h"
#include "wasm-client/form/selectors.h"
#include "wasm-client/form/session_pages.h"

namespace muster::client {

void FormSession::SeeConflict(const DraftRecord& stored) {
  // The draft was sent or deleted meanwhile.
  if (keeper_.state() != DraftState::kConflict) return;
  theirs_ = stored;
  theirs_are_tail_ = false;
  if (stored.revision != 0 && stored.request == CurrentDraft().request) {
    keeper_.Keep(stored);
  } else {
    conflict_ = ConflictProblem(*start_.form->texts, stored.revision == 0 ? ConflictKind::kDeleted
                                                                          : ConflictKind::kChanged);
    failure_.reset();
    if (view_ == View::kPage) ShowPage(std::string_view());
  }
  UpdateDevice();
}

bool FormSession::SeeTail(const LoadedDraft& loaded) {
  if (conflict_ || loaded.tail.revision <= loaded.stored.revision) return false;
  const DraftRequest draft = ReadDraftRequest(loaded.tail.request);
  const form::Answers answers = form::Answers::Parse(*start_.form->content, draft.content);
  if (IsSame(answers, *answers_) || !HasAnswers(answers)) return false;
  theirs_ = loaded.tail;
  theirs_.revision = loaded.stored.revision;
  theirs_are_tail_ = true;
  keeper_.Conflict();
  conflict_ = ConflictProblem(*start_.form->texts, ConflictKind::kEarlier);
  return true;
}

void FormSession::SeeOtherTab(const DraftRecord& stored) {
  if (stored.revision == keeper_.revision() || keeper_.has_unsaved() || view_ != View::kPage)
    return;
  if (stored.revision == 0) {
    keeper_.Conflict();
    SeeConflict(stored);
    return;
  }
  notice_ = NoticeHtml(*start_.form->texts, form::Text::kUpToDate, form::Text::kUpToDateText);
  TakeUp(stored);
  UpdateDevice();
}

void FormSession::TakeUp(const DraftRecord& stored) {
  const DraftRequest draft = ReadDraftRequest(stored.request);
  form::Answers answers = form::Answers::Parse(*start_.form->content, draft.content);
  request_id_ = IsUuid(draft.request_id) ? draft.request_id : MakeRequestId(*host_);
  form::Turn turn =
      form::TakeTurn(*start_.form, *context_, std::move(answers), place_, std::string_view());
  answers_ = std::move(turn.answers);
  waiting_answers_.clear();
  place_ = std::move(turn.place);
  keeper_.Adopt(stored);
  DropOutdatedConsents();
  conflict_.reset();
  failure_.reset();
  errors_.clear();
  SetAddress(AddressOf(path_, place_), /*is_new=*/false);
  ShowPage(kHeadingSelector);
}

}  // namespace muster::client
