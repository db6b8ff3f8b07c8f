// Turns, sending and showing.
#include <algorithm>
#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/text.h"
#include "wasm-client/form/address.h"
#include "wasm-client/form/form_session.h"
#include "wasm-client/form/selectors.h"
#include "wasm-client/form/sent_receipt.h"
#include "wasm-client/form/session_pages.h"

namespace muster::client {

void FormSession::Turn(std::string_view action) {
  form::Turn turn = form::TakeTurn(*start_.form, *context_, std::move(*answers_), place_, action);
  answers_ = std::move(turn.answers);
  errors_ = std::move(turn.errors);
  const bool has_moved = turn.place != place_;
  place_ = std::move(turn.place);
  if (has_moved) SetAddress(AddressOf(path_, place_), /*is_new=*/true);
  if (turn.outcome == form::Outcome::kSend) {
    Send();
    return;
  }
  failure_.reset();
  SaveStep();
  if (!errors_.empty()) {
    ShowPage(IdSelector(form::kErrorSummaryId));
  } else if (!turn.focus_id.empty()) {
    ShowPage(IdSelector(turn.focus_id));
  } else {
    ShowPage(kHeadingSelector);
  }
}

// After a failed check as after a key, by and by: the page is to be seen first.
void FormSession::SaveStep() {
  if (keeper_.revision() == 0 && !HasAnswers(*answers_)) return;
  errors_.empty() ? keeper_.SaveNow(/*is_strict=*/false) : keeper_.Changed();
}

void FormSession::Send() {
  keeper_.SaveNow(/*is_strict=*/true);
  sender_.Send(start_.form->method,
               form::RequestBytes(*start_.form, *context_, *answers_, request_id_));
}

bool FormSession::Accept(std::string_view response) {
  const SentReceipt sent = ReadSentReceipt(form::ReceiptBytes(response));
  if (sent.name.empty()) return false;
  // "/cy" in front of a Welsh page's path.
  const std::string_view home = context_->home_path();
  const size_t prefix_size = home.size() - std::min(home.size(), context_->parent().size() + 1);
  const std::string address = form::Joined(home.substr(0, prefix_size), sent.Address());
  start_.sent_note = SentNote(address, sent.reference);
  host_->KeepSentNote(request_id_, start_.sent_note);
  SetAddress(address, /*is_new=*/false);
  ShowOther(SentPage(*start_.form, start_.form->receipt_title, start_.sent_note, home),
            View::kSent);
  // The other tab's words stay where they are.
  const DraftState state = keeper_.state();
  const int64_t revision = keeper_.revision();
  keeper_.Forget();
  if (state == DraftState::kConflict || state == DraftState::kUnavailable) {
    host_->Reload();
  } else {
    host_->DeleteDraft(key_, revision);
  }
  return true;
}

void FormSession::Reload() {
  // To the page whose wording is new, if that is known; else to this one.
  for (const form::Step& step : start_.form->steps) {
    for (const form::Ask& ask : step.asks) {
      if (!ask.field->label_from.empty()) place_ = {std::string(step.id), true};
    }
  }
  Carry();
  host_->Leave(CurrentAddress());
}

void FormSession::Carry() {
  carry_draft_ = keeper_.state() == DraftState::kUnavailable;
  if (carry_draft_) ShowPage(std::string_view());
}

void FormSession::ShowPage(std::string_view focus_selector) {
  form::PageView view;
  view.form = start_.form;
  view.context = context_.get();
  form::Answers shown = *answers_;
  for (const TypedAnswer& answer : waiting_answers_) {
    shown.Set(answer.path, answer.value, std::string::npos);
  }
  view.answers = &shown;
  view.place = place_;
  view.errors = errors_;
  view.request_id = request_id_;
  view.carry_draft = carry_draft_;
  if (changes_) view.notice = &*changes_;
  form::Page page = form::RenderPage(view);
  changes_.reset();
  const std::optional<Problem>& problem = failure_ ? failure_ : conflict_;
  std::string above = problem ? ProblemHtml(*start_.form->texts, *problem) : std::string();
  above += std::exchange(notice_, {});
  page.main.insert(0, above);
  const bool needs_prefix = problem.has_value() && errors_.empty();
  if (needs_prefix) page.title.insert(0, (*start_.form->texts)[form::Text::kErrorPrefix]);
  Show(page);
  if (focus_selector == kHeadingSelector) host_->ScrollToTop();
  if (!focus_selector.empty()) host_->Focus(focus_selector);
}

void FormSession::ShowOther(const form::Page& page, View view) {
  view_ = view;
  Show(page);
  host_->ScrollToTop();
  host_->Focus(kHeadingSelector);
  UpdateDevice();
}

void FormSession::Show(const form::Page& page) {
  host_->Show(Region::kBeforeMain, page.before_main);
  host_->Show(Region::kMain, page.main);
  host_->SetTitle(page.title + title_end_);
  // A count is of the page it was typed on.
  count_text_.clear();
  host_->SetText(kCountStatusId, {});
}

void FormSession::UpdateDevice() {
  const bool is_form = view_ == View::kPage;
  const DraftState state = keeper_.state();
  std::string text(is_form ? SavedText(*start_.form->texts, state) : std::string_view());
  if (sender_.is_sending()) {
    text = form::Filled((*start_.form->texts)[form::Text::kSending], {start_.form->subject});
  }
  if (is_form && !waiting_answers_.empty()) text = (*start_.form->texts)[form::Text::kNoRoom];
  host_->SetText(kSavedStatusId, text);
  const bool can_delete =
      is_form && state != DraftState::kUnavailable && state != DraftState::kNothing;
  host_->SetAttribute(kDeleteFormId, "class", can_delete ? "" : "muster-hidden");
  ScheduleTick();
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

void FormSession::SetAddress(std::string_view address, bool is_new) {
  address_ = address;
  if (is_new) {
    host_->PushAddress(address_, request_id_);
  } else {
    host_->ReplaceAddress(address_, request_id_);
  }
}

std::string FormSession::CurrentAddress() const { return AddressOf(path_, place_); }

}  // namespace muster::client
