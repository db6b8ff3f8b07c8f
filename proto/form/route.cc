#include "proto/form/route.h"

#include <algorithm>

#include "muster/v1/form_context.pb.h"
#include "proto/form/path.h"
#include "proto/form/question.h"
#include "proto/form/search.h"
#include "proto/form/text.h"

namespace muster::form {

Route::Route(const Form& form, const v1::FormContext& context) : context_(context) {
  for (const Step& step : form.steps) {
    screens_.push_back({&step, nullptr});
    if (!AnyOf(step.asks, [](const Ask& ask) { return ask.field->widget == Widget::kQuestions; })) {
      continue;
    }
    for (const v1::Question& question : context.questions()) {
      if (HasOwnPage(question)) screens_.push_back({&step, &question});
    }
  }
}

std::string Route::IdOf(size_t index) const {
  const Screen& screen = screens_[index];
  return screen.question == nullptr ? std::string(screen.step->id)
                                    : Joined(screen.step->id, "-", screen.question->id());
}

size_t Route::Named(std::string_view id) const {
  for (size_t i = 0; i < screens_.size(); ++i) {
    if (IdOf(i) == id) return i;
  }
  return kNoScreen;
}

bool Route::IsShown(size_t index, const Answers& answers) const {
  const Screen& screen = screens_[index];
  return AnyOf(screen.step->asks, [&](const Ask& ask) {
    if (!IsAsked(ask, context_, answers)) return false;
    if (ask.field->widget != Widget::kQuestions) return screen.question == nullptr;
    return AnyOf(context_.questions(), [&](const v1::Question& question) {
      return IsAskedOn(screen, ask, question, context_, answers);
    });
  });
}

size_t Route::NextShown(size_t from, const Answers& answers) const {
  for (size_t i = from; i < screens_.size(); ++i) {
    if (IsShown(i, answers)) return i;
  }
  return kNoScreen;
}

size_t Route::LastShown(size_t before, const Answers& answers) const {
  for (size_t i = std::min(before, screens_.size()); i-- > 0;) {
    if (IsShown(i, answers)) return i;
  }
  return kNoScreen;
}

size_t Route::Of(std::string_view path, const Ask** ask) const {
  for (size_t i = 0; i < screens_.size(); ++i) {
    for (const Ask& asked : screens_[i].step->asks) {
      if (!IsUnder(path, asked.path)) continue;
      if (asked.field->widget == Widget::kQuestions) {
        const v1::Question* question = QuestionAt(context_, path);
        const bool own = question != nullptr && HasOwnPage(*question);
        if (screens_[i].question != (own ? question : nullptr)) continue;
      }
      *ask = &asked;
      return i;
    }
  }
  return kNoScreen;
}

bool IsOnRoute(const Ask& ask, const Answers& answers) {
  if (ask.shown_when_path.empty()) return true;
  return AnyOf(ask.shown_when_values,
               [&](std::string_view value) { return answers.Has(ask.shown_when_path, value); });
}

bool IsAsked(const Ask& ask, const v1::FormContext& context, const Answers& answers) {
  if (ask.field->widget == Widget::kHidden) return false;
  if (ask.field->widget == Widget::kQuestions && context.questions().empty()) return false;
  return IsOnRoute(ask, answers);
}

bool IsAskedOn(const Screen& screen, const Ask& ask, const v1::Question& question,
               const v1::FormContext& context, const Answers& answers) {
  if (screen.question != (HasOwnPage(question) ? &question : nullptr)) return false;
  return IsAsked(question, ask.path, context, answers);
}

bool IsUnder(std::string_view path, std::string_view ask_path) {
  if (!path.starts_with(ask_path)) return false;
  return path.size() == ask_path.size() || path[ask_path.size()] == '.' ||
         path[ask_path.size()] == '[';
}

const std::string* TextNamed(const v1::FormContext& context, std::string_view name) {
  for (const v1::NamedText& text : context.texts()) {
    if (text.name() == name) return &text.text();
  }
  return nullptr;
}

std::vector<Option> OptionsOf(const Field& field, const v1::FormContext& context) {
  std::vector<Option> options;
  for (const Choice& choice : field.choices) {
    options.push_back({choice.value, choice.label, choice.hint});
  }
  if (field.choices_from.empty()) return options;
  for (const v1::ChoiceList& list : context.choice_lists()) {
    if (list.name() != field.choices_from) continue;
    options.reserve(options.size() + static_cast<size_t>(list.choices_size()));
    for (const v1::Choice& choice : list.choices()) {
      options.push_back({choice.value(), choice.label(), choice.hint()});
    }
  }
  return options;
}

bool IsOffered(const std::vector<Option>& options, std::string_view value) {
  return AnyOf(options, [&](const Option& option) { return option.value == value; });
}

std::string_view ForeignLanguage(const Form& form, const v1::FormContext& context) {
  const std::string& code = context.language_code();
  return code == form.texts->language() ? std::string_view() : std::string_view(code);
}

std::string_view LabelOf(const Field& field, const v1::FormContext& context) {
  if (!field.label_from.empty()) {
    const std::string* text = TextNamed(context, field.label_from);
    if (text != nullptr && !text->empty()) return *text;
  }
  return field.label;
}

}  // namespace muster::form
