#include "proto/form/errors.h"

#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/context_rules.h"
#include "proto/form/kind.h"
#include "proto/form/parts.h"
#include "proto/form/path.h"
#include "proto/form/payload.h"
#include "proto/form/question.h"
#include "proto/form/search.h"
#include "proto/form/text.h"
#include "proto/form/wording.h"

namespace muster::form {
namespace {

// More than a form can have, so that a page's own errors are never crowded out by others'.
constexpr size_t kViolationLimit = 10000;

constexpr size_t kNoEntry = static_cast<size_t>(-1);

// What a violation's path leads to in the answers.
struct Target {
  // Null: nothing that is asked.
  const Field* field = nullptr;
  std::string path;
  // Of the answer to a run-time question: which of its texts; kNoEntry for the answer as a whole.
  size_t entry = kNoEntry;
};

// The text that `element` points at in the answer to a run-time question.
size_t EntryOf(const Node& answer, const rules::FieldPathElement& element) {
  size_t values = 0;
  if (element.subscript != rules::FieldPathElement::Subscript::kIndex ||
      FieldNamed(*answer.message, kQuestionValues, &values) == nullptr) {
    return kNoEntry;
  }
  const std::vector<size_t>& origins = answer.values[values].origins;
  return element.index < origins.size() ? origins[static_cast<size_t>(element.index)] : kNoEntry;
}

// Follows a violation's path through the payload back to the answers.
Target Follow(const Form& form, const Node& payload, const rules::Violation& violation) {
  const auto& elements = violation.field.elements;
  Target target;
  if (elements.empty() || elements[0].field_name != form.content_name) return target;
  const Node* node = &payload;
  std::string group;
  for (size_t i = 1; i <= elements.size(); ++i) {
    if (i == elements.size()) {
      // The rule is about a message: it belongs to the field whose hints word it.
      for (const Field& field : node->message->fields) {
        if (HintedWording(field, violation.rule_id).empty()) continue;
        return {&field, FieldPathIn(group, field.name)};
      }
      return target;
    }
    size_t at = 0;
    const Field* field = FieldNamed(*node->message, elements[i].field_name, &at);
    if (field == nullptr) return target;
    const Value& value = node->values[at];
    target = {field, FieldPathIn(group, field->name)};
    const size_t index = static_cast<size_t>(elements[i].index);
    const bool indexed = elements[i].subscript == rules::FieldPathElement::Subscript::kIndex;
    if (field->widget == Widget::kQuestions) {
      size_t id = 0;
      if (!indexed || index >= value.nodes.size()) return target;
      FieldNamed(*field->message, kQuestionId, &id);
      const std::vector<std::string>& texts = value.nodes[index].values[id].texts;
      if (!texts.empty()) target.path = Joined(target.path, "[", texts[0], "]");
      if (i + 1 < elements.size()) target.entry = EntryOf(value.nodes[index], elements[i + 1]);
      return target;
    }
    if (field->type != Type::kMessage) {
      if (indexed && index < value.origins.size() && field->widget != Widget::kCheckboxes) {
        target.path = EntryPath(target.path, value.origins[index]);
      }
      return target;
    }
    const size_t entry = indexed ? index : 0;
    if (entry >= value.nodes.size()) return target;
    node = &value.nodes[entry];
    group = field->repeated ? EntryPath(target.path, node->origin) : target.path;
    target.path = group;
  }
  return target;
}

// Violations of a kQuestions ask that name a question of the context by the rule's path.
Target FollowMissing(const Form& form, const v1::FormContext& context, const Node& payload,
                     const rules::Violation& violation) {
  Target target = Follow(form, payload, violation);
  const auto& elements = violation.field.elements;
  if (violation.rule_id != "context.answer_required" || elements.empty()) return target;
  if (QuestionNamed(context, elements.back().string_key) != nullptr) {
    target.path = Joined(target.path, "[", elements.back().string_key, "]");
  }
  return target;
}

// What the answer that the error is about is, as far as one text is.
struct Blamed {
  const v1::Question* question = nullptr;
  Widget widget = Widget::kText;
  Limits limits;
  Verdict verdict;
};

// Takes the path of `target` on to the entry of an answer that is a list.
Blamed Blame(const v1::FormContext& context, const Answers& answers, Target& target) {
  Blamed blamed;
  if (target.field == nullptr) return blamed;
  blamed.widget = target.field->widget;
  if (blamed.widget == Widget::kQuestions) {
    blamed.question = QuestionAt(context, target.path);
    if (blamed.question == nullptr) return blamed;
    blamed.widget = WidgetOf(*blamed.question);
    blamed.limits = LimitsOf(*blamed.question);
    if (MostAnswers(*blamed.question) > 1 && target.entry != kNoEntry) {
      target.path = EntryPath(target.path, target.entry);
    }
  } else {
    blamed.limits = LimitsOf(*target.field);
  }
  const std::string text(Normalised(blamed.widget, answers.Get(target.path)));
  // Of an address that is wanted and blank, it is lines that are missing.
  if (!text.empty() || blamed.widget == Widget::kAddress) {
    blamed.verdict = Check(blamed.widget, text, blamed.limits);
  }
  return blamed;
}

std::string TextOf(const Texts& texts, const Blamed& blamed, const Target& target,
                   const rules::Violation& violation) {
  if (target.field == nullptr) return Wording(texts, violation);
  if (target.field->widget != Widget::kQuestions) {
    return Wording(texts, *target.field, violation, blamed.verdict);
  }
  return blamed.question == nullptr ? Wording(texts, violation)
                                    : Wording(texts, *blamed.question, violation, blamed.verdict);
}

// The first control to put right at `path`: the first wrong part of an answer with several.
std::string ControlAt(const Target& target, const Blamed& blamed, std::string_view path) {
  const std::span<const std::string_view> parts = PartNames(blamed.widget);
  const bool list = blamed.question != nullptr && MostAnswers(*blamed.question) > 1;
  if (list && target.entry == kNoEntry) return EntryPath(path, 0);
  if (parts.empty()) return FirstControlPath(*target.field, path);
  size_t part = 0;
  while (blamed.verdict.parts != 0 && (blamed.verdict.parts >> part & 1) == 0) ++part;
  return Joined(path, ".", parts[part]);
}

// Finds the place of the error at `placed.error.path`.
void FindPlace(const Route& route, const v1::FormContext& context, const Answers& answers,
               PlacedError& placed) {
  const std::string_view path = placed.error.path;
  const Ask* ask = nullptr;
  const size_t screen = path.empty() ? kNoScreen : route.Of(path, &ask);
  if (screen == kNoScreen || !IsAsked(*ask, context, answers)) return;
  const bool is_run_time = ask->field->widget == Widget::kQuestions;
  const v1::Question* question = is_run_time ? QuestionAt(context, path) : nullptr;
  // One that the server alone knows, or asks.
  if (is_run_time && (question == nullptr || !IsAsked(*question, ask->path, context, answers)))
    return;
  placed.screen = screen;
  placed.ask = static_cast<size_t>(ask - route[screen].step->asks.data());
  for (int i = 0; i < context.questions_size(); ++i) {
    if (&context.questions(i) == question) placed.question = static_cast<size_t>(i);
  }
}

bool IsBefore(const PlacedError& a, const PlacedError& b) {
  if (a.screen != b.screen) return a.screen < b.screen;
  return a.ask != b.ask ? a.ask < b.ask : a.question < b.question;
}

// One control shows one error, and nothing is said twice of one answer.
bool IsKnown(const std::vector<PlacedError>& errors, const FieldError& error) {
  return AnyOf(errors, [&](const PlacedError& other) {
    return other.error.path == error.path &&
           (other.error.text == error.text ||
            (!error.path.empty() && other.error.element_id == error.element_id));
  });
}

// Behind all that stand before or at the same place. There are few, and std::stable_sort is large.
void Insert(PlacedError placed, std::vector<PlacedError>& errors) {
  errors.push_back(std::move(placed));
  for (size_t at = errors.size() - 1; at > 0 && IsBefore(errors[at], errors[at - 1]); --at) {
    std::swap(errors[at], errors[at - 1]);
  }
}

std::vector<PlacedError> InOrder(const Form& form, const v1::FormContext& context,
                                 const Answers& answers, const rules::Violations& violations) {
  const Answers payload = PayloadTree(form, context, answers);
  const Route route(form, context);
  std::vector<PlacedError> errors;
  for (const rules::Violation& violation : violations) {
    const auto& elements = violation.field.elements;
    // The form's own machinery, the parent and the request's id, is for others to see to.
    if (!elements.empty() && elements[0].field_name != form.content_name) continue;
    Target target = FollowMissing(form, context, payload.root(), violation);
    Blamed blamed = Blame(context, answers, target);
    // Each line of an address has its own error; whatever else has one.
    uint32_t lines = blamed.widget == Widget::kAddress ? blamed.verdict.parts : 0;
    do {
      if (lines != 0) blamed.verdict.parts = lines & (0 - lines);
      lines &= lines - 1;
      PlacedError placed;
      placed.error.text = TextOf(*form.texts, blamed, target, violation);
      placed.error.path = target.path;
      FindPlace(route, context, answers, placed);
      if (target.field != nullptr && placed.screen != kNoScreen) {
        placed.error.element_id = ElementId(ControlAt(target, blamed, target.path));
      }
      if (!IsKnown(errors, placed.error)) Insert(std::move(placed), errors);
    } while (lines != 0);
  }
  return errors;
}

rules::Violations Validate(const Form& form, const v1::FormContext& context,
                           const Answers& answers) {
  rules::Violations violations(kViolationLimit);
  CheckRequest(form, context, RequestBytes(form, context, answers, ""), violations);
  return violations;
}

}  // namespace

std::vector<PlacedError> FindErrors(const Form& form, const v1::FormContext& context,
                                    const Answers& answers) {
  return InOrder(form, context, answers, Validate(form, context, answers));
}

std::vector<FieldError> ErrorsOnScreen(const std::vector<PlacedError>& errors, size_t screen) {
  std::vector<FieldError> on_screen;
  for (const PlacedError& placed : errors) {
    if (placed.screen == screen) on_screen.push_back(placed.error);
  }
  return on_screen;
}

std::vector<FieldError> ErrorsOnCheckPage(const Form& form, std::vector<PlacedError> errors) {
  std::vector<FieldError> all;
  for (PlacedError& placed : errors) {
    placed.error.element_id =
        placed.screen == kNoScreen ? std::string() : ChangeId(form, placed.error.path);
    all.push_back(std::move(placed.error));
  }
  return all;
}

std::string ChangeId(const Form& form, std::string_view path) {
  const Field* field = FieldAt(*form.content, path);
  // The entries of a list of texts share a row; those of a list of groups have their own.
  if (field != nullptr && field->type != Type::kMessage && field->repeated && path.back() == ']') {
    const std::string_view list = path.substr(0, path.rfind('['));
    const Field* named = FieldAt(*form.content, list);
    if (named != nullptr && named->widget != Widget::kQuestions) path = list;
  }
  return Joined("change-", ElementId(path));
}

bool MayBeBlank(const Form& form, const v1::FormContext& context, const Answers& answers,
                const Ask& ask) {
  const Field& field = *ask.field;
  if (field.required || field.min_items > 0) return false;
  const bool worded_elsewhere = AnyOf(field.errors, [](const ErrorText& error) {
    return !error.rule_id.starts_with("string.") && !error.rule_id.starts_with("repeated.");
  });
  if (!worded_elsewhere) return true;
  // A rule about several fields may want it: ask the rules themselves.
  Answers without = answers;
  without.Clear(ask.path);
  return !AnyOf(FindErrors(form, context, without),
                [&](const PlacedError& placed) { return placed.error.path == ask.path; });
}

std::vector<FieldError> CheckAll(const Form& form, const v1::FormContext& context,
                                 const Answers& answers) {
  return ErrorsOnCheckPage(form, FindErrors(form, context, answers));
}

std::vector<FieldError> ErrorsOf(const Form& form, const v1::FormContext& context,
                                 const Answers& answers, const rules::Violations& violations) {
  return ErrorsOnCheckPage(form, InOrder(form, context, answers, violations));
}

}  // namespace muster::form
