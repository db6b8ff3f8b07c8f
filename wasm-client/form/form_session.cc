#include "wasm-client/form/form_session.h"

#include <algorithm>
#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/route.h"
#include "wasm-client/draft/draft_request.h"
#include "wasm-client/draft/request_id.h"
#include "wasm-client/form/address.h"
#include "wasm-client/form/sent_receipt.h"
#include "wasm-client/form/session_pages.h"

namespace muster::client {
namespace {

constexpr std::string_view kHeadingSelector = "#maincontent h1";
constexpr std::string_view kTitleDash = " \xE2\x80\x93 ";

std::string IdSelector(std::string_view id) {
  std::string selector = "#";
  selector += id;
  return selector;
}

// What follows the heading in the server's title: the call's and the site's names.
std::string TitleEnd(std::string_view document_title) {
  const size_t dash = document_title.find(kTitleDash);
  return dash == std::string_view::npos ? std::string() : std::string(document_title.substr(dash));
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
      Begin(loaded);
      if (std::string action = std::exchange(early_action_, {}); !action.empty()) OnAction(action);
      return;
    case Loading::kConflict:
      SeeConflict(loaded.stored);
      return;
    case Loading::kLook:
      SeeOtherTab(loaded.stored);
      return;
  }
}

// --- Taking over the page that the server rendered.

void FormSession::Begin(const LoadedDraft& loaded) {
  host_->Show(Region::kDevice, DeviceHtml());
  keeper_.Start(key_, loaded.stored, loaded.is_storage_available);
  if (!start_.history_request_id.empty() && !start_.sent_note.empty()) {
    request_id_ = start_.history_request_id;
    ShowOther(AlreadySentPage(*start_.form, start_.sent_note, context_->home_path()),
              View::kAlreadySent);
    return;
  }
  view_ = View::kPage;
  const bool is_tail_good =
      loaded.tail.revision > loaded.stored.revision &&
      (loaded.stored.revision == loaded.tail_stored_revision ||
       loaded.stored.revision == loaded.tail_saving_revision);
  bool must_show = ChooseAnswers(is_tail_good ? loaded.tail : loaded.stored);
  must_show = DropOutdatedConsents() || must_show;
  bool has_typed = false;
  if (loaded.stored.revision == 0 || !start_.is_restored) {
    for (const TypedAnswer& answer : start_.typed) has_typed = ApplyAnswer(answer) || has_typed;
  }
  for (const TypedAnswer& answer : std::exchange(early_answers_, {})) {
    has_typed = ApplyAnswer(answer) || has_typed;
  }
  if (!loaded.is_storage_available) {
    notice_ = NoticeHtml(
        "Your answers cannot be saved on this device",
        "Your browser does not let this page keep anything, as in private browsing. You can still fill "
        "in the form and send it. Keep this page open until you have sent it.");
    must_show = true;
  }
  form::Turn turn =
      form::TakeTurn(*start_.form, *context_, std::move(*answers_), place_, std::string_view());
  answers_ = std::move(turn.answers);
  place_ = std::move(turn.place);
  if (must_show || place_.page != start_.page) ShowPage(std::string_view());
  const form::Place named = PlaceOf(start_.address);
  const bool is_named = named.page.empty() ? place_.page == start_.page : named.page == place_.page;
  host_->ReplaceAddress(is_named ? start_.address : AddressOf(path_, place_), request_id_);
  if (has_typed) keeper_.Changed();
  if (is_tail_good || (keeper_.revision() == 0 && HasAnswers(*answers_))) {
    keeper_.SaveNow(/*is_strict=*/false);
  }
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
    problem_ = ConflictProblem(ConflictKind::kEarlier);
    return true;
  }
  answers_ = std::move(kept);
  if (IsUuid(draft.request_id)) request_id_ = draft.request_id;
  if (!has_posted && named.page.empty()) {
    place_.page = stored.page;
    if (HasAnswers(*answers_)) {
      notice_ = NoticeHtml("Your answers are back",
                           "They were saved on this device. You can go on where you stopped.");
    }
  }
  return true;
}

// What was agreed to under another wording is not agreed to under this one: it is asked again.
bool FormSession::DropOutdatedConsents() {
  bool has_dropped = false;
  for (const form::Step& step : start_.form->steps) {
    for (const form::Ask& hidden : step.asks) {
      if (hidden.field->widget != form::Widget::kHidden || hidden.field->value_from.empty()) continue;
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
    notice_ = NoticeHtml("The wording of what you can agree to has changed",
                         "What you chose before was not kept. Read the new wording and choose again.");
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

// --- Events.

bool FormSession::ApplyAnswer(const TypedAnswer& answer) {
  switch (answer.kind) {
    case TypedAnswer::Kind::kText:
      return answers_->Get(answer.path) != answer.value &&
             answers_->Set(answer.path, answer.value);
    case TypedAnswer::Kind::kTicked:
      return answers_->Choose(answer.path, answer.value, true) ||
             answers_->Set(answer.path, answer.value);
    case TypedAnswer::Kind::kUnticked:
      return answers_->Choose(answer.path, answer.value, false) ||
             answers_->Set(answer.path, std::string_view());
  }
  return false;
}

void FormSession::OnAnswer(const TypedAnswer& answer) {
  if (view_ == View::kLoading) {
    early_answers_.push_back(answer);
    return;
  }
  if (view_ != View::kPage) return;
  UpdateCount(answer);
  if (!ApplyAnswer(answer)) return;
  keeper_.Changed();
  UpdateDevice();
}

void FormSession::OnAction(std::string_view action) {
  if (view_ == View::kLoading) {
    early_action_ = action;
    return;
  }
  // What is on its way is sealed: the page stands still until it is known what became of it.
  if (sender_.is_sending() || view_ == View::kReceipt || view_ == View::kAlreadySent) return;
  if (action == kActionAskDelete) {
    ShowOther(AskDeletePage(*start_.form), View::kAskDelete);
  } else if (action == kActionDelete) {
    host_->DeleteDraft(key_, Host::kAnyRevision);
  } else if (action == kActionKeepDraft) {
    view_ = View::kPage;
    ShowPage(kHeadingSelector);
  } else if (view_ != View::kPage) {
    return;
  } else if (action == kActionNewRequest) {
    request_id_ = MakeRequestId(*host_);
    host_->ReplaceAddress(CurrentAddress(), request_id_);
    Turn(kActionSend);
  } else if (action == kActionReload) {
    Reload();
  } else if (action == kActionKeepMine) {
    problem_.reset();
    keeper_.Keep(theirs_);
    ShowPage(kHeadingSelector);
  } else if (action == kActionTakeTheirs) {
    TakeUp(theirs_);
  } else {
    Turn(action);
  }
  UpdateDevice();
}

void FormSession::OnHistory(std::string_view address) {
  if (receipt_ && PathOf(address) == PathOf(receipt_->address)) {
    ShowReceipt();
    return;
  }
  if (receipt_ || view_ == View::kAlreadySent) {
    ShowOther(AlreadySentPage(*start_.form, receipt_ ? receipt_->note : start_.sent_note,
                              context_->home_path()),
              View::kAlreadySent);
    return;
  }
  if (view_ == View::kLoading) return;
  if (sender_.is_sending()) {
    host_->PushAddress(CurrentAddress(), request_id_);
    return;
  }
  form::Place place = PlaceOf(address);
  if (place.page.empty()) place = form::FirstPlace(*start_.form);
  form::Turn turn =
      form::TakeTurn(*start_.form, *context_, std::move(*answers_), place, std::string_view());
  answers_ = std::move(turn.answers);
  place_ = std::move(turn.place);
  errors_.clear();
  ClearSendProblem();
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
    if (!errors_.empty()) {
      ShowPage(IdSelector(form::kErrorSummaryId));
      UpdateDevice();
      return;
    }
  }
  const DraftState state = keeper_.state();
  problem_ = ProblemOf(*start_.form, *context_, outcome,
                       state == DraftState::kSaved || state == DraftState::kChanged);
  is_send_problem_ = true;
  ShowPage(IdSelector(kProblemId));
  UpdateDevice();
}

void FormSession::OnDraftSaved(SaveOutcome outcome) {
  keeper_.OnSaved(outcome);
  if (outcome == SaveOutcome::kConflict && view_ == View::kPage) {
    loading_ = Loading::kConflict;
    host_->LoadDraft(key_);
  }
  UpdateDevice();
}

void FormSession::OnDraftDeleted(bool is_deleted) {
  if (view_ != View::kAskDelete) return;
  if (!is_deleted) {
    problem_ = Problem{{"We could not delete your answers from this device.",
                        "Try again, or clear this site's data in your browser's settings."},
                       {{kActionAskDelete, "Try again"}},
                       {}};
    is_send_problem_ = true;
    view_ = View::kPage;
    ShowPage(IdSelector(kProblemId));
    return;
  }
  keeper_.Forget();
  answers_ = form::Answers(*start_.form->content);
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
  loading_ = Loading::kLook;
  host_->LoadDraft(key_);
}

// --- Two tabs.

void FormSession::SeeConflict(const DraftRecord& stored) {
  theirs_ = stored;
  if (stored.revision != 0 && stored.request == CurrentDraft().request) {
    keeper_.Keep(stored);
  } else if (view_ == View::kPage) {
    problem_ = ConflictProblem(stored.revision == 0 ? ConflictKind::kDeleted : ConflictKind::kChanged);
    is_send_problem_ = false;
    ShowPage(std::string_view());
  }
  UpdateDevice();
}

void FormSession::SeeOtherTab(const DraftRecord& stored) {
  if (stored.revision == keeper_.revision() || keeper_.has_unsaved() || view_ != View::kPage) return;
  if (stored.revision == 0) {
    keeper_.Conflict();
    SeeConflict(stored);
    return;
  }
  notice_ = NoticeHtml("Your answers are up to date",
                       "They were changed in another tab or window, and are shown here as they are "
                       "now.");
  TakeUp(stored);
  UpdateDevice();
}

void FormSession::TakeUp(const DraftRecord& stored) {
  const DraftRequest draft = ReadDraftRequest(stored.request);
  form::Answers answers = form::Answers::Parse(*start_.form->content, draft.content);
  request_id_ = IsUuid(draft.request_id) ? draft.request_id : MakeRequestId(*host_);
  form::Turn turn = form::TakeTurn(*start_.form, *context_, std::move(answers), place_,
                                   std::string_view());
  answers_ = std::move(turn.answers);
  place_ = std::move(turn.place);
  keeper_.Adopt(stored);
  DropOutdatedConsents();
  problem_.reset();
  errors_.clear();
  host_->ReplaceAddress(AddressOf(path_, place_), request_id_);
  ShowPage(kHeadingSelector);
}

// --- Turns and sending.

void FormSession::Turn(std::string_view action) {
  form::Turn turn =
      form::TakeTurn(*start_.form, *context_, std::move(*answers_), place_, action);
  answers_ = std::move(turn.answers);
  errors_ = std::move(turn.errors);
  const bool has_moved = turn.place != place_;
  place_ = std::move(turn.place);
  if (has_moved) host_->PushAddress(AddressOf(path_, place_), request_id_);
  if (turn.outcome == form::Outcome::kSend) {
    Send();
    return;
  }
  ClearSendProblem();
  SaveStep();
  if (!errors_.empty()) {
    ShowPage(IdSelector(form::kErrorSummaryId));
  } else if (!turn.focus_id.empty()) {
    ShowPage(IdSelector(turn.focus_id));
  } else {
    ShowPage(kHeadingSelector);
  }
}

void FormSession::SaveStep() {
  if (keeper_.revision() == 0 && !HasAnswers(*answers_)) return;
  keeper_.SaveNow(/*is_strict=*/false);
}

void FormSession::Send() {
  keeper_.SaveNow(/*is_strict=*/true);
  sender_.Send(start_.form->method,
               form::RequestBytes(*start_.form, *context_, *answers_, request_id_));
}

bool FormSession::Accept(std::string_view response) {
  const SentReceipt sent = ReadSentReceipt(form::ReceiptBytes(response));
  if (sent.name.empty()) return false;
  receipt_ = Receipt();
  receipt_->address = sent.Address();
  receipt_->note = SentNote(receipt_->address, sent.reference);
  receipt_->page =
      form::RenderReceipt(*start_.form, *context_, form::ReceiptBytes(response),
                          start_.origin + receipt_->address, receipt_->address + "&format=text");
  host_->KeepSentNote(request_id_, receipt_->note);
  host_->ReplaceAddress(receipt_->address, request_id_);
  ShowReceipt();
  // The other tab's words stay where they are.
  if (keeper_.state() != DraftState::kConflict && keeper_.state() != DraftState::kUnavailable) {
    host_->DeleteDraft(key_, keeper_.revision());
  }
  keeper_.Forget();
  return true;
}

void FormSession::Reload() {
  // To the page whose wording is new, if that is known; else to this one.
  form::Place place = place_;
  for (const form::Step& step : start_.form->steps) {
    for (const form::Ask& ask : step.asks) {
      if (!ask.field->label_from.empty()) place = {std::string(step.id), true};
    }
  }
  host_->Leave(AddressOf(path_, place));
}

void FormSession::ClearSendProblem() {
  if (!is_send_problem_) return;
  is_send_problem_ = false;
  problem_.reset();
}

// --- Showing.

void FormSession::ShowPage(std::string_view focus_selector) {
  form::PageView view;
  view.form = start_.form;
  view.context = context_.get();
  view.answers = &*answers_;
  view.place = place_;
  view.errors = errors_;
  view.request_id = request_id_;
  view.carry_draft = false;
  form::Page page = form::RenderPage(view);
  std::string above = problem_ ? ProblemHtml(*problem_) : std::string();
  above += std::exchange(notice_, {});
  host_->Show(Region::kBeforeMain, page.before_main);
  host_->Show(Region::kMain, above + page.main);
  const bool needs_prefix = problem_.has_value() && errors_.empty();
  host_->SetTitle((needs_prefix ? "Error: " : "") + page.title + title_end_);
  if (focus_selector == kHeadingSelector) host_->ScrollToTop();
  if (!focus_selector.empty()) host_->Focus(focus_selector);
}

void FormSession::ShowOther(const form::Page& page, View view) {
  view_ = view;
  host_->Show(Region::kBeforeMain, page.before_main);
  host_->Show(Region::kMain, page.main);
  host_->SetTitle(page.title + title_end_);
  host_->ScrollToTop();
  host_->Focus(kHeadingSelector);
  UpdateDevice();
}

void FormSession::ShowReceipt() { ShowOther(receipt_->page, View::kReceipt); }

void FormSession::UpdateDevice() {
  const bool is_form = view_ == View::kPage;
  const DraftState state = keeper_.state();
  std::string text(is_form ? SavedText(state) : std::string_view());
  if (sender_.is_sending()) {
    text = "Sending ";
    text += start_.form->subject;
  }
  host_->SetText(kSavedStatusId, text);
  const bool can_delete =
      is_form && state != DraftState::kUnavailable && state != DraftState::kNothing;
  host_->SetAttribute(kDeleteFormId, "class", can_delete ? "" : "muster-hidden");
  ScheduleTick();
}

void FormSession::UpdateCount(const TypedAnswer& answer) {
  if (answer.kind != TypedAnswer::Kind::kText) return;
  const form::CountMessage count =
      form::CharacterCount(*start_.form, *context_, answer.path, answer.value);
  if (count.text.empty()) return;
  const std::string id = form::ElementId(answer.path) + "-info";
  host_->SetText(id, count.text);
  host_->SetAttribute(id, "class",
                      count.too_long ? "nhsuk-error-message nhsuk-character-count__message"
                                     : "nhsuk-hint nhsuk-character-count__message");
  count_text_ = count.text;
  count_time_milliseconds_ = host_->NowMilliseconds() + kCountQuietMilliseconds;
}

void FormSession::ScheduleTick() {
  std::optional<int64_t> delay = keeper_.NextTick();
  if (!count_text_.empty()) {
    const int64_t until_count =
        std::max<int64_t>(0, count_time_milliseconds_ - host_->NowMilliseconds());
    delay = delay ? std::min(*delay, until_count) : until_count;
  }
  if (delay) host_->Schedule(*delay);
}

std::string FormSession::CurrentAddress() const { return AddressOf(path_, place_); }

}  // namespace muster::client
