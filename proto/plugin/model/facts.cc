#include "proto/plugin/model/facts.h"

#include <google/protobuf/descriptor.pb.h>

#include <memory>
#include <vector>

#include "proto/plugin/model/type_rules.h"

namespace muster::plugin {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The member of `message` with that name, if it has one that is set.
const FieldDescriptor* SetMember(const Message& message, const std::string& name) {
  const FieldDescriptor* member = message.GetDescriptor()->FindFieldByName(name);
  if (member == nullptr || member->is_repeated()) return nullptr;
  return message.GetReflection()->HasField(message, member) ? member : nullptr;
}

std::optional<uint64_t> Unsigned(const Message& message, const std::string& name) {
  const FieldDescriptor* member = SetMember(message, name);
  if (member == nullptr || member->cpp_type() != FieldDescriptor::CPPTYPE_UINT64) return {};
  return message.GetReflection()->GetUInt64(message, member);
}

bool Flag(const Message& message, const std::string& name) {
  const FieldDescriptor* member = SetMember(message, name);
  return member != nullptr && member->cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
         message.GetReflection()->GetBool(message, member);
}

std::optional<int64_t> Whole(const Message& message, const std::string& name) {
  const FieldDescriptor* member = SetMember(message, name);
  if (member == nullptr) return {};
  switch (member->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return message.GetReflection()->GetInt32(message, member);
    case FieldDescriptor::CPPTYPE_INT64:
      return message.GetReflection()->GetInt64(message, member);
    case FieldDescriptor::CPPTYPE_UINT32:
      return message.GetReflection()->GetUInt32(message, member);
    default:
      return {};
  }
}

// An inclusive bound from one that is inclusive or exclusive (by `step`). None that is no number.
std::optional<int64_t> Bound(const Message& rules, const char* inclusive, const char* exclusive,
                             int64_t step) {
  if (const auto bound = Whole(rules, inclusive)) return bound;
  int64_t out = 0;
  const auto bound = Whole(rules, exclusive);
  if (!bound || __builtin_add_overflow(*bound, step, &out)) return {};
  return out;
}

void ReadTypeRules(const Message& rules, FieldFacts& facts) {
  const auto* reflection = rules.GetReflection();
  facts.min_len = Unsigned(rules, "min_len");
  facts.max_len = Unsigned(rules, "max_len");
  if (const auto exact = Unsigned(rules, "len")) facts.min_len = facts.max_len = exact;
  if (const FieldDescriptor* pattern = SetMember(rules, "pattern")) {
    facts.pattern = reflection->GetString(rules, pattern);
  }
  facts.minimum = Bound(rules, "gte", "gt", 1);
  facts.maximum = Bound(rules, "lte", "lt", -1);
  // A lower bound above the upper one means outside of both: neither holds alone.
  if (facts.minimum && facts.maximum && *facts.minimum > *facts.maximum) {
    facts.minimum = facts.maximum = std::nullopt;
  }
  const auto* formats = rules.GetDescriptor()->FindOneofByName("well_known");
  if (formats == nullptr || !reflection->HasOneof(rules, formats)) return;
  facts.format = reflection->GetOneofFieldDescriptor(rules, formats)->name();
}

void ReadFieldRules(const Message& field_rules, FieldFacts& facts) {
  const auto* reflection = field_rules.GetReflection();
  const FieldDescriptor* ignore = SetMember(field_rules, "ignore");
  if (ignore != nullptr && reflection->GetEnumValue(field_rules, ignore) == kIgnoreAlways) return;
  facts.required = Flag(field_rules, "required");
  const auto* type = field_rules.GetDescriptor()->FindOneofByName("type");
  if (type == nullptr || !reflection->HasOneof(field_rules, type)) return;
  const FieldDescriptor* kind = reflection->GetOneofFieldDescriptor(field_rules, type);
  const Message& rules = reflection->GetMessage(field_rules, kind);
  if (kind->name() != "repeated") return ReadTypeRules(rules, facts);
  if (const FieldDescriptor* items = SetMember(rules, "items")) {
    FieldFacts item;
    ReadFieldRules(rules.GetReflection()->GetMessage(rules, items), item);
    item.required = facts.required;
    facts = item;
  }
  facts.min_items = Unsigned(rules, "min_items");
  facts.max_items = Unsigned(rules, "max_items");
  facts.unique = Flag(rules, "unique");
}

}  // namespace

FieldFacts FactsOf(const FieldDescriptor& field, const OptionReader& options) {
  FieldFacts facts;
  const std::unique_ptr<Message> rules = options.Read(field.options(), "buf.validate.field");
  if (rules != nullptr) ReadFieldRules(*rules, facts);
  return facts;
}

}  // namespace muster::plugin
