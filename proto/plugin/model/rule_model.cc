#include "proto/plugin/model/rule_model.h"

#include <google/protobuf/descriptor.pb.h>

#include <utility>

#include "proto/plugin/model/rule_compiler.h"
#include "proto/plugin/model/type_rules.h"

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::OneofDescriptor;

constexpr char kMessageOption[] = "buf.validate.message";
constexpr char kFieldOption[] = "buf.validate.field";
constexpr char kOneofOption[] = "buf.validate.oneof";
constexpr int kExtensionNumber = 1159;

const FieldDescriptor* Member(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}

bool Flag(const Message& message, const char* name) {
  return message.GetReflection()->GetBool(message, Member(message, name));
}

// `cel` and `cel_expression` of a message or a field.
void ReadCustomRules(const Message& options, const RulePath& path, bool paths_wanted,
                     RuleSubject subject, std::vector<Rule>& out, Diagnostics& diagnostics) {
  const auto* reflection = options.GetReflection();
  const std::vector<int> place = subject.place.path;
  for (const char* name : {"cel", "cel_expression"}) {
    const FieldDescriptor* field = Member(options, name);
    for (int i = 0; i < reflection->FieldSize(options, field); ++i) {
      RulePath rule_path;
      if (paths_wanted) rule_path = path, rule_path.push_back({field, i});
      subject.place.path = place;
      subject.place.path.insert(subject.place.path.end(), {field->number(), i});
      if (field->message_type() != nullptr) {
        CompileRule(reflection->GetRepeatedMessage(options, field, i), rule_path, subject, out,
                    diagnostics);
      } else {
        CompileExpression(reflection->GetRepeatedString(options, field, i), rule_path, subject, out,
                          diagnostics);
      }
    }
  }
}

// Reads the rules of one message.
class MessageReader {
 public:
  MessageReader(const Descriptor& message, const OptionReader& options, Diagnostics& diagnostics)
      : message_(message), options_(options), diagnostics_(diagnostics) {}

  MessageModel Read() {
    model_.message = &message_;
    const auto rules = options_.Read(message_.options(), kMessageOption);
    if (rules != nullptr) ReadMessageRules(*rules);
    for (int i = 0; i < message_.real_oneof_decl_count(); ++i) {
      const OneofDescriptor* oneof = message_.oneof_decl(i);
      const auto oneof_rules = options_.Read(oneof->options(), kOneofOption);
      if (oneof_rules != nullptr && Flag(*oneof_rules, "required")) {
        model_.required_oneofs.push_back(oneof);
      }
    }
    for (int i = 0; i < message_.field_count(); ++i) ReadField(*message_.field(i));
    return std::move(model_);
  }

 private:
  void ReadMessageRules(const Message& rules) {
    cel::Type type(cel::Type::Kind::kMessage);
    type.message = &message_;
    ReadCustomRules(rules, {}, false,
                    {type, message_.file()->pool(), PlaceOf(message_, {kExtensionNumber}), {}, {}},
                    model_.rules, diagnostics_);
    const FieldDescriptor* groups = Member(rules, "oneof");
    for (int i = 0; i < rules.GetReflection()->FieldSize(rules, groups); ++i) {
      ReadGroup(rules.GetReflection()->GetRepeatedMessage(rules, groups, i),
                PlaceOf(message_, {kExtensionNumber, groups->number(), i}));
    }
  }

  void ReadGroup(const Message& group, const Place& place) {
    const FieldDescriptor* names = Member(group, "fields");
    const auto* reflection = group.GetReflection();
    FieldGroup out;
    out.required = Flag(group, "required");
    for (int i = 0; i < reflection->FieldSize(group, names); ++i) {
      const std::string name = reflection->GetRepeatedString(group, names, i);
      const FieldDescriptor* field = message_.FindFieldByName(name);
      if (field == nullptr) {
        diagnostics_.Error(place, "oneof rule: " + message_.full_name() + " has no field '" + name +
                                      "': name fields of this message");
        continue;
      }
      for (const FieldDescriptor* known : out.fields) {
        if (known == field) diagnostics_.Error(place, "oneof rule names '" + name + "' twice");
      }
      out.fields.push_back(field);
      grouped_.insert(field);
    }
    if (out.fields.empty()) diagnostics_.Error(place, "oneof rule names no field");
    model_.groups.push_back(std::move(out));
  }

  void ReadField(const FieldDescriptor& field) {
    FieldModel out;
    out.field = &field;
    out.skips_unset = field.has_presence() || grouped_.count(&field) > 0;
    const auto rules = options_.Read(field.options(), kFieldOption);
    if (rules != nullptr) {
      const FieldDescriptor* ignore = Member(*rules, "ignore");
      const auto* reflection = rules->GetReflection();
      // Membership in a group only stands in for an `ignore` that is not written.
      if (reflection->HasField(*rules, ignore)) out.skips_unset = field.has_presence();
      const int mode = reflection->GetEnumValue(*rules, ignore);
      if (mode == kIgnoreIfZeroValue) out.skips_unset = true;
      out.value.ignored = mode == kIgnoreAlways;
      if (!out.value.ignored) {
        const FieldDescriptor* required = Member(*rules, "required");
        if (reflection->GetBool(*rules, required)) out.required = RulePath{{required, -1}};
        ReadValueRules(*rules, {}, {field, ValueRole::kField, PlaceOf(field, {kExtensionNumber})},
                       out.value);
      }
    }
    model_.fields.push_back(std::move(out));
  }

  // Which value of a field rules are about.
  enum class ValueRole { kField, kItem, kKey, kValue };
  struct ValueSubject {
    const FieldDescriptor& field;
    ValueRole role;
    Place place;

    // The field whose one value it is: of a map's key or value, that of the entry.
    const FieldDescriptor& element() const {
      if (role == ValueRole::kKey) return *field.message_type()->map_key();
      return role == ValueRole::kValue ? *field.message_type()->map_value() : field;
    }
    bool whole() const { return role == ValueRole::kField; }
    std::string name() const {
      const char* part = role == ValueRole::kKey     ? "the keys of "
                         : role == ValueRole::kValue ? "the values of "
                                                     : "";
      return part + ("field '" + field.name() + "'");
    }
    cel::Type type() const {
      cel::Type type = whole() ? cel::TypeOfField(field) : cel::TypeOfElement(element());
      type.nullable = false;  // Rules are for what is set.
      return type;
    }
  };

  void ReadValueRules(const Message& rules, const RulePath& path, const ValueSubject& subject,
                      ValueRules& out) {
    ReadCustomRules(rules, path, true,
                    {subject.type(), subject.field.file()->pool(), subject.place, {}, {}},
                    out.rules, diagnostics_);
    const FieldDescriptor* kind = SetKind(rules);
    if (kind == nullptr) return;
    Place place = subject.place;
    place.path.push_back(kind->number());
    const std::string mismatch =
        KindMismatch(*kind, subject.element(), subject.whole(), subject.name());
    if (!mismatch.empty()) return diagnostics_.Error(place, mismatch);
    RulePath type_path = path;
    type_path.push_back({kind, -1});
    const Message& type_rules = rules.GetReflection()->GetMessage(rules, kind);
    ReadTypeRules(type_rules, type_path, subject.type(), place, out);
    if (!subject.whole()) return;
    ReadPart(type_rules, "items", type_path, {subject.field, ValueRole::kItem, place}, out.items);
    ReadPart(type_rules, "keys", type_path, {subject.field, ValueRole::kKey, place}, out.keys);
    ReadPart(type_rules, "values", type_path, {subject.field, ValueRole::kValue, place},
             out.values);
  }

  // Rules of items, keys or values, if there are any.
  void ReadPart(const Message& rules, const char* name, RulePath path, ValueSubject subject,
                std::unique_ptr<ValueRules>& out) {
    const FieldDescriptor* part = Member(rules, name);
    if (part == nullptr || part->message_type() == nullptr ||
        part->message_type()->name() != "FieldRules" ||
        !rules.GetReflection()->HasField(rules, part)) {
      return;
    }
    const Message& part_rules = rules.GetReflection()->GetMessage(rules, part);
    out = std::make_unique<ValueRules>();
    const int mode =
        part_rules.GetReflection()->GetEnumValue(part_rules, Member(part_rules, "ignore"));
    out->ignored = mode == kIgnoreAlways;
    out->skips_zero = mode == kIgnoreIfZeroValue;
    if (out->ignored) return;
    path.push_back({part, -1});
    subject.place.path.push_back(part->number());
    ReadValueRules(part_rules, path, subject, *out);
  }

  // The rules of StringRules, Int32Rules and their like: each that is set brings its own
  // expressions.
  void ReadTypeRules(const Message& rules, const RulePath& path, const cel::Type& type,
                     const Place& place, ValueRules& out) {
    std::vector<const FieldDescriptor*> fields;
    rules.GetReflection()->ListFields(rules, &fields);
    for (const FieldDescriptor* field : fields) {
      RulePath rule_path = path;
      rule_path.push_back({field, -1});
      Place rule_place = place;
      rule_place.path.push_back(field->number());
      if (ReadNativeRule(rules, *field, rule_path, out)) continue;
      const auto predefined = options_.Read(field->options(), "buf.validate.predefined");
      if (predefined == nullptr) {
        if (!IsPart(*field)) diagnostics_.Error(rule_place, UnknownRule(*field));
        continue;
      }
      RuleSubject subject{type, field->file()->pool(), rule_place, {}, {}};
      subject.constants["rules"].kind = cel::Type::Kind::kMessage;
      subject.constants["rules"].message = &rules;
      subject.constant_types["rules"] = cel::Type::Kind::kMessage;
      subject.constant_types["rules"].message = rules.GetDescriptor();
      subject.constants["rule"] = cel::ReadField(rules, *field);
      subject.constant_types["rule"] = cel::TypeOfField(*field);
      const FieldDescriptor* expressions = Member(*predefined, "cel");
      for (int i = 0; i < predefined->GetReflection()->FieldSize(*predefined, expressions); ++i) {
        CompileRule(predefined->GetReflection()->GetRepeatedMessage(*predefined, expressions, i),
                    rule_path, subject, out.rules, diagnostics_);
      }
    }
    for (const std::string& text : UnknownRules(rules)) diagnostics_.Error(place, text);
  }

  const Descriptor& message_;
  const OptionReader& options_;
  Diagnostics& diagnostics_;
  MessageModel model_;
  std::set<const FieldDescriptor*> grouped_;
};

}  // namespace

MessageModel RuleReader::Read(const Descriptor& message, Diagnostics& diagnostics) const {
  return MessageReader(message, options_, diagnostics).Read();
}

bool RuleReader::HasOwnRules(const Descriptor& message) const {
  const auto [entry, added] = has_own_rules_.emplace(&message, false);
  if (!added) return entry->second;
  bool found = options_.Read(message.options(), kMessageOption) != nullptr;
  for (int i = 0; i < message.oneof_decl_count(); ++i) {
    found = found || options_.Read(message.oneof_decl(i)->options(), kOneofOption) != nullptr;
  }
  for (int i = 0; i < message.field_count(); ++i) {
    found = found || options_.Read(message.field(i)->options(), kFieldOption) != nullptr;
  }
  return entry->second = found;
}

bool RuleReader::HasRules(const Descriptor& message) const {
  std::set<const Descriptor*> seen;
  std::vector<const Descriptor*> open = {&message};
  while (!open.empty()) {
    const Descriptor* next = open.back();
    open.pop_back();
    if (!seen.insert(next).second || Refused(*next)) continue;
    if (HasOwnRules(*next)) return true;
    for (int i = 0; i < next->field_count(); ++i) {
      if (next->field(i)->message_type() != nullptr) open.push_back(next->field(i)->message_type());
    }
  }
  return false;
}

}  // namespace muster::plugin
