#include "proto/form/context_rules.h"

#include <string>

#include "muster/v1/form_context.pb.h"
#include "proto/form/answers.h"
#include "proto/form/kind.h"
#include "proto/form/path.h"
#include "proto/form/question.h"
#include "proto/form/route.h"
#include "proto/form/search.h"
#include "proto/form/text.h"
#include "proto/rules/violations.h"
#include "proto/rules/wire_reader.h"

namespace muster::form {
namespace {

// Of the field that holds the answers in every form's request.
constexpr uint32_t kContentNumber = 2;
constexpr uint8_t kMessageType = 11;

std::string_view RuleOf(Fault fault) {
  switch (fault) {
    case Fault::kTooSmall:
    case Fault::kTooLarge:
      return "context.answer_out_of_range";
    case Fault::kTooManyCharacters:
    case Fault::kTooManyWords:
      return "context.answer_too_long";
    default:
      return "context.answer_malformed";
  }
}

class ContextChecker {
 public:
  ContextChecker(const Form& form, const v1::FormContext& context, const Answers& answers,
                 rules::Violations& violations)
      : texts_(*form.texts), context_(context), answers_(answers), violations_(violations) {}

  // Steps into a field until `Leave`; `index` is kNoIndex for the field itself.
  void Enter(std::string_view name, uint32_t number, uint8_t type, size_t index = kNoIndex) {
    rules::FieldPathElement& element = path_.elements.emplace_back();
    element.field_number = static_cast<int32_t>(number);
    element.field_name = name;
    element.field_type = type;
    if (index == kNoIndex) return;
    element.subscript = rules::FieldPathElement::Subscript::kIndex;
    element.index = index;
  }

  void CheckNode(const Node& node, const std::string& group = {}) {
    for (size_t i = 0; i < node.values.size(); ++i) {
      const Field& field = node.message->fields[i];
      const std::string path =
          field.type == Type::kMessage ? FieldPathIn(group, field.name) : std::string();
      if (field.widget == Widget::kQuestions) {
        CheckAnswers(field, path, node.values[i]);
        continue;
      }
      for (size_t k = 0; k < node.values[i].nodes.size(); ++k) {
        Enter(field, field.repeated ? k : kNoIndex);
        CheckNode(node.values[i].nodes[k], path);
        Leave();
      }
      CheckTexts(field, node.values[i]);
    }
  }

  // Reports at the present place.
  void Add(std::string_view id, std::string_view message) {
    rules::Violation violation;
    violation.field = path_;
    violation.rule_id = id;
    violation.message = message;
    violations_.Add(std::move(violation));
    good_ = false;
  }

  bool good() const { return good_; }

 private:
  static constexpr size_t kNoIndex = static_cast<size_t>(-1);

  void Enter(const Field& field, size_t index = kNoIndex) {
    Enter(field.name, field.number, field.descriptor_type, index);
  }
  void Leave() { path_.elements.pop_back(); }

  void AddAt(const Field& field, size_t index, std::string_view id, std::string_view message) {
    Enter(field, index);
    Add(id, message);
    Leave();
  }

  // The others' texts are not here: Answers::Keep::kOfContext.
  void CheckTexts(const Field& field, const Value& value) {
    if (!IsOfContext(field)) return;
    const bool has_form = field.widget >= Widget::kTelephone;
    for (size_t i = 0; has_form && i < value.texts.size(); ++i) {
      CheckText(field, field.repeated ? i : kNoIndex, field.widget, value.texts[i],
                LimitsOf(field));
    }
    if (!field.choices_from.empty()) {
      const std::vector<Option> options = OptionsOf(field, context_);
      for (size_t i = 0; i < value.texts.size(); ++i) {
        if (IsOffered(options, value.texts[i])) continue;
        AddAt(field, field.repeated ? i : kNoIndex, "context.choice_unknown",
              Joined("must be one of the ", field.choices_from));
      }
    }
    if (field.value_from.empty() || value.texts.empty()) return;
    const std::string* wanted = TextNamed(context_, field.value_from);
    if (wanted == nullptr || value.texts[0] != Normalised(Widget::kText, *wanted)) {
      AddAt(field, kNoIndex, "context.value_outdated",
            Joined("must be the present ", field.value_from));
    }
  }

  void CheckText(const Field& field, size_t index, Widget widget, std::string_view text,
                 const Limits& limits) {
    const Fault fault = Check(widget, WithLineFeeds(text), limits).fault;
    if (fault != Fault::kNone) {
      AddAt(field, index, RuleOf(fault), "must be an answer as the question wants it");
    }
  }

  void CheckAnswers(const Field& field, const std::string& path, const Value& value) {
    size_t id = 0;
    size_t values = 0;
    if (FieldNamed(*field.message, kQuestionId, &id) == nullptr) return;
    const Field* values_field = FieldNamed(*field.message, kQuestionValues, &values);
    if (values_field == nullptr) return;
    std::vector<std::string_view> answered;
    for (size_t i = 0; i < value.nodes.size(); ++i) {
      const std::vector<std::string>& ids = value.nodes[i].values[id].texts;
      Enter(field, i);
      CheckAnswer(ids.empty() ? nullptr : QuestionNamed(context_, ids[0]), path, *values_field,
                  value.nodes[i].values[values].texts, answered);
      Leave();
    }
    for (const v1::Question& question : context_.questions()) {
      if (!question.required() || Contains(answered, question.id())) continue;
      if (!IsAsked(question, path, context_, answers_)) continue;
      Enter(field);
      path_.elements.back().subscript = rules::FieldPathElement::Subscript::kStringKey;
      path_.elements.back().string_key = question.id();
      Add("context.answer_required", "must be answered");
      Leave();
    }
  }

  // Adds the question to `answered` if this is an answer to it.
  void CheckAnswer(const v1::Question* question, const std::string& path, const Field& field,
                   const std::vector<std::string>& texts, std::vector<std::string_view>& answered) {
    if (question == nullptr) {
      return Add("context.question_unknown", "must answer a question that is asked");
    }
    if (Contains(answered, question->id())) {
      return Add("context.question_repeated", "must be the only answer to its question");
    }
    if (!AnyOf(texts, [](const std::string& text) { return !Trimmed(text).empty(); })) return;
    answered.push_back(question->id());
    if (!IsAsked(*question, path, context_, answers_)) {
      return Add("context.question_not_asked", "must answer a question that is asked");
    }
    if (!TakesSome(*question) && texts.size() > MostAnswers(*question)) {
      return AddAt(field, kNoIndex, "context.answer_count", "must not be more than are wanted");
    }
    if (!TakesText(*question)) return CheckChosen(*question, field, texts);
    for (size_t i = 0; i < texts.size(); ++i) {
      CheckText(field, i, WidgetOf(*question), texts[i], LimitsOf(*question));
    }
  }

  void CheckChosen(const v1::Question& question, const Field& field,
                   const std::vector<std::string>& texts) {
    const std::vector<Option> options = OptionsOf(question, texts_);
    for (size_t i = 0; i < texts.size(); ++i) {
      bool repeated = false;
      for (size_t k = 0; k < i; ++k) repeated = repeated || texts[k] == texts[i];
      if (!repeated && IsOffered(options, texts[i])) continue;
      AddAt(field, i, "context.answer_not_choice",
            "must be one of the question's choices, each once");
    }
    const bool excludes = AnyOf(options, [&](const Option& option) {
      return option.exclusive && Contains(texts, option.value);
    });
    if (excludes && texts.size() > 1) {
      AddAt(field, kNoIndex, "context.answer_exclusive", "must not be chosen with others");
    }
  }

  const Texts& texts_;
  const v1::FormContext& context_;
  const Answers& answers_;
  rules::Violations& violations_;
  rules::FieldPath path_;
  bool good_ = true;
};

}  // namespace

bool CheckContext(const Form& form, const v1::FormContext& context, std::string_view content_bytes,
                  rules::Violations& violations) {
  bool complete = true;
  const Answers answers =
      Answers::Parse(*form.content, content_bytes, &complete, Answers::Keep::kOfContext);
  ContextChecker checker(form, context, answers, violations);
  checker.Enter(form.content_name, kContentNumber, kMessageType);
  if (complete) {
    checker.CheckNode(answers.root());
  } else {
    checker.Add("context.too_large", "must not be larger than a form can hold");
  }
  return checker.good();
}

bool CheckRequest(const Form& form, const v1::FormContext& context, std::string_view request_bytes,
                  rules::Violations& violations) {
  const bool good = form.validate(request_bytes, violations);
  if (!good && violations.ok()) return false;
  const std::string content = rules::MergedBytesField(request_bytes, kContentNumber);
  return CheckContext(form, context, content, violations) && good;
}

}  // namespace muster::form
