#include "proto/form/wording.h"

#include "muster/v1/question.pb.h"
#include "proto/form/context_rules.h"
#include "proto/form/route.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

constexpr std::string_view kOutdated =
    "This form has changed since you opened it. Open the form again and check your answers";

std::string TooLong(std::string_view what, uint32_t most) {
  return Joined(what, " must be ", NumberText(most), most == 1 ? " character" : " characters",
                " or less");
}

bool IsChosen(const Field& field) {
  return field.widget == Widget::kRadios || field.widget == Widget::kCheckboxes ||
         field.widget == Widget::kSelect || field.widget == Widget::kCheckbox;
}

// "example", or the field's name in lower case.
std::string NounOf(const Field& field) {
  return field.item_noun.empty() ? WithLowerCaseStart(field.short_label)
                                 : std::string(field.item_noun);
}

std::string Missing(const Field& field) {
  return Joined(IsChosen(field) ? "Select " : "Enter ", WithLowerCaseStart(field.short_label));
}

std::string TooFew(const Field& field) {
  if (field.widget == Widget::kCheckboxes) {
    return Joined("Select at least ", NumberText(field.min_items));
  }
  const std::string noun = NounOf(field);
  return field.min_items == 1
             ? Joined("Add at least one ", noun)
             : Joined("Add at least ", NumberText(field.min_items), " ", noun, "s");
}

std::string TooMany(const Field& field) {
  if (field.widget == Widget::kCheckboxes) {
    return Joined("Select ", NumberText(field.max_items), " or fewer");
  }
  return Joined("You can add up to ", NumberText(field.max_items), " ", NounOf(field),
                field.max_items == 1 ? "" : "s");
}

}  // namespace

std::string_view HintedWording(const Field& field, std::string_view rule_id) {
  for (const ErrorText& error : field.errors) {
    if (error.rule_id == rule_id) return error.text;
  }
  return {};
}

std::string Wording(const Field& field, const rules::Violation& violation) {
  const std::string_view id = violation.rule_id;
  if (const std::string_view hinted = HintedWording(field, id); !hinted.empty()) {
    return std::string(hinted);
  }
  if (id == "required" || id == "string.min_len") return Missing(field);
  if (id == "string.max_len") return TooLong(field.short_label, field.max_length_characters);
  if (id == "repeated.min_items") return TooFew(field);
  if (id == "repeated.max_items") return TooMany(field);
  if (id == "repeated.unique") return Joined("Enter each ", NounOf(field), " only once");
  if (id == "enum.defined_only" || id == "context.choice_unknown") {
    return Joined("Select ", WithLowerCaseStart(field.short_label), " from the list");
  }
  if (id == "context.value_outdated") return std::string(kOutdated);
  if (id.starts_with("string.")) {
    return Joined("Enter ", WithLowerCaseStart(field.short_label), " in the correct format");
  }
  return Wording(violation);
}

std::string Wording(const v1::Question& question, const rules::Violation& violation) {
  const std::string_view id = violation.rule_id;
  const std::string quoted = Joined("“", question.label(), "”");
  if (id == "context.answer_too_long" || id == "string.max_len") {
    return TooLong(Joined("Your answer to ", quoted), MaxLengthCharacters(question));
  }
  if (TakesText(question)) return Joined("Enter an answer to ", quoted);
  return Joined("Select an answer to ", quoted);
}

std::string Wording(const rules::Violation& violation) {
  if (violation.rule_id == "context.question_unknown" ||
      violation.rule_id == "context.value_outdated") {
    return std::string(kOutdated);
  }
  return WithUpperCaseStart(violation.message);
}

}  // namespace muster::form
