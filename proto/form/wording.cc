#include "proto/form/wording.h"

#include "muster/v1/question.pb.h"
#include "proto/form/date.h"
#include "proto/form/question.h"
#include "proto/form/text.h"
#include "proto/rules/decimal.h"

namespace muster::form {
namespace {

std::string TooLong(const Texts& texts, std::string_view what, uint32_t most) {
  return Filled(texts[most == 1 ? Text::kOneCharacterOrLess : Text::kCharactersOrLess],
                {what, NumberText(most)});
}

// A bound as people read it.
std::string BoundText(const Texts& texts, Widget widget, std::string_view bound) {
  if (widget == Widget::kDate) return IsSentDate(bound) ? DateText(texts, bound) : std::string();
  return std::string(bound);
}

// The parts of a date that are missing: "day", "day and month".
std::string MissingDateParts(const Texts& texts, std::string_view what, uint32_t parts) {
  constexpr Text kNames[] = {Text::kLowerDay, Text::kLowerMonth, Text::kLowerYear};
  std::string names;
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if ((parts >> i & 1) == 0) continue;
    names = names.empty() ? std::string(texts[kNames[i]])
                          : Filled(texts[Text::kAnd], {names, texts[kNames[i]]});
  }
  return Filled(texts[Text::kMustInclude], {what, names});
}

// What to do about one line of an address.
std::string_view AddressWording(const Texts& texts, uint32_t part) {
  if (part == 1) return texts[Text::kEnterAddressLine];
  return texts[part == 4 ? Text::kEnterTown : Text::kEnterPostcode];
}

// No value of its kind.
std::string MalformedWording(const Texts& texts, Widget widget, std::string_view what,
                             const Verdict& verdict) {
  switch (widget) {
    case Widget::kDate:
      if (verdict.fault == Fault::kMissingPart) return MissingDateParts(texts, what, verdict.parts);
      return Filled(texts[verdict.parts == 4 ? Text::kYearDigits : Text::kRealDate], {what});
    case Widget::kNumber:
      return Filled(texts[Text::kMustBeNumber], {what});
    case Widget::kAddress:
      return std::string(AddressWording(texts, verdict.parts));
    case Widget::kTelephone:
      return std::string(texts[Text::kEnterTelephone]);
    case Widget::kEmail:
      return std::string(texts[Text::kEnterEmail]);
    case Widget::kLink:
      return std::string(texts[Text::kEnterLink]);
    default:
      return {};
  }
}

// "{what} must be between 1 and 50".
std::string RangeWording(const Texts& texts, Widget widget, std::string_view what,
                         const Limits& limits) {
  const bool date = widget == Widget::kDate;
  const std::string least = BoundText(texts, widget, limits.minimum);
  const std::string most = BoundText(texts, widget, limits.maximum);
  if (!least.empty() && !most.empty()) return Filled(texts[Text::kBetween], {what, least, most});
  if (most.empty()) return Filled(texts[date ? Text::kOnOrAfter : Text::kOrMore], {what, least});
  return Filled(texts[date ? Text::kOnOrBefore : Text::kOrLess], {what, most});
}

// What the kind says of a text; empty if it says nothing.
std::string KindWording(const Texts& texts, Widget widget, std::string_view what,
                        const Limits& limits, const Verdict& verdict) {
  switch (verdict.fault) {
    case Fault::kNone:
      return {};
    case Fault::kMissingPart:
    case Fault::kImpossible:
      return MalformedWording(texts, widget, what, verdict);
    case Fault::kNotWhole:
      return Filled(texts[Text::kMustBeWhole], {what});
    case Fault::kTooManyDecimals:
      return Filled(
          texts[limits.decimal_places == 1 ? Text::kOneDecimalOrFewer : Text::kDecimalsOrFewer],
          {what, NumberText(limits.decimal_places)});
    case Fault::kTooSmall:
    case Fault::kTooLarge:
      return RangeWording(texts, widget, what, limits);
    case Fault::kTooManyCharacters:
      return TooLong(texts, what, limits.characters);
    case Fault::kTooManyWords:
      return Filled(texts[limits.words == 1 ? Text::kOneWordOrLess : Text::kWordsOrLess],
                    {what, NumberText(limits.words)});
  }
  return {};
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

std::string DateText(const Texts& texts, std::string_view date) {
  const CalendarDay day = CalendarDayOf(date);
  const auto month = static_cast<Text>(static_cast<uint32_t>(Text::kJanuary) + day.month - 1);
  std::string year;
  rules::AppendUnsigned(day.year, year);
  return Joined(NumberText(day.day), " ", texts[month], " ", year);
}

std::string_view HintedWording(const Field& field, std::string_view rule_id) {
  for (const ErrorText& error : field.errors) {
    if (error.rule_id == rule_id) return error.text;
  }
  return {};
}

std::string Wording(const Texts& texts, const Field& field, const rules::Violation& violation,
                    const Verdict& verdict) {
  const std::string_view id = violation.rule_id;
  if (const std::string_view hinted = HintedWording(field, id); !hinted.empty()) {
    return std::string(hinted);
  }
  if (verdict.fault != Fault::kNone && id != "required") {
    std::string text =
        KindWording(texts, field.widget, field.short_label, LimitsOf(field), verdict);
    if (!text.empty()) return text;
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
                    const rules::Violation& violation, const Verdict& verdict) {
  const std::string_view id = violation.rule_id;
  const std::string what = Filled(texts[Text::kYourAnswer], {question.label()});
  std::string text = KindWording(texts, WidgetOf(question), what, LimitsOf(question), verdict);
  if (!text.empty()) return text;
  if (id == "context.question_not_asked") return Filled(texts[Text::kNotAskedAnyMore], {what});
  // The server may know a later question of this id, with choices that are not here.
  const std::vector<Option> options = OptionsOf(question, texts);
  if (id == "context.answer_exclusive" && !options.empty()) {
    return Filled(texts[Text::kOnlyExclusive], {question.label(), options.back().label});
  }
  if (question.kind() == v1::QUESTION_KIND_CONSENT) {
    return Filled(texts[Text::kMustAgree], {question.label()});
  }
  return Filled(texts[TakesText(question) ? Text::kEnterAnswer : Text::kSelectAnswer],
                {question.label()});
}

std::string Wording(const Texts& texts, const rules::Violation& violation) {
  // Of a question that this page does not have.
  if (violation.rule_id == "context.answer_required" ||
      violation.rule_id == "context.question_unknown" ||
      violation.rule_id == "context.value_outdated") {
    return std::string(texts[Text::kFormHasChanged]);
  }
  return Filled(texts[Text::kOtherError], {WithUpperCaseStart(violation.message)});
}

}  // namespace muster::form
