#include "proto/form/errors.h"

#include <algorithm>
#include <compare>
#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/context_rules.h"
#include "proto/form/path.h"
#include "proto/form/payload.h"
#include "proto/form/search.h"
#include "proto/form/text.h"
#include "proto/form/wording.h"

namespace muster::form {
namespace {

// More than a form can have, so that a page's own errors are never crowded out by others'.
constexpr size_t kViolationLimit = 10000;

// What a violation's path leads to in the answers.
struct Target {
  // Null: nothing that is asked.
  const Field* field = nullptr;
  std::string path;
};

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

std::string TextOf(const v1::FormContext& context, const Target& target,
                   const rules::Violation& violation) {
  if (target.field == nullptr) return Wording(violation);
  if (target.field->widget == Widget::kQuestions) {
    const v1::Question* question = QuestionAt(context, target.path);
    return question == nullptr ? Wording(violation) : Wording(*question, violation);
  }
  return Wording(*target.field, violation);
}

// Where an error stands in the form: step, ask on it, order among its answers.
struct Position {
  size_t step = kNoStep;
  size_t ask = 0;
  size_t entry = 0;

  auto operator<=>(const Position&) const = default;
};

Position PositionOf(const Form& form, const v1::FormContext& context, const Answers& answers,
                    std::string_view path) {
  Position position;
  const Ask* ask = path.empty() ? nullptr : AskOf(form, path, &position.step);
  if (ask == nullptr || !IsOnRoute(*ask, answers)) return Position();
  position.ask = static_cast<size_t>(ask - form.steps[position.step].asks.data());
  if (ask->field->widget == Widget::kQuestions) {
    const v1::Question* question = QuestionAt(context, path);
    for (int i = 0; i < context.questions_size(); ++i) {
      if (&context.questions(i) == question) position.entry = static_cast<size_t>(i);
    }
  }
  return position;
}

std::vector<PlacedError> InOrder(const Form& form, const v1::FormContext& context,
                                 const Answers& answers, const rules::Violations& violations) {
  const Answers payload = PayloadTree(form, context, answers);
  std::vector<std::pair<Position, FieldError>> found;
  for (const rules::Violation& violation : violations) {
    const Target target = FollowMissing(form, context, payload.root(), violation);
    const bool about_content = !violation.field.elements.empty() &&
                               violation.field.elements[0].field_name == form.content_name;
    if (!about_content && violation.field.elements.size() > 0) continue;
    FieldError error{
        .path = target.path, .element_id = "", .text = TextOf(context, target, violation)};
    const Position position = PositionOf(form, context, answers, target.path);
    if (target.field != nullptr && position.step != kNoStep) {
      error.element_id = ElementId(FirstControlPath(*target.field, target.path));
    }
    const bool known = AnyOf(found, [&](const auto& other) {
      return other.second.path == error.path &&
             (!error.path.empty() || other.second.text == error.text);
    });
    if (known) continue;
    // Behind all that stand before or at the same place. There are few, and std::stable_sort is
    // large.
    size_t at = found.size();
    while (at > 0 && position < found[at - 1].first) --at;
    found.insert(found.begin() + static_cast<std::ptrdiff_t>(at), {position, std::move(error)});
  }
  std::vector<PlacedError> errors;
  for (auto& [position, error] : found) errors.push_back({position.step, std::move(error)});
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

std::vector<FieldError> ErrorsOnStep(const std::vector<PlacedError>& errors, size_t step) {
  std::vector<FieldError> on_step;
  for (const PlacedError& placed : errors) {
    if (placed.step == step) on_step.push_back(placed.error);
  }
  return on_step;
}

std::vector<FieldError> ErrorsOnCheckPage(const Form& form, std::vector<PlacedError> errors) {
  std::vector<FieldError> all;
  for (PlacedError& placed : errors) {
    placed.error.element_id =
        placed.step == kNoStep ? std::string() : ChangeId(form, placed.error.path);
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
