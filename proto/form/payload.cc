#include "proto/form/payload.h"

#include <algorithm>

#include "muster/v1/form_context.pb.h"
#include "proto/form/journey.h"
#include "proto/form/kind.h"
#include "proto/form/path.h"
#include "proto/form/question.h"
#include "proto/form/route.h"
#include "proto/form/text.h"
#include "proto/rules/wire.h"
#include "proto/rules/wire_reader.h"

namespace muster::form {
namespace {

// Fields of every form's request and reply: see FormHints in muster/form/v1/annotations.proto.
constexpr uint32_t kParentNumber = 1;
constexpr uint32_t kContentNumber = 2;
constexpr uint32_t kRequestIdNumber = 3;
constexpr uint32_t kLanguageCodeNumber = 5;
constexpr uint32_t kValidateOnlyNumber = 4;
constexpr uint32_t kReceiptNumber = 1;

class PayloadMaker {
 public:
  // `texts` null: choices are sent whether they are offered or not.
  PayloadMaker(const Texts* texts, const v1::FormContext& context, const Answers& answers)
      : texts_(texts), context_(context), answers_(answers) {}

  // The value to send for `field`. `blank`: set to false if a person has entered any of it.
  Value Make(const Field& field, const Value& typed, bool& blank) const {
    if (field.widget == Widget::kHidden) return Hidden(field, typed);
    return field.type == Type::kMessage ? Messages(field, typed, blank)
                                        : TextsOf(field, typed, blank);
  }

  // The same for what is asked on a step.
  Value Make(const Ask& ask, const Value& typed, bool& blank) const {
    return ask.field->widget == Widget::kQuestions ? Questions(ask, typed, blank)
                                                   : Make(*ask.field, typed, blank);
  }

 private:
  Value Hidden(const Field& field, const Value& typed) const {
    if (field.value_from.empty()) return typed;
    const std::string* text = TextNamed(context_, field.value_from);
    Value value;
    if (text != nullptr && !text->empty()) value.texts = {Normalised(Widget::kText, *text)};
    return value;
  }

  Value TextsOf(const Field& field, const Value& typed, bool& blank) const {
    Value value;
    const bool keeps_all = texts_ == nullptr || field.choices_from.empty();
    std::vector<Option> options;
    if (!keeps_all) options = OptionsOf(field, context_);
    for (size_t i = 0; i < typed.texts.size(); ++i) {
      std::string text =
          IsTyped(field.widget) ? Normalised(field.widget, typed.texts[i]) : typed.texts[i];
      if (text.empty() || !(keeps_all || IsOffered(options, text))) continue;
      value.texts.push_back(std::move(text));
      value.origins.push_back(i);
    }
    blank = blank && value.texts.empty();
    return value;
  }

  Value Messages(const Field& field, const Value& typed, bool& blank) const {
    Value value;
    for (size_t i = 0; i < typed.nodes.size(); ++i) {
      Node node(*field.message);
      node.origin = i;
      bool node_blank = true;
      for (size_t k = 0; k < node.values.size(); ++k) {
        node.values[k] = Make(field.message->fields[k], typed.nodes[i].values[k], node_blank);
      }
      if (node_blank) continue;
      blank = false;
      value.nodes.push_back(std::move(node));
    }
    return value;
  }

  // One answer for each question that is asked and has one, in the order of the questions.
  Value Questions(const Ask& ask, const Value& typed, bool& blank) const {
    const Field& field = *ask.field;
    Value value;
    size_t id = 0;
    size_t values = 0;
    if (FieldNamed(*field.message, kQuestionId, &id) == nullptr ||
        FieldNamed(*field.message, kQuestionValues, &values) == nullptr) {
      return value;
    }
    for (const v1::Question& question : context_.questions()) {
      if (!IsAsked(question, ask.path, context_, answers_)) continue;
      for (size_t i = 0; i < typed.nodes.size(); ++i) {
        const Node& answer = typed.nodes[i];
        if (answer.values[id].texts.empty() || answer.values[id].texts[0] != question.id())
          continue;
        Node node(*field.message);
        node.origin = i;
        node.values[id].texts = {question.id()};
        node.values[values] = Sent(question, answer.values[values]);
        if (node.values[values].texts.empty()) break;
        value.nodes.push_back(std::move(node));
        blank = false;
        break;
      }
    }
    return value;
  }

  Value Sent(const v1::Question& question, const Value& typed) const {
    Value value;
    const bool text = TakesText(question);
    const bool keeps_all = texts_ == nullptr || text;
    std::vector<Option> options;
    if (!keeps_all) options = OptionsOf(question, *texts_);
    for (size_t i = 0; i < typed.texts.size(); ++i) {
      std::string sent = text ? Normalised(WidgetOf(question), typed.texts[i]) : typed.texts[i];
      if (sent.empty() || !(keeps_all || IsOffered(options, sent))) continue;
      value.texts.push_back(std::move(sent));
      value.origins.push_back(i);
    }
    return value;
  }

  const Texts* const texts_;
  const v1::FormContext& context_;
  const Answers& answers_;
};

// Messages that are not repeated are always there: their own rules say what is missing in them.
void MakeMessages(Node& node) {
  for (size_t i = 0; i < node.values.size(); ++i) {
    const Field& field = node.message->fields[i];
    if (field.type != Type::kMessage || field.repeated) continue;
    if (node.values[i].nodes.empty()) node.values[i].nodes.emplace_back(*field.message);
    MakeMessages(node.values[i].nodes[0]);
  }
}

}  // namespace

Answers PayloadTree(const Form& form, const v1::FormContext& context, const Answers& answers,
                    bool was_sent) {
  Answers payload(*form.content);
  MakeMessages(payload.root());
  const PayloadMaker maker(was_sent ? nullptr : form.texts, context, answers);
  size_t bytes = 0;
  for (const Step& step : form.steps) {
    for (const Ask& ask : step.asks) {
      if (!IsOnRoute(ask, answers)) continue;
      const ConstSlot typed = Find(answers.root(), ask.path);
      const Slot sent = FindOrMake(payload.root(), ask.path, bytes);
      if (sent.value == nullptr) continue;
      bool blank = true;
      *sent.value = maker.Make(ask, typed.value == nullptr ? Value() : *typed.value, blank);
    }
  }
  return payload;
}

bool IsBlank(const Ask& ask, const v1::FormContext& context, const Answers& answers) {
  const ConstSlot typed = Find(answers.root(), ask.path);
  bool blank = true;
  if (typed.value != nullptr)
    PayloadMaker(nullptr, context, answers).Make(ask, *typed.value, blank);
  return blank;
}

std::string Payload(const Form& form, const v1::FormContext& context, const Answers& answers) {
  return PayloadTree(form, context, answers).Serialize();
}

std::string RequestBytes(const Form& form, const v1::FormContext& context, const Answers& answers,
                         std::string_view request_id, bool validate_only) {
  std::string bytes;
  if (!context.parent().empty()) rules::WriteBytesField(kParentNumber, context.parent(), bytes);
  rules::WriteBytesField(kContentNumber, Payload(form, context, answers), bytes);
  if (!request_id.empty()) {
    rules::WriteBytesField(kRequestIdNumber, Repaired(request_id), bytes);
  }
  if (validate_only) rules::WriteVarintField(kValidateOnlyNumber, 1, bytes);
  const std::string_view language = form.texts->language();
  if (language != "en") rules::WriteBytesField(kLanguageCodeNumber, language, bytes);
  return bytes;
}

std::string_view ReceiptBytes(std::string_view reply_bytes) {
  return rules::FindBytesField(reply_bytes, kReceiptNumber);
}

}  // namespace muster::form
