#include "proto/plugin/model/type_rules.h"

#include <google/protobuf/unknown_field_set.h>

#include <string_view>

#include "proto/plugin/cel/type.h"

namespace muster::plugin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The name of the rules for one value of `field`: those of scalars have the names of the types.
std::string KindOfElement(const FieldDescriptor& field) {
  if (field.type() == FieldDescriptor::TYPE_ENUM) return "enum";
  if (field.message_type() == nullptr) return field.type_name();
  if (const FieldDescriptor* wrapped = cel::WrappedField(*field.message_type())) {
    return wrapped->type_name();
  }
  const std::string& name = field.message_type()->full_name();
  if (name == "google.protobuf.Any") return "any";
  if (name == "google.protobuf.Duration") return "duration";
  if (name == "google.protobuf.FieldMask") return "field_mask";
  return name == "google.protobuf.Timestamp" ? "timestamp" : "";
}

std::string KindOf(const FieldDescriptor& field, bool whole) {
  if (whole && field.is_map()) return "map";
  return whole && field.is_repeated() ? "repeated" : KindOfElement(field);
}

}  // namespace

const FieldDescriptor* SetKind(const Message& field_rules) {
  const auto* type = field_rules.GetDescriptor()->FindOneofByName("type");
  return field_rules.GetReflection()->GetOneofFieldDescriptor(field_rules, type);
}

std::string KindMismatch(const FieldDescriptor& kind, const FieldDescriptor& field, bool whole,
                         const std::string& name) {
  const std::string wanted = KindOf(field, whole);
  if (kind.name() == wanted) return "";
  const std::string advice = wanted.empty() ? "rules for its fields belong to the message itself"
                                            : "use " + wanted + " rules";
  return kind.name() + " rules do not go with " + name + ": " + advice;
}

bool ReadNativeRule(const Message& rules, const FieldDescriptor& field, const RulePath& path,
                    ValueRules& out) {
  const std::string& kind = rules.GetDescriptor()->name();
  const auto* reflection = rules.GetReflection();
  if (kind == "EnumRules" && field.name() == "defined_only") {
    if (reflection->GetBool(rules, &field)) out.defined_only = path;
    return true;
  }
  // `strict` only says how well_known_regex is meant.
  if (kind == "StringRules" && field.name() == "strict") return true;
  if (kind != "AnyRules") return false;
  const bool in = field.name() == "in";
  if (!in && field.name() != "not_in") return false;
  (in ? out.any_in : out.any_not_in) = path;
  for (int i = 0; i < reflection->FieldSize(rules, &field); ++i) {
    (in ? out.any_in_urls : out.any_not_in_urls)
        .push_back(reflection->GetRepeatedString(rules, &field, i));
  }
  return true;
}

bool IsPart(const FieldDescriptor& field) {
  return field.message_type() != nullptr && field.message_type()->name() == "FieldRules";
}

std::string UnknownRule(const FieldDescriptor& field) {
  return "rule '" + field.full_name() +
         "' is not known: it has no (buf.validate.predefined) expressions";
}

std::vector<std::string> UnknownRules(const Message& rules) {
  std::vector<std::string> out;
  const auto& unknown = rules.GetReflection()->GetUnknownFields(rules);
  for (int i = 0; i < unknown.field_count(); ++i) {
    out.push_back("rule " + std::to_string(unknown.field(i).number()) + " of " +
                  rules.GetDescriptor()->full_name() +
                  " is not known: import the file that defines it");
  }
  return out;
}

}  // namespace muster::plugin
