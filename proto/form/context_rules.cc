#include "proto/form/context_rules.h"

#include <algorithm>
#include <string>

#include "muster/v1/form_context.pb.h"
#include "proto/form/answers.h"
#include "proto/form/path.h"
#include "proto/form/route.h"
#include "proto/form/search.h"
#include "proto/form/text.h"
#include "proto/form/wire_reader.h"
#include "proto/rules/violations.h"

namespace muster::form {
namespace {

// Of a text question that says no limit of its own.
constexpr uint32_t kDefaultMaxLengthCharacters = 4000;
// Of the field that holds the answers in every form's request.
constexpr uint32_t kContentNumber = 2;
constexpr int32_t kMessageType = 11;

bool IsOffered(const std::vector<Option>& options, std::string_view value) {
  return AnyOf(options, [&](const Option& option) { return option.value == value; });
}

class ContextChecker {
 public:
  ContextChecker(const v1::FormContext& context, rules::Violations& violations)
      : context_(context), violations_(violations) {}

  void CheckNode(const Node& node, const rules::FieldPath& at) {
    for (size_t i = 0; i < node.values.size(); ++i) {
      const Field& field = node.message->fields[i];
      if (field.widget == Widget::kQuestions) {
        CheckAnswers(field, node.values[i], at);
        continue;
      }
      for (size_t k = 0; k < node.values[i].nodes.size(); ++k) {
        CheckNode(node.values[i].nodes[k], Entry(at, field, k));
      }
      CheckTexts(field, node.values[i], at);
    }
  }

  void Add(rules::FieldPath at, std::string_view id, std::string message) {
    rules::Violation violation;
    violation.field = std::move(at);
    violation.rule_id = id;
    violation.message = std::move(message);
    violations_.Add(std::move(violation));
    good_ = false;
  }

  bool good() const { return good_; }

 private:
  static rules::FieldPath Under(rules::FieldPath at, const Field& field) {
    rules::FieldPathElement element;
    element.field_number = static_cast<int32_t>(field.number);
    element.field_name = field.name;
    element.field_type = field.descriptor_type;
    at.elements.push_back(std::move(element));
    return at;
  }

  static rules::FieldPath Entry(const rules::FieldPath& at, const Field& field, size_t index) {
    rules::FieldPath path = Under(at, field);
    if (!field.repeated) return path;
    path.elements.back().subscript = rules::FieldPathElement::Subscript::kIndex;
    path.elements.back().index = index;
    return path;
  }

  void CheckTexts(const Field& field, const Value& value, const rules::FieldPath& at) {
    if (!field.choices_from.empty()) {
      const std::vector<Option> options = OptionsOf(field, context_);
      for (size_t i = 0; i < value.texts.size(); ++i) {
        if (IsOffered(options, value.texts[i])) continue;
        Add(Entry(at, field, i), "context.choice_unknown",
            Joined("must be one of the ", field.choices_from));
      }
    }
    if (field.value_from.empty() || value.texts.empty()) return;
    const std::string* wanted = TextNamed(context_, field.value_from);
    if (wanted == nullptr || value.texts[0] != Normalised(Widget::kText, *wanted)) {
      Add(Under(at, field), "context.value_outdated",
          Joined("must be the present ", field.value_from));
    }
  }

  void CheckAnswers(const Field& field, const Value& value, const rules::FieldPath& at) {
    size_t id = 0;
    size_t values = 0;
    if (FieldNamed(*field.message, kQuestionId, &id) == nullptr) return;
    const Field* values_field = FieldNamed(*field.message, kQuestionValues, &values);
    if (values_field == nullptr) return;
    std::vector<std::string_view> answered;
    for (size_t i = 0; i < value.nodes.size(); ++i) {
      const std::vector<std::string>& ids = value.nodes[i].values[id].texts;
      const v1::Question* question = ids.empty() ? nullptr : QuestionNamed(context_, ids[0]);
      const rules::FieldPath entry = Entry(at, field, i);
      if (question == nullptr) {
        Add(entry, "context.question_unknown", "must answer a question that is asked");
        continue;
      }
      if (Contains(answered, question->id())) {
        Add(entry, "context.question_repeated", "must be the only answer to its question");
        continue;
      }
      const std::vector<std::string>& texts = value.nodes[i].values[values].texts;
      if (!AnyOf(texts, [](const std::string& text) { return !Trimmed(text).empty(); })) continue;
      answered.push_back(question->id());
      CheckAnswer(*question, *values_field, texts, entry);
    }
    CheckRequired(field, answered, at);
  }

  void CheckRequired(const Field& field, const std::vector<std::string_view>& answered,
                     const rules::FieldPath& at) {
    for (const v1::Question& question : context_.questions()) {
      if (!question.required()) continue;
      if (Contains(answered, question.id())) continue;
      rules::FieldPath path = Under(at, field);
      path.elements.back().subscript = rules::FieldPathElement::Subscript::kStringKey;
      path.elements.back().string_key = question.id();
      Add(std::move(path), "context.answer_required", "must be answered");
    }
  }

  void CheckAnswer(const v1::Question& question, const Field& field,
                   const std::vector<std::string>& texts, const rules::FieldPath& entry) {
    if (!TakesSome(question) && texts.size() > 1) {
      Add(Under(entry, field), "context.answer_count", "must be one value");
      return;
    }
    if (TakesText(question)) {
      if (CountCodePoints(WithLineFeeds(texts[0])) > MaxLengthCharacters(question)) {
        Add(Entry(entry, field, 0), "context.answer_too_long",
            Joined("must be at most ", NumberText(MaxLengthCharacters(question)), " characters"));
      }
      return;
    }
    const std::vector<Option> options = OptionsOf(question);
    for (size_t i = 0; i < texts.size(); ++i) {
      const auto begin = texts.begin();
      const bool repeated = std::find(begin, begin + static_cast<std::ptrdiff_t>(i), texts[i]) !=
                            begin + static_cast<std::ptrdiff_t>(i);
      if (!repeated && IsOffered(options, texts[i])) continue;
      Add(Entry(entry, field, i), "context.answer_not_choice",
          "must be one of the question's choices, each once");
    }
  }

  const v1::FormContext& context_;
  rules::Violations& violations_;
  bool good_ = true;
};

}  // namespace

bool CheckContext(const Form& form, const v1::FormContext& context, std::string_view content_bytes,
                  rules::Violations& violations) {
  bool complete = true;
  const Answers answers = Answers::Parse(*form.content, content_bytes, &complete);
  ContextChecker checker(context, violations);
  rules::FieldPath path;
  rules::FieldPathElement content;
  content.field_number = kContentNumber;
  content.field_name = form.content_name;
  content.field_type = kMessageType;
  path.elements.push_back(std::move(content));
  if (complete) {
    checker.CheckNode(answers.root(), path);
  } else {
    checker.Add(path, "context.too_large", "must not be larger than a form can hold");
  }
  return checker.good();
}

bool CheckRequest(const Form& form, const v1::FormContext& context, std::string_view request_bytes,
                  rules::Violations& violations) {
  const bool good = form.validate(request_bytes, violations);
  if (!good && violations.ok()) return false;
  const std::string content = MergedBytesField(request_bytes, kContentNumber);
  return CheckContext(form, context, content, violations) && good;
}

uint32_t MaxLengthCharacters(const v1::Question& question) {
  return question.max_length_characters() > 0
             ? static_cast<uint32_t>(question.max_length_characters())
             : kDefaultMaxLengthCharacters;
}

}  // namespace muster::form
