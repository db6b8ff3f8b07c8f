#include "proto/form/question.h"

#include "muster/v1/form_context.pb.h"
#include "proto/form/path.h"
#include "proto/form/search.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

// Of a text question that says no limit of its own, and of one that counts words instead.
constexpr uint32_t kDefaultMaxLengthCharacters = 4000;
constexpr uint32_t kMaxLengthCharactersOfWords = 10000;
// Conditions that lead from question to question no further than this; the organiser's rules allow
// only earlier questions, so there is no circle, but the form does not rely on it.
constexpr int kMaxConditionDepth = 50;
// The list of the context whose choices are the themes.
constexpr std::string_view kThemes = "themes";

bool GivesEvidenceUnder(const v1::Question& question, const Node& node) {
  for (size_t i = 0; i < node.values.size(); ++i) {
    const bool themes = node.message->fields[i].choices_from == kThemes;
    if (themes && AnyOf(node.values[i].texts, [&](const std::string& theme) {
          return Contains(question.themes(), theme);
        })) {
      return true;
    }
    if (AnyOf(node.values[i].nodes,
              [&](const Node& child) { return GivesEvidenceUnder(question, child); })) {
      return true;
    }
  }
  return false;
}

bool IsAskedAt(int depth, const v1::Question& question, std::string_view path,
               const v1::FormContext& context, const Answers& answers) {
  if (Contains(context.frozen_question_ids(), question.id())) return false;
  if (!question.themes().empty() && !GivesEvidenceUnder(question, answers.root())) return false;
  if (!HasOwnPage(question)) return true;
  const v1::AnswerCondition& condition = question.shown_when();
  const v1::Question* decides = QuestionNamed(context, condition.question_id());
  if (decides == nullptr || depth >= kMaxConditionDepth) return false;
  return IsAskedAt(depth + 1, *decides, path, context, answers) &&
         AnyOf(condition.values(), [&](const std::string& value) {
           return answers.Has(AnswerPath(path, *decides), value);
         });
}

}  // namespace

const v1::Question* QuestionNamed(const v1::FormContext& context, std::string_view id) {
  for (const v1::Question& question : context.questions()) {
    if (question.id() == id) return &question;
  }
  return nullptr;
}

const v1::Question* QuestionAt(const v1::FormContext& context, std::string_view path) {
  PathSegment segment;
  while (NextSegment(path, segment)) {
    if (segment.has_key) return QuestionNamed(context, segment.key);
  }
  return nullptr;
}

std::string AnswerPath(std::string_view ask_path, const v1::Question& question) {
  return Joined(ask_path, "[", question.id(), "]");
}

Widget WidgetOf(const v1::Question& question) {
  constexpr Widget kWidgets[] = {
      Widget::kText,       Widget::kText,   Widget::kLongText,   Widget::kRadios, Widget::kRadios,
      Widget::kCheckboxes, Widget::kSelect, Widget::kNumber,     Widget::kDate,   Widget::kEmail,
      Widget::kTelephone,  Widget::kLink,   Widget::kCheckboxes, Widget::kAddress};
  const auto kind = static_cast<size_t>(question.kind());
  return kind < std::size(kWidgets) ? kWidgets[kind] : Widget::kText;
}

bool TakesText(const v1::Question& question) { return IsTyped(WidgetOf(question)); }

bool TakesSome(const v1::Question& question) { return WidgetOf(question) == Widget::kCheckboxes; }

size_t MostAnswers(const v1::Question& question) {
  return question.max_entries() > 1 ? static_cast<size_t>(question.max_entries()) : 1;
}

std::vector<Option> OptionsOf(const v1::Question& question, const Texts& texts) {
  if (question.kind() == v1::QUESTION_KIND_YES_NO) {
    return {{"yes", texts[Text::kYes], ""}, {"no", texts[Text::kNo], ""}};
  }
  if (question.kind() == v1::QUESTION_KIND_CONSENT) {
    return {{kAgreedValue, texts[Text::kAgreed], ""}};
  }
  std::vector<Option> options;
  for (const v1::Choice& choice : question.choices()) {
    options.push_back({choice.value(), choice.label(), choice.hint(), choice.exclusive()});
  }
  return options;
}

bool DropExcluded(const v1::FormContext& context, std::string_view path, std::string_view value,
                  Answers& answers) {
  const v1::Question* question = path.ends_with(']') ? QuestionAt(context, path) : nullptr;
  if (question == nullptr ||
      !AnyOf(question->choices(), [](const v1::Choice& choice) { return choice.exclusive(); })) {
    return false;
  }
  bool excludes = false;
  for (const v1::Choice& choice : question->choices()) {
    if (choice.value() == value) excludes = choice.exclusive();
  }
  bool dropped = false;
  for (const v1::Choice& choice : question->choices()) {
    if (choice.value() == value || !(excludes || choice.exclusive())) continue;
    dropped = dropped || answers.Has(path, choice.value());
    answers.Choose(path, choice.value(), false);
  }
  return dropped;
}

Limits LimitsOf(const v1::Question& question) {
  Limits limits;
  limits.words = static_cast<uint32_t>(question.max_length_words());
  limits.characters = static_cast<uint32_t>(question.max_length_characters());
  if (limits.characters == 0) {
    limits.characters =
        limits.words > 0 ? kMaxLengthCharactersOfWords : kDefaultMaxLengthCharacters;
  }
  limits.minimum = question.minimum();
  limits.maximum = question.maximum();
  limits.decimal_places = static_cast<uint32_t>(question.max_decimal_places());
  return limits;
}

Limits LimitsOf(const Field& field) {
  // Bounds of a field are rules of the contract, which say so themselves.
  constexpr uint32_t kAnyDecimals = 15;
  return {.characters = field.max_length_characters, .decimal_places = kAnyDecimals};
}

bool HasOwnPage(const v1::Question& question) {
  return !question.shown_when().question_id().empty();
}

bool IsAsked(const v1::Question& question, std::string_view path, const v1::FormContext& context,
             const Answers& answers) {
  return IsAskedAt(0, question, path, context, answers);
}

}  // namespace muster::form
