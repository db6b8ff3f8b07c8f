#include "proto/form/route.h"

#include <algorithm>

#include "muster/v1/form_context.pb.h"
#include "proto/form/path.h"
#include "proto/form/search.h"

namespace muster::form {

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

bool IsShown(const Step& step, const v1::FormContext& context, const Answers& answers) {
  return AnyOf(step.asks, [&](const Ask& ask) { return IsAsked(ask, context, answers); });
}

size_t StepNamed(const Form& form, std::string_view id) {
  for (size_t i = 0; i < form.steps.size(); ++i) {
    if (form.steps[i].id == id) return i;
  }
  return kNoStep;
}

size_t NextShown(const Form& form, const v1::FormContext& context, const Answers& answers,
                 size_t from) {
  for (size_t i = from; i < form.steps.size(); ++i) {
    if (IsShown(form.steps[i], context, answers)) return i;
  }
  return kNoStep;
}

size_t LastShown(const Form& form, const v1::FormContext& context, const Answers& answers,
                 size_t before) {
  for (size_t i = std::min(before, form.steps.size()); i-- > 0;) {
    if (IsShown(form.steps[i], context, answers)) return i;
  }
  return kNoStep;
}

bool IsUnder(std::string_view path, std::string_view ask_path) {
  if (!path.starts_with(ask_path)) return false;
  return path.size() == ask_path.size() || path[ask_path.size()] == '.' ||
         path[ask_path.size()] == '[';
}

const Ask* AskOf(const Form& form, std::string_view path, size_t* step) {
  for (size_t i = 0; i < form.steps.size(); ++i) {
    for (const Ask& ask : form.steps[i].asks) {
      if (!IsUnder(path, ask.path)) continue;
      if (step != nullptr) *step = i;
      return &ask;
    }
  }
  return nullptr;
}

const v1::Question* QuestionNamed(const v1::FormContext& context, std::string_view id) {
  for (const v1::Question& question : context.questions()) {
    if (question.id() == id) return &question;
  }
  return nullptr;
}

const v1::Question* QuestionAt(const v1::FormContext& context, std::string_view path) {
  PathSegment segment;
  while (NextSegment(path, segment)) {
    if (path.empty() && segment.has_key) return QuestionNamed(context, segment.key);
  }
  return nullptr;
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
    for (const v1::Choice& choice : list.choices()) {
      options.push_back({choice.value(), choice.label(), choice.hint()});
    }
  }
  return options;
}

std::vector<Option> OptionsOf(const v1::Question& question, const Texts& texts) {
  if (question.kind() == v1::QUESTION_KIND_YES_NO) {
    return {{"yes", texts[Text::kYes], ""}, {"no", texts[Text::kNo], ""}};
  }
  std::vector<Option> options;
  for (const v1::Choice& choice : question.choices()) {
    options.push_back({choice.value(), choice.label(), choice.hint()});
  }
  return options;
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

bool TakesText(const v1::Question& question) {
  return question.kind() == v1::QUESTION_KIND_SHORT_TEXT ||
         question.kind() == v1::QUESTION_KIND_LONG_TEXT;
}

bool TakesSome(const v1::Question& question) {
  return question.kind() == v1::QUESTION_KIND_SOME_OF;
}

Widget WidgetOf(const v1::Question& question) {
  switch (question.kind()) {
    case v1::QUESTION_KIND_LONG_TEXT:
      return Widget::kLongText;
    case v1::QUESTION_KIND_YES_NO:
    case v1::QUESTION_KIND_ONE_OF:
      return Widget::kRadios;
    case v1::QUESTION_KIND_SOME_OF:
      return Widget::kCheckboxes;
    default:
      return Widget::kText;
  }
}

}  // namespace muster::form
