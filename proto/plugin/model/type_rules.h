// Which rules go with which fields, and the few that are not expressions.
#ifndef MUSTER_PROTO_PLUGIN_MODEL_TYPE_RULES_H_
#define MUSTER_PROTO_PLUGIN_MODEL_TYPE_RULES_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {

// Values of `buf.validate.Ignore`.
constexpr int kIgnoreIfZeroValue = 1;
constexpr int kIgnoreAlways = 3;

// The kind of rules that `field_rules` has ("string", "repeated"), as the field of FieldRules. Null
// if it has none.
const google::protobuf::FieldDescriptor* SetKind(const google::protobuf::Message& field_rules);

// Why rules of `kind` do not go with `field`, taken whole or one value at a time; `name` is what a
// reader calls that. Empty if they do.
std::string KindMismatch(const google::protobuf::FieldDescriptor& kind,
                         const google::protobuf::FieldDescriptor& field, bool whole,
                         const std::string& name);

// Takes a rule that is no expression: enum.defined_only, any.in, any.not_in. False if `field` is
// none.
bool ReadNativeRule(const google::protobuf::Message& rules,
                    const google::protobuf::FieldDescriptor& field, const RulePath& path,
                    ValueRules& out);

// Whether a field of RepeatedRules or MapRules holds the rules of parts.
bool IsPart(const google::protobuf::FieldDescriptor& field);

// What to say of a rule that nothing here knows how to check.
std::string UnknownRule(const google::protobuf::FieldDescriptor& field);

// The same of extensions of `rules` that no imported file defines.
std::vector<std::string> UnknownRules(const google::protobuf::Message& rules);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_MODEL_TYPE_RULES_H_
