#include "tests/parity/message_generator.h"

#include <algorithm>
#include <map>
#include <utility>

#include "tests/parity/reflection.h"
#include "tests/parity/text_samples.h"

namespace muster::parity {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr size_t kBudgetBytes = 20'000;

std::vector<std::string> ValuesNamed(const v1::FormContext& context, const std::string& name) {
  std::vector<std::string> values;
  for (const v1::ChoiceList& list : context.choice_lists()) {
    if (list.name() != name) continue;
    for (const v1::Choice& choice : list.choices()) values.push_back(choice.value());
  }
  return values;
}

std::string TextNamed(const v1::FormContext& context, const std::string& name) {
  for (const v1::NamedText& text : context.texts()) {
    if (text.name() == name) return text.text();
  }
  return "";
}

size_t CountOf(Random& random, const FieldFacts& facts, bool wrong) {
  const size_t least = facts.min_items.value_or(0);
  const size_t most = facts.max_items.value_or(5);
  if (wrong && facts.min_items.has_value() && random.Chance(0.5)) return random.Below(least);
  if (wrong && facts.max_items.has_value()) return most + 1 + random.Below(2);
  if (random.Chance(0.05)) return most - random.Below(2);
  return least + random.Below(3);
}

int EnumNumber(Random& random, const FieldDescriptor* field, const FieldFacts& facts, bool wrong) {
  static const std::vector<int> undefined = {-1, 99, 2147483647, -2147483647 - 1, 7};
  if (wrong) return random.Chance(0.3) ? 0 : random.Pick(undefined);
  const int count = field->enum_type()->value_count();
  const int first = facts.required && count > 1 ? 1 : 0;
  return field->enum_type()
      ->value(first + static_cast<int>(random.Below(static_cast<size_t>(count - first))))
      ->number();
}

// Values of the kinds that are written in a form of their own, and some that are almost.
std::vector<std::string> SamplesOf(v1::QuestionKind kind) {
  switch (kind) {
    case v1::QUESTION_KIND_NUMBER:
      return {"0", "-5", "49.99", "50", "-5.01", "50.001", "1e1", "+1", "007", "1,000", ""};
    case v1::QUESTION_KIND_DATE:
      return {"2000-02-29", "2100-12-31", "2026-11-22",   "2000-02-28",
              "2101-01-01", "2026-02-30", "22\n11\n2026", "2026-1-1"};
    case v1::QUESTION_KIND_EMAIL:
      return {"ann@example.org", "a@b", "ann", "a b@c", "@"};
    case v1::QUESTION_KIND_TELEPHONE:
      return {"01632960001", "+441632960001", "01632 960001", "12345", "+"};
    case v1::QUESTION_KIND_LINK:
      return {"https://example.org", "http://a", "https://", "ftp://a", "https://a b"};
    case v1::QUESTION_KIND_ADDRESS:
      return {"1 High St\n\nLeeds\n\nLS1 4AP", "\n\n\n\n", "1\n2\n3\n4\n5", "1 High St"};
    default:
      return {};
  }
}

// One answer that suits the question, or, where `wrong`, one of the ways in which none does.
std::vector<std::string> AnswerTo(Random& random, const v1::Question& question, bool wrong) {
  std::vector<std::string> choices;
  for (const v1::Choice& choice : question.choices()) choices.push_back(choice.value());
  if (question.kind() == v1::QUESTION_KIND_YES_NO) choices = {"yes", "no"};
  if (question.kind() == v1::QUESTION_KIND_CONSENT) return {wrong ? "yes" : "agreed"};
  const std::vector<std::string> samples = SamplesOf(question.kind());
  if (!samples.empty()) return {wrong ? random.Pick(samples) : samples[0]};
  const size_t most =
      question.max_length_characters() > 0 ? question.max_length_characters() : 4000;
  if (choices.empty()) {
    if (!wrong) return {SomeText(random, random.Chance(0.1) ? most : 1 + random.Below(9), false)};
    if (random.Chance(0.5)) return {SomeText(random, most + 1, false)};
    return {"one", "two"};
  }
  if (!wrong && question.kind() == v1::QUESTION_KIND_SOME_OF) {
    // The last one excludes the others.
    if (random.Chance(0.3)) return {choices.back()};
    choices.pop_back();
    return choices;
  }
  if (!wrong) return {random.Pick(choices)};
  switch (random.Below(4)) {
    case 0:
      return {choices[0], choices[0]};
    case 1:
      return choices;
    case 2:
      return {""};
    default:
      return {"Yes"};
  }
}

// Whether a question is asked of who has given `answers` and chosen `themes`.
bool IsAsked(const v1::FormContext& context, const v1::Question& question,
             const std::map<std::string, std::vector<std::string>>& answers,
             const std::set<std::string>& themes) {
  const auto& frozen = context.frozen_question_ids();
  if (std::count(frozen.begin(), frozen.end(), question.id()) > 0) return false;
  const auto& of = question.themes();
  if (!of.empty() && std::none_of(of.begin(), of.end(), [&](const std::string& theme) {
        return themes.contains(theme);
      })) {
    return false;
  }
  if (!question.has_shown_when()) return true;
  const auto given = answers.find(question.shown_when().question_id());
  if (given == answers.end()) return false;
  const auto& wanted = question.shown_when().values();
  return std::any_of(given->second.begin(), given->second.end(), [&](const std::string& value) {
    return std::count(wanted.begin(), wanted.end(), value) > 0;
  });
}

// Every text of a message and of those in it, but those of lists.
void CollectTexts(const Message& message,
                  std::vector<std::pair<Message*, const FieldDescriptor*>>& out) {
  ForEachValue(message, [&](const Message& holder, const FieldDescriptor* field, int index) {
    if (field->message_type() != nullptr) return CollectTexts(PartAt(holder, field, index), out);
    if (field->is_repeated() || field->type() != FieldDescriptor::TYPE_STRING) return;
    out.emplace_back(const_cast<Message*>(&holder), field);
  });
}

}  // namespace

std::string MessageGenerator::TextOf(const FieldDescriptor* field, const FieldFacts& facts,
                                     Draft& draft) const {
  std::string text = ChooseText(field, facts, draft);
  draft.Spend(text.size());
  return text;
}

std::string MessageGenerator::ChooseText(const FieldDescriptor* field, const FieldFacts& facts,
                                         Draft& draft) const {
  Random& random = draft.random;
  const FieldFacts& hints = contract_->FactsOf(field);
  const bool wrong = random.Chance(draft.wrong_share);
  if (!wrong && field->name() == "parent") return draft.context.parent();
  const bool mistaken = random.Chance(draft.wrong_share * 0.5);
  if (!wrong && !mistaken && !hints.value_from.empty()) {
    return TextNamed(draft.context, hints.value_from);
  }
  if (!wrong && !mistaken && !hints.choices_from.empty()) {
    const std::vector<std::string> values = ValuesNamed(draft.context, hints.choices_from);
    if (!values.empty()) return random.Pick(values);
  }
  if (!wrong && !facts.allowed.empty()) return random.Pick(facts.allowed);
  if (wrong && draft.is_spent()) return "";
  if (wrong) return BadText(random, facts);
  const bool may_be_empty = !facts.required && !facts.email && !facts.uuid &&
                            facts.min_length.value_or(0) == 0 && !field->is_repeated();
  if (may_be_empty && random.Chance(hints.in_message_rule ? 0.05 : 0.2)) return "";
  if (!draft.is_spent() || facts.email || facts.uuid || !facts.pattern.empty()) {
    return GoodText(random, facts);
  }
  return SomeText(random, facts.min_length.value_or(1), false);
}

void MessageGenerator::CollectThemes(const Message& message, std::set<std::string>& themes) const {
  ForEachValue(message, [&](const Message& holder, const FieldDescriptor* field, int index) {
    if (field->message_type() != nullptr) CollectThemes(PartAt(holder, field, index), themes);
    if (contract_->FactsOf(field).choices_from == "themes") {
      themes.insert(ScalarAt(holder, field, index).text);
    }
  });
}

void MessageGenerator::FillAnswers(Message& message, const FieldDescriptor* field,
                                   Draft& draft) const {
  Random& random = draft.random;
  const FieldDescriptor* id = field->message_type()->FindFieldByName("question_id");
  const FieldDescriptor* values = field->message_type()->FindFieldByName("values");
  const auto add = [&](const std::string& question, const std::vector<std::string>& texts) {
    Message* answer = message.GetReflection()->AddMessage(&message, field);
    answer->GetReflection()->SetString(answer, id, question);
    for (const std::string& text : texts) {
      answer->GetReflection()->AddString(answer, values, text);
      draft.Spend(text.size());
    }
  };
  std::set<std::string> themes;
  CollectThemes(message, themes);
  std::map<std::string, std::vector<std::string>> given;
  for (const v1::Question& question : draft.context.questions()) {
    if (random.Chance(draft.wrong_share * 0.5)) continue;
    if (!question.required() && random.Chance(0.4)) continue;
    const bool anyway = random.Chance(draft.wrong_share);
    if (!anyway && !IsAsked(draft.context, question, given, themes)) continue;
    given[question.id()] = AnswerTo(random, question, random.Chance(draft.wrong_share));
    add(question.id(), given[question.id()]);
    if (random.Chance(draft.wrong_share * 0.3)) add(question.id(), {"again"});
  }
  if (random.Chance(draft.wrong_share * 0.3)) add("not-asked", {"yes"});
}

void MessageGenerator::FillList(Message& message, const FieldDescriptor* field,
                                Draft& draft) const {
  Random& random = draft.random;
  const FieldFacts& facts = contract_->FactsOf(field);
  // Answers that suit the questions, or any message of the type.
  if (facts.holds_answers && !random.Chance(draft.wrong_share)) {
    return FillAnswers(message, field, draft);
  }
  const size_t wanted = CountOf(random, facts, random.Chance(draft.wrong_share));
  const size_t count = draft.is_spent() ? std::min(wanted, facts.min_items.value_or(0)) : wanted;
  const Reflection* reflection = message.GetReflection();
  if (field->message_type() != nullptr) {
    for (size_t i = 0; i < count; ++i) Fill(*reflection->AddMessage(&message, field), draft);
    draft.Spend(count);
    return;
  }
  static const FieldFacts kNone;
  const FieldFacts& of_items = facts.items == nullptr ? kNone : *facts.items;
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    std::string text = TextOf(field, of_items, draft);
    if (facts.unique && !random.Chance(draft.wrong_share)) {
      for (int tries = 0; tries < 5; ++tries) {
        if (std::find(texts.begin(), texts.end(), text) == texts.end()) break;
        text = TextOf(field, of_items, draft);
      }
      if (std::find(texts.begin(), texts.end(), text) != texts.end()) continue;
    } else if (facts.unique && !texts.empty() && random.Chance(0.5)) {
      text = random.Pick(texts);
    }
    texts.push_back(text);
    reflection->AddString(&message, field, text);
  }
}

void MessageGenerator::FillField(Message& message, const FieldDescriptor* field,
                                 Draft& draft) const {
  Random& random = draft.random;
  const Reflection* reflection = message.GetReflection();
  if (field->is_repeated()) return FillList(message, field, draft);
  const FieldFacts& facts = contract_->FactsOf(field);
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->SetString(&message, field, TextOf(field, facts, draft));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (random.Chance(facts.required ? draft.wrong_share * 0.5 : 0.2)) return;
      return Fill(*reflection->MutableMessage(&message, field), draft);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(
          &message, field, EnumNumber(random, field, facts, random.Chance(draft.wrong_share)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(&message, field,
                                 field->name() == "validate_only" || random.Chance(0.5));
    default:
      return;  // The forms have no numbers; `RulesOf` would name their rules as never seen.
  }
}

void MessageGenerator::Fill(Message& message, Draft& draft) const {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    FillField(message, message.GetDescriptor()->field(i), draft);
  }
}

std::string MessageGenerator::Make(Random& random) const {
  static const std::vector<double> wrong_shares = {0, 0, 0, 0, 0, 0, 0.025, 0.1, 0.1, 0.5};
  Draft draft = {random, random.Pick(*contexts_), random.Pick(wrong_shares), kBudgetBytes};
  const std::unique_ptr<Message> request = contract_->NewMessage(request_type_);
  Fill(*request, draft);
  if (random.Chance(0.02)) {
    // A text that is not UTF-8.
    static const std::vector<std::string> broken = {
        "\x80", "a\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf0\x9f\xa7", "\xff"};
    std::vector<std::pair<Message*, const FieldDescriptor*>> texts;
    CollectTexts(*request, texts);
    if (!texts.empty()) {
      const auto& [holder, field] = random.Pick(texts);
      holder->GetReflection()->SetString(holder, field, random.Pick(broken));
    }
  }
  return request->SerializePartialAsString();
}

std::string Disturbed(Random& random, const std::string& bytes) {
  std::string changed = bytes;
  switch (random.Below(6)) {
    case 0:
      return changed.substr(0, random.Below(changed.size()));
    case 1:
      if (!changed.empty()) {
        changed[random.Below(changed.size())] ^= static_cast<char>(1u << random.Below(8));
      }
      return changed;
    case 2:
      return changed + std::string("\x9a\x3f\x01x\xa0\x3f\x05", 7);  // Unknown fields.
    case 3:
      return changed + changed;
    case 4:
      return changed + std::string("\x18\x05\x10\x01", 4);  // Known ones, other wire types.
    default: {
      static const std::vector<std::string> ends = {std::string("\x00", 1),
                                                    "\x0c",
                                                    "\x07",
                                                    "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
                                                    "\x0b",
                                                    "\x0a\x05"
                                                    "abc",
                                                    "\x0a\xff\xff\xff\xff\x0f",
                                                    "\x03\x04",
                                                    "\x23\x24"};
      return changed + random.Pick(ends);
    }
  }
}

}  // namespace muster::parity
