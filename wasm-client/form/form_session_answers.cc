// What is typed and chosen, and what there is no room for.
#include <utility>

#include "proto/form/question.h"
#include "wasm-client/form/form_session.h"
#include "wasm-client/form/selectors.h"

namespace muster::client {

bool FormSession::ApplyAnswer(const TypedAnswer& answer) {
  if (answer.path == form::kPostedComplete) {
    form::AnswerIfComplete(*start_.form, place_.page, answer.value, *answers_);
    return true;
  }
  switch (answer.kind) {
    case TypedAnswer::Kind::kText:
      return answers_->Get(answer.path) != answer.value && answers_->Set(answer.path, answer.value);
    case TypedAnswer::Kind::kTicked:
      return answers_->Choose(answer.path, answer.value, true) ||
             answers_->Set(answer.path, answer.value);
    case TypedAnswer::Kind::kUnticked:
      return answers_->Choose(answer.path, answer.value, false) ||
             answers_->Set(answer.path, std::string_view());
  }
  return false;
}

bool FormSession::TakeAnswer(const TypedAnswer& answer) {
  bool has_changed = ApplyAnswer(answer);
  std::vector<TypedAnswer> waiting = std::exchange(waiting_answers_, {});
  waiting.push_back(answer);
  for (const TypedAnswer& text : waiting) {
    if (text.kind != TypedAnswer::Kind::kText) continue;
    if (text.path == answer.path && text.value != answer.value) continue;
    // Where one became shorter, there may be room for another.
    has_changed = ApplyAnswer(text) || has_changed;
    if (HasNoRoomFor(text)) waiting_answers_.push_back(text);
  }
  return has_changed;
}

bool FormSession::HasNoRoomFor(const TypedAnswer& text) {
  const std::string_view kept = answers_->Get(text.path);
  return text.path != form::kPostedComplete && text.value != kept &&
         !answers_->HasRoomFor(text.value.size(), kept.size());
}

void FormSession::OnAnswer(const TypedAnswer& answer) {
  if (view_ == View::kLoading) {
    waiting_answers_.push_back(answer);
    return;
  }
  if (view_ != View::kPage) return;
  if (UpdateCount(answer)) {
    count_time_milliseconds_ = host_->NowMilliseconds() + kCountQuietMilliseconds;
  } else {
    count_text_.clear();
  }
  if (TakeAnswer(answer)) {
    if (answer.kind == TypedAnswer::Kind::kTicked &&
        form::DropExcluded(*context_, answer.path, answer.value, *answers_)) {
      ShowPage(std::string_view());
    }
    keeper_.Changed();
  }
  UpdateDevice();
}

void FormSession::OnFilled(const TypedAnswer& answer) {
  // Seen, not read out.
  if (view_ == View::kPage && UpdateCount(answer)) count_text_.clear();
}

bool FormSession::UpdateCount(const TypedAnswer& answer) {
  if (answer.kind != TypedAnswer::Kind::kText) return false;
  const form::CountMessage count =
      form::CharacterCount(*start_.form, *context_, answer.path, answer.value);
  if (count.text.empty()) return false;
  const std::string id = form::ElementId(answer.path) + "-info";
  host_->SetText(id, count.text);
  host_->SetAttribute(id, "class",
                      count.too_long ? "nhsuk-error-message nhsuk-character-count__message"
                                     : "nhsuk-hint nhsuk-character-count__message");
  count_text_ = count.text;
  return true;
}

void FormSession::SayNoRoom() {
  errors_.clear();
  for (const TypedAnswer& answer : waiting_answers_) {
    errors_.push_back({answer.path, form::ElementId(answer.path),
                       std::string((*start_.form->texts)[form::Text::kNoRoom])});
  }
  ShowPage(IdSelector(form::kErrorSummaryId));
}

}  // namespace muster::client
