#include "wasm-client/form/form_session.h"

#include <algorithm>
#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/question.h"
#include "proto/form/route.h"
#include "proto/form/search.h"
#include "wasm-client/draft/draft_request.h"
#include "wasm-client/draft/request_id.h"
#include "wasm-client/form/address.h"
#include "wasm-client/form/selectors.h"
#include "wasm-client/form/session_pages.h"

namespace muster::client {
namespace {

constexpr std::string_view kTitleDash = " \xE2\x80\x93 ";

// What follows the heading in the server's title: the call's and the site's names.
std::string TitleEnd(std::string_view document_title) {
  const size_t dash = document_title.find(kTitleDash);
  return dash == std::string_view::npos ? std::string() : std::string(document_title.substr(dash));
}

bool IsAnyKept(const LoadedDraft& loaded) {
  return loaded.stored.revision != 0 || loaded.tail.revision != 0;
}

}  // namespace

FormSession::FormSession(Host* host) : host_(host), keeper_(host, this), sender_(host) {}

FormSession::~FormSession() = default;

void FormSession::Start(StartPage page) {
  start_ = std::move(page);
  context_ = std::make_unique<v1::FormContext>();
  // A context that can't be read is an empty one: the server checks everything again.
  context_->ParseFromArray(start_.context.data(), static_cast<int>(start_.context.size()));
  key_ = start_.form->id;
  key_ += ' ';
  key_ += context_->parent();
  path_ = PathOf(start_.address);
  title_end_ = TitleEnd(start_.document_title);
  loading_ = Loading::kStart;
  host_->LoadDraft(key_);
}

void FormSession::OnDraftLoaded(const LoadedDraft& loaded) {
  switch (std::exchange(loading_, Loading::kNone)) {
    case Loading::kNone:
      return;
    case Loading::kStart:
      // Before anything is saved, which would be found else.
      if (loaded.is_storage_available && !IsAnyKept(loaded)) {
        loading_ = Loading::kSure;
        host_->LoadDraft(key_);
      }
      Begin(loaded);
      if (std::string action = std::exchange(early_action_, {}); !action.empty()) OnAction(action);
      return;
    case Loading::kConflict:
      if (loaded.is_storage_available) SeeConflict(loaded.stored);
      return;
    case Loading::kSure:
      SeeKept(loaded);
      return;
    case Loading::kLook:
      // What can't be read is not gone.
      if (loaded.is_storage_available) SeeOtherTab(loaded.stored);
      return;
  }
}

void FormSession::Begin(const LoadedDraft& loaded) {
  host_->Show(Region::kDevice, DeviceHtml(*start_.form->texts));
  keeper_.Start(key_, loaded.stored, loaded.is_storage_available, loaded.tail.revision != 0);
  if (!start_.history_request_id.empty() && !start_.sent_note.empty()) {
    request_id_ = start_.history_request_id;
    ShowOther(AlreadySentPage(*start_.form, start_.sent_note, context_->home_path()),
              View::kAlreadySent);
    return;
  }
  view_ = View::kPage;
  const bool is_tail_good = loaded.tail.revision > loaded.stored.revision &&
                            (loaded.stored.revision == loaded.tail_stored_revision ||
                             loaded.stored.revision == loaded.tail_saving_revision);
  bool must_show = ChooseAnswers(is_tail_good ? loaded.tail : loaded.stored);
  if (!is_tail_good) must_show = SeeTail(loaded) || must_show;
  must_show = DropOutdatedConsents() || must_show;
  bool has_typed = false;
  const std::vector<TypedAnswer> early_answers = std::exchange(waiting_answers_, {});
  if (loaded.stored.revision == 0 || !start_.is_restored) {
    for (const TypedAnswer& answer : start_.typed) has_typed = TakeAnswer(answer) || has_typed;
  }
  for (const TypedAnswer& answer : early_answers) has_typed = TakeAnswer(answer) || has_typed;
  if (!loaded.is_storage_available) {
    SayUnavailable();
    must_show = true;
  }
  form::Turn turn =
      form::TakeTurn(*start_.form, *context_, std::move(*answers_), place_, std::string_view());
  answers_ = std::move(turn.answers);
  place_ = std::move(turn.place);
  const bool is_told = !turn.changes.empty();
  if (is_told) {
    changes_ = form::ChangesNotice(*start_.form, std::move(turn.changes));
    must_show = true;
  }
  if (must_show || place_.page != start_.page) ShowPage(std::string_view());
  const form::Place named = PlaceOf(start_.address);
  const bool is_named = named.page.empty() ? place_.page == start_.page : named.page == place_.page;
  SetAddress(is_named ? start_.address : AddressOf(path_, place_), /*is_new=*/false);
  if (has_typed) keeper_.Changed();
  // What changed in the form is told once.
  if (is_tail_good || is_told || (keeper_.revision() == 0 && HasAnswers(*answers_))) {
    keeper_.SaveNow(/*is_strict=*/false);
  }
  UpdateDevice();
}

void FormSession::SayUnavailable() {
  notice_ = NoticeHtml(*start_.form->texts, form::Text::kCannotSave, form::Text::kCannotSaveText);
}

void FormSession::SeeKept(const LoadedDraft& loaded) {
  if (view_ != View::kPage) return;
  if (!loaded.is_storage_available) {
    keeper_.Start(key_, loaded.stored, /*is_storage_available=*/false, /*has_tail=*/false);
    SayUnavailable();
  } else if (!keeper_.has_unsaved()) {
    if (keeper_.revision() == 0 && IsAnyKept(loaded)) Begin(loaded);
    return;
  } else if (!SeeTail(loaded)) {
    // What is stored the next save runs into.
    return;
  }
  ShowPage(std::string_view());
  UpdateDevice();
}

bool FormSession::ChooseAnswers(const DraftRecord& stored) {
  const form::Form& form = *start_.form;
  form::Answers posted = form::Answers::Parse(*form.content, start_.posted_content);
  const bool has_posted = HasAnswers(posted);
  const form::Place named = PlaceOf(start_.address);
  answers_ = std::move(posted);
  place_.page = start_.page;
  if (!has_posted && !named.page.empty()) place_ = named;
  request_id_ = has_posted && IsUuid(start_.posted_request_id) ? start_.posted_request_id
                                                               : MakeRequestId(*host_);
  if (stored.revision == 0) return false;

  const DraftRequest draft = ReadDraftRequest(stored.request);
  form::Answers kept = form::Answers::Parse(*form.content, draft.content);
  if (has_posted && !IsSame(*answers_, kept)) {
    // Posted before the script was there, and not what is kept: both are somebody's words.
    theirs_ = stored;
    keeper_.Conflict();
    conflict_ = ConflictProblem(*start_.form->texts, ConflictKind::kEarlier);
    return true;
  }
  answers_ = std::move(kept);
  if (IsUuid(draft.request_id)) request_id_ = draft.request_id;
  if (!has_posted && named.page.empty()) {
    place_.page = stored.page;
    if (HasAnswers(*answers_)) {
      notice_ =
          NoticeHtml(*start_.form->texts, form::Text::kAnswersBack, form::Text::kAnswersBackText);
    }
  }
  return true;
}

// What was agreed to under another wording is not agreed to under this one: it is asked again.
bool FormSession::DropOutdatedConsents() {
  bool has_dropped = false;
  for (const form::Step& step : start_.form->steps) {
    for (const form::Ask& hidden : step.asks) {
      if (hidden.field->widget != form::Widget::kHidden || hidden.field->value_from.empty())
        continue;
      const std::string* const now = form::TextNamed(*context_, hidden.field->value_from);
      const std::string then(answers_->Get(hidden.path));
      if (now == nullptr || *now == then) continue;
      answers_->Set(hidden.path, *now);
      if (then.empty()) continue;
      for (const form::Ask& ask : step.asks) {
        if (ask.group != hidden.group || ask.field->label_from.empty()) continue;
        has_dropped = has_dropped || !answers_->Get(ask.path).empty();
        answers_->Clear(ask.path);
      }
    }
  }
  if (has_dropped) {
    notice_ = NoticeHtml(*start_.form->texts, form::Text::kNewWording, form::Text::kNewWordingText);
  }
  return has_dropped;
}

bool FormSession::HasAnswers(const form::Answers& answers) const {
  return !IsSame(answers, form::Answers(*start_.form->content));
}

bool FormSession::IsSame(const form::Answers& one, const form::Answers& other) const {
  return form::Payload(*start_.form, *context_, one) ==
         form::Payload(*start_.form, *context_, other);
}

DraftRecord FormSession::CurrentDraft() const {
  DraftRecord record;
  record.page = place_.page;
  record.request = WriteDraftRequest({context_->parent(), answers_->Serialize(), request_id_});
  return record;
}

void FormSession::OnAction(std::string_view action) {
  if (view_ == View::kLoading) {
    early_action_ = action;
    return;
  }
  // What is on its way is sealed: the page stands still until it is known what became of it.
  if (sender_.is_sending() || view_ == View::kSent || view_ == View::kAlreadySent) return;
  if (action == kActionCarry) {
    if (view_ == View::kPage) Carry();
    return;
  }
  if (action == kActionAskDelete) {
    ShowOther(AskDeletePage(*start_.form), View::kAskDelete);
  } else if (action == kActionDelete) {
    host_->DeleteDraft(key_, Host::kAnyRevision);
  } else if (action == kActionKeepDraft) {
    view_ = View::kPage;
    ShowPage(kHeadingSelector);
  } else if (view_ != View::kPage) {
    return;
  } else if (action == kActionKeepMine) {
    conflict_.reset();
    theirs_are_tail_ = false;
    keeper_.Keep(theirs_);
    ShowPage(kHeadingSelector);
  } else if (action == kActionTakeTheirs) {
    TakeUp(theirs_);
    // Until now they stand nowhere but in the tail.
    if (std::exchange(theirs_are_tail_, false)) keeper_.SaveNow(/*is_strict=*/true);
  } else if (!waiting_answers_.empty()) {
    SayNoRoom();
  } else if (action == kActionNewRequest) {
    request_id_ = MakeRequestId(*host_);
    SetAddress(CurrentAddress(), /*is_new=*/false);
    Turn(kActionSend);
  } else if (action == kActionReload) {
    Reload();
  } else {
    Turn(action);
  }
  UpdateDevice();
}

void FormSession::OnHistory(std::string_view address) {
  // A link inside the page.
  if (address == address_) return;
  address_ = address;
  if (PathOf(address) != path_) {
    // The receipt.
    host_->Reload();
    return;
  }
  if (view_ == View::kSent || view_ == View::kAlreadySent) {
    ShowOther(AlreadySentPage(*start_.form, start_.sent_note, context_->home_path()),
              View::kAlreadySent);
    return;
  }
  if (view_ == View::kLoading) return;
  if (sender_.is_sending() || !waiting_answers_.empty()) {
    SetAddress(CurrentAddress(), /*is_new=*/true);
    return;
  }
  form::Place place = PlaceOf(address);
  if (place.page.empty()) place = form::FirstPlace(*start_.form);
  form::Turn turn =
      form::TakeTurn(*start_.form, *context_, std::move(*answers_), place, std::string_view());
  answers_ = std::move(turn.answers);
  place_ = std::move(turn.place);
  errors_.clear();
  failure_.reset();
  view_ = View::kPage;
  SaveStep();
  ShowPage(kHeadingSelector);
  UpdateDevice();
}

void FormSession::OnReply(const HttpReply& reply) {
  SendOutcome outcome;
  if (!sender_.OnReply(reply, outcome)) return;
  if (outcome.result == SendResult::kAccepted) {
    if (Accept(outcome.response)) return;
    // An answer without a receipt tells nothing; the same request again gives one.
    outcome.result = SendResult::kNotReached;
  }
  if (outcome.result == SendResult::kViolations) {
    errors_ = form::ErrorsOf(*start_.form, *context_, *answers_, outcome.violations);
    // What stands at no answer of this page can't be put right on it.
    const bool is_of_page = !form::AnyOf(
        errors_, [](const form::FieldError& error) { return error.element_id.empty(); });
    if (!errors_.empty() && is_of_page) {
      ShowPage(IdSelector(form::kErrorSummaryId));
      UpdateDevice();
      return;
    }
  }
  const DraftState state = keeper_.state();
  failure_ = ProblemOf(
      *start_.form, *context_, outcome,
      {state == DraftState::kSaved || state == DraftState::kChanged, host_->NowMilliseconds()});
  ShowPage(IdSelector(kProblemId));
  UpdateDevice();
}

void FormSession::OnDraftSaved(SaveOutcome outcome) {
  keeper_.OnSaved(outcome);
  if (outcome == SaveOutcome::kConflict && keeper_.state() == DraftState::kConflict) {
    loading_ = Loading::kConflict;
    host_->LoadDraft(key_);
  }
  UpdateDevice();
}

void FormSession::OnDraftDeleted(bool is_deleted) {
  // The server shows what it received.
  if (view_ == View::kSent) return host_->Reload();
  if (view_ != View::kAskDelete) return;
  if (!is_deleted) {
    failure_ = DeletionProblem(*start_.form->texts);
    view_ = View::kPage;
    ShowPage(IdSelector(kProblemId));
    return;
  }
  keeper_.Forget();
  answers_ = form::Answers(*start_.form->content);
  waiting_answers_.clear();
  DropOutdatedConsents();
  request_id_ = MakeRequestId(*host_);
  ShowOther(DeletedPage(*start_.form, context_->home_path()), View::kDeleted);
}

void FormSession::OnTick() {
  if (!count_text_.empty() && host_->NowMilliseconds() >= count_time_milliseconds_) {
    host_->SetText(kCountStatusId, std::exchange(count_text_, {}));
  }
  keeper_.OnTick();
  UpdateDevice();
}

void FormSession::OnHidden() {
  if (view_ == View::kLoading) return;
  keeper_.Hidden();
  UpdateDevice();
}

void FormSession::OnShown() {
  if (view_ != View::kPage || sender_.is_sending() || keeper_.has_unsaved()) return;
  if (loading_ != Loading::kNone || keeper_.state() == DraftState::kUnavailable) return;
  if (!waiting_answers_.empty()) return;
  loading_ = Loading::kLook;
  host_->LoadDraft(key_);
}

}  // namespace muster::client
