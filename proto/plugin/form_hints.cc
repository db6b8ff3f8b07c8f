#include "proto/plugin/form_hints.h"

#include <google/protobuf/descriptor.pb.h>

#include <memory>

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Member(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

std::string Text(const Message& message, const char* name) {
  const FieldDescriptor* field = Member(message, name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

std::vector<std::string> Texts(const Message& message, const char* name) {
  std::vector<std::string> texts;
  const FieldDescriptor* field = Member(message, name);
  if (field == nullptr) return texts;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    texts.push_back(message.GetReflection()->GetRepeatedString(message, field, i));
  }
  return texts;
}

bool Flag(const Message& message, const char* name) {
  const FieldDescriptor* field = Member(message, name);
  return field != nullptr && message.GetReflection()->GetBool(message, field);
}

std::vector<const Message*> Messages(const Message& message, const char* name) {
  std::vector<const Message*> messages;
  const FieldDescriptor* field = Member(message, name);
  if (field == nullptr) return messages;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    messages.push_back(&message.GetReflection()->GetRepeatedMessage(message, field, i));
  }
  return messages;
}

// Ids of the `cel` rules in `buf.validate.FieldRules` or `MessageRules`.
void AddCelIds(const Message& rules, std::set<std::string>& ids) {
  for (const Message* rule : Messages(rules, "cel")) ids.insert(Text(*rule, "id"));
  for (const std::string& expression : Texts(rules, "cel_expression")) ids.insert(expression);
}

void AddFieldRuleIds(const Message& rules, std::set<std::string>& ids) {
  AddCelIds(rules, ids);
  const auto* reflection = rules.GetReflection();
  const FieldDescriptor* required = Member(rules, "required");
  if (required != nullptr && reflection->GetBool(rules, required)) ids.insert("required");
  const auto* types = rules.GetDescriptor()->FindOneofByName("type");
  if (types == nullptr || !reflection->HasOneof(rules, types)) return;
  const FieldDescriptor* type = reflection->GetOneofFieldDescriptor(rules, types);
  const Message& type_rules = reflection->GetMessage(rules, type);
  std::vector<const FieldDescriptor*> set;
  type_rules.GetReflection()->ListFields(type_rules, &set);
  for (const FieldDescriptor* rule : set) {
    if (rule->name() == "items") {
      AddFieldRuleIds(type_rules.GetReflection()->GetMessage(type_rules, rule), ids);
    } else {
      ids.insert(type->name() + "." + rule->name());
      // The well-known formats say "empty" under an id of their own.
      ids.insert(type->name() + "." + rule->name() + "_empty");
    }
  }
}

}  // namespace

std::optional<FormHints> FormHintsOf(const Descriptor& message, const OptionReader& options) {
  const std::unique_ptr<Message> read = options.Read(message.options(), "muster.form.v1.form");
  if (read == nullptr) return {};
  FormHints hints;
  hints.id = Text(*read, "id");
  hints.content_field = Text(*read, "content_field");
  if (const FieldDescriptor* number = Member(*read, "receipt_copy_field_number")) {
    hints.receipt_copy_field_number = read->GetReflection()->GetInt32(*read, number);
  }
  hints.method = Text(*read, "method");
  for (const Message* page : Messages(*read, "pages")) {
    hints.pages.push_back({Text(*page, "id"), Text(*page, "title"), Texts(*page, "introduction"),
                           Flag(*page, "asks_if_complete")});
  }
  hints.subject = Text(*read, "subject");
  hints.check_title = Text(*read, "check_title");
  hints.send_label = Text(*read, "send_label");
  hints.receipt_title = Text(*read, "receipt_title");
  hints.receipt_next_steps = Texts(*read, "receipt_next_steps");
  hints.task_list_title = Text(*read, "task_list_title");
  hints.declaration = Texts(*read, "declaration");
  return hints;
}

std::optional<FieldHints> FieldHintsOf(const FieldDescriptor& field, const OptionReader& options) {
  const std::unique_ptr<Message> read = options.Read(field.options(), "muster.form.v1.field");
  if (read == nullptr) return {};
  FieldHints hints;
  hints.page = Text(*read, "page");
  hints.label = Text(*read, "label");
  hints.short_label = Text(*read, "short_label");
  if (hints.short_label.empty()) hints.short_label = hints.label;
  hints.hint = Text(*read, "hint");
  hints.widget = "WIDGET_UNSPECIFIED";
  if (const FieldDescriptor* widget = Member(*read, "widget")) {
    hints.widget = read->GetReflection()->GetEnum(*read, widget)->name();
  }
  hints.autocomplete = Text(*read, "autocomplete");
  for (const Message* error : Messages(*read, "errors")) {
    hints.errors.emplace_back(Text(*error, "rule_id"), Text(*error, "text"));
  }
  const FieldDescriptor* shown_when = Member(*read, "shown_when");
  if (shown_when != nullptr && read->GetReflection()->HasField(*read, shown_when)) {
    const Message& condition = read->GetReflection()->GetMessage(*read, shown_when);
    hints.shown_when_field = Text(condition, "field");
    hints.shown_when_values = Texts(condition, "values");
  }
  hints.choices_from = Text(*read, "choices_from");
  hints.value_from = Text(*read, "value_from");
  hints.label_from = Text(*read, "label_from");
  hints.item_noun = Text(*read, "item_noun");
  return hints;
}

std::optional<ValueHints> ValueHintsOf(const EnumValueDescriptor& value,
                                       const OptionReader& options) {
  const std::unique_ptr<Message> read = options.Read(value.options(), "muster.form.v1.value");
  if (read == nullptr) return {};
  return ValueHints{Text(*read, "label"), Text(*read, "hint")};
}

std::set<std::string> RuleIdsOf(const FieldDescriptor& field, const OptionReader& options) {
  std::set<std::string> ids;
  const std::unique_ptr<Message> rules = options.Read(field.options(), "buf.validate.field");
  if (rules != nullptr) AddFieldRuleIds(*rules, ids);
  const std::unique_ptr<Message> around =
      options.Read(field.containing_type()->options(), "buf.validate.message");
  if (around != nullptr) AddCelIds(*around, ids);
  return ids;
}

}  // namespace muster::plugin
