#include "tests/parity/contract.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "google/protobuf/descriptor.pb.h"

namespace muster::parity {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* Named(const Message& message, const std::string& name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

const Message* SubMessage(const Message& message, const std::string& name) {
  const FieldDescriptor* field = Named(message, name);
  if (field == nullptr || !message.GetReflection()->HasField(message, field)) return nullptr;
  return &message.GetReflection()->GetMessage(message, field);
}

bool IsTrue(const Message& message, const std::string& name) {
  const FieldDescriptor* field = Named(message, name);
  return field != nullptr && message.GetReflection()->GetBool(message, field);
}

std::string Text(const Message& message, const std::string& name) {
  const FieldDescriptor* field = Named(message, name);
  return field == nullptr ? "" : message.GetReflection()->GetString(message, field);
}

std::optional<uint64_t> Number(const Message& message, const std::string& name) {
  const FieldDescriptor* field = Named(message, name);
  if (field == nullptr || !message.GetReflection()->HasField(message, field)) return std::nullopt;
  return message.GetReflection()->GetUInt64(message, field);
}

std::vector<std::string> Texts(const Message& message, const std::string& name) {
  std::vector<std::string> texts;
  const FieldDescriptor* field = Named(message, name);
  for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
    texts.push_back(message.GetReflection()->GetRepeatedString(message, field, i));
  }
  return texts;
}

void AddCelIds(const Message& rules, std::set<std::string>& ids) {
  const FieldDescriptor* field = Named(rules, "cel");
  if (field == nullptr) return;
  for (int i = 0; i < rules.GetReflection()->FieldSize(rules, field); ++i) {
    ids.insert(Text(rules.GetReflection()->GetRepeatedMessage(rules, field, i), "id"));
  }
}

// "string.max_len" for each rule that is set; `items` and its like hold rules of other values.
void AddIds(const Message& rules, std::set<std::string>& ids) {
  if (IsTrue(rules, "required")) ids.insert("required");
  AddCelIds(rules, ids);
  std::vector<const FieldDescriptor*> kinds;
  rules.GetReflection()->ListFields(rules, &kinds);
  for (const FieldDescriptor* kind : kinds) {
    if (kind->containing_oneof() == nullptr) continue;
    const Message& of_kind = rules.GetReflection()->GetMessage(rules, kind);
    std::vector<const FieldDescriptor*> set;
    of_kind.GetReflection()->ListFields(of_kind, &set);
    for (const FieldDescriptor* rule : set) {
      if (rule->type() != FieldDescriptor::TYPE_MESSAGE)
        ids.insert(kind->name() + "." + rule->name());
    }
  }
}

FieldFacts FactsFrom(const Message& rules) {
  FieldFacts facts;
  facts.required = IsTrue(rules, "required");
  AddIds(rules, facts.rule_ids);
  if (const Message* text = SubMessage(rules, "string")) {
    facts.email = IsTrue(*text, "email");
    facts.uuid = IsTrue(*text, "uuid");
    facts.min_length = Number(*text, "min_len");
    facts.max_length = Number(*text, "max_len");
    facts.pattern = Text(*text, "pattern");
    facts.allowed = Texts(*text, "in");
  }
  if (const Message* choice = SubMessage(rules, "enum")) {
    facts.defined_only = IsTrue(*choice, "defined_only");
  }
  if (const Message* list = SubMessage(rules, "repeated")) {
    facts.unique = IsTrue(*list, "unique");
    facts.min_items = Number(*list, "min_items");
    facts.max_items = Number(*list, "max_items");
    if (const Message* items = SubMessage(*list, "items")) {
      facts.items = std::make_unique<FieldFacts>(FactsFrom(*items));
    }
  }
  return facts;
}

}  // namespace

std::unique_ptr<Contract> Contract::Load(const std::string& descriptor_set) {
  google::protobuf::FileDescriptorSet files;
  if (!files.ParseFromString(descriptor_set)) return nullptr;
  std::unique_ptr<Contract> contract(new Contract);
  for (const google::protobuf::FileDescriptorProto& file : files.file()) {
    if (contract->pool_.BuildFile(file) == nullptr) return nullptr;
  }
  // With the pool, options know the extensions.
  contract->factory_ = std::make_unique<google::protobuf::DynamicMessageFactory>(&contract->pool_);
  return contract;
}

const Descriptor* Contract::RequestOf(const std::string& method_path) const {
  std::string name = method_path.substr(std::min<size_t>(1, method_path.size()));
  std::replace(name.begin(), name.end(), '/', '.');
  const google::protobuf::MethodDescriptor* method = pool_.FindMethodByName(name);
  return method == nullptr ? nullptr : method->input_type();
}

std::unique_ptr<Message> Contract::NewMessage(const Descriptor* type) const {
  return std::unique_ptr<Message>(factory_->GetPrototype(type)->New());
}

std::unique_ptr<Message> Contract::OptionsOf(const std::string& type, const Message& raw) const {
  std::unique_ptr<Message> options = NewMessage(pool_.FindMessageTypeByName(type));
  options->ParseFromString(raw.SerializeAsString());
  return options;
}

bool Contract::IsWantedByMessage(const FieldDescriptor* field) const {
  const auto options =
      OptionsOf("google.protobuf.MessageOptions", field->containing_type()->options());
  const FieldDescriptor* extension = pool_.FindExtensionByName("buf.validate.message");
  const Message& rules = options->GetReflection()->GetMessage(*options, extension);
  const FieldDescriptor* cel = Named(rules, "cel");
  for (int i = 0; i < rules.GetReflection()->FieldSize(rules, cel); ++i) {
    const std::string rule =
        Text(rules.GetReflection()->GetRepeatedMessage(rules, cel, i), "expression");
    if (rule.find("this." + field->name() + " != ''") != std::string::npos) return true;
  }
  return false;
}

FieldFacts Contract::ReadFacts(const FieldDescriptor* field) const {
  const auto options = OptionsOf("google.protobuf.FieldOptions", field->options());
  const auto extension = [&](const char* name) {
    const FieldDescriptor* found = pool_.FindExtensionByName(name);
    return found != nullptr && options->GetReflection()->HasField(*options, found)
               ? &options->GetReflection()->GetMessage(*options, found)
               : nullptr;
  };
  FieldFacts facts;
  if (const Message* rules = extension("buf.validate.field")) facts = FactsFrom(*rules);
  facts.in_message_rule = IsWantedByMessage(field);
  if (const Message* hints = extension("muster.form.v1.field")) {
    facts.choices_from = Text(*hints, "choices_from");
    facts.value_from = Text(*hints, "value_from");
    const FieldDescriptor* widget = Named(*hints, "widget");
    facts.holds_answers =
        hints->GetReflection()->GetEnum(*hints, widget)->name() == "WIDGET_QUESTIONS";
  }
  return facts;
}

const FieldFacts& Contract::FactsOf(const FieldDescriptor* field) const {
  const auto known = facts_.find(field);
  if (known != facts_.end()) return known->second;
  return facts_.emplace(field, ReadFacts(field)).first->second;
}

void Contract::AddRules(const Descriptor* type, const std::string& prefix,
                        std::set<std::string>& rules) const {
  const auto options = OptionsOf("google.protobuf.MessageOptions", type->options());
  const FieldDescriptor* extension = pool_.FindExtensionByName("buf.validate.message");
  std::set<std::string> ids;
  AddCelIds(options->GetReflection()->GetMessage(*options, extension), ids);
  for (const std::string& id : ids) rules.insert(prefix + ": " + id);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const FieldFacts& facts = FactsOf(field);
    std::string path = prefix.empty() ? field->name() : prefix + "." + field->name();
    for (const std::string& id : facts.rule_ids) rules.insert(path + ": " + id);
    if (field->is_repeated()) path += "[]";
    if (facts.items != nullptr) {
      for (const std::string& id : facts.items->rule_ids) rules.insert(path + ": " + id);
    }
    if (field->message_type() != nullptr) AddRules(field->message_type(), path, rules);
  }
}

std::set<std::string> Contract::RulesOf(const Descriptor* type) const {
  std::set<std::string> rules;
  AddRules(type, "", rules);
  return rules;
}

}  // namespace muster::parity
