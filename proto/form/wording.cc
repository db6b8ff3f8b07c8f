#include "proto/form/wording.h"

#include "muster/v1/question.pb.h"
#include "proto/form/context_rules.h"
#include "proto/form/route.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

std::string TooLong(const Texts& texts, std::string_view what, uint32_t most) {
  return Filled(texts[most == 1 ? Text::kOneCharacterOrLess : Text::kCharactersOrLess],
                {what, NumberText(most)});
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

// What is said of the answer to a field, whatever it says.
std::string About(const Texts& texts, Text text, const Field& field) {
  return Filled(texts[text], {WithLowerCaseStart(field.short_label), field.short_label});
}

// What is said of how many entries a list has: `one` if the bound is one.
std::string Bound(const Texts& texts, const Field& field, uint32_t count, Text choices, Text one,
                  Text several) {
  if (field.widget == Widget::kCheckboxes) return Filled(texts[choices], {NumberText(count)});
  return Filled(texts[count == 1 ? one : several], {NounOf(field), NumberText(count)});
}

}  // namespace

std::string_view HintedWording(const Field& field, std::string_view rule_id) {
  for (const ErrorText& error : field.errors) {
    if (error.rule_id == rule_id) return error.text;
  }
  return {};
}

std::string Wording(const Texts& texts, const Field& field, const rules::Violation& violation) {
  const std::string_view id = violation.rule_id;
  if (const std::string_view hinted = HintedWording(field, id); !hinted.empty()) {
    return std::string(hinted);
  }
  if (id == "required" || id == "string.min_len") {
    return About(texts, IsChosen(field) ? Text::kSelect : Text::kEnter, field);
  }
  if (id == "string.max_len") {
    return TooLong(texts, field.short_label, field.max_length_characters);
  }
  if (id == "repeated.min_items") {
    return Bound(texts, field, field.min_items, Text::kSelectAtLeast, Text::kAddAtLeastOne,
                 Text::kAddAtLeast);
  }
  if (id == "repeated.max_items") {
    return Bound(texts, field, field.max_items, Text::kSelectAtMost, Text::kAddAtMostOne,
                 Text::kAddAtMost);
  }
  if (id == "repeated.unique") return Filled(texts[Text::kOnlyOnce], {NounOf(field)});
  if (id == "enum.defined_only" || id == "context.choice_unknown") {
    return About(texts, Text::kSelectFromList, field);
  }
  if (id == "context.value_outdated") return std::string(texts[Text::kFormHasChanged]);
  if (id.starts_with("string.")) return About(texts, Text::kWrongFormat, field);
  return Wording(texts, violation);
}

std::string Wording(const Texts& texts, const v1::Question& question,
                    const rules::Violation& violation) {
  const std::string_view id = violation.rule_id;
  if (id == "context.answer_too_long" || id == "string.max_len") {
    return TooLong(texts, Filled(texts[Text::kYourAnswer], {question.label()}),
                   MaxLengthCharacters(question));
  }
  return Filled(texts[TakesText(question) ? Text::kEnterAnswer : Text::kSelectAnswer],
                {question.label()});
}

std::string Wording(const Texts& texts, const rules::Violation& violation) {
  if (violation.rule_id == "context.question_unknown" ||
      violation.rule_id == "context.value_outdated") {
    return std::string(texts[Text::kFormHasChanged]);
  }
  return Filled(texts[Text::kOtherError], {WithUpperCaseStart(violation.message)});
}

}  // namespace muster::form
