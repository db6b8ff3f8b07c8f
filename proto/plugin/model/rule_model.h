// The rules of a message, read from its options and compiled, ready to be written as C++.
#ifndef MUSTER_PROTO_PLUGIN_MODEL_RULE_MODEL_H_
#define MUSTER_PROTO_PLUGIN_MODEL_RULE_MODEL_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "proto/plugin/cel/ast.h"
#include "proto/plugin/diagnostics.h"
#include "proto/plugin/model/options.h"

namespace muster::plugin {

// One step of the path to a rule inside `buf.validate.FieldRules`.
struct RuleStep {
  const google::protobuf::FieldDescriptor* field = nullptr;
  int index = -1;  // Into a repeated one.
};
using RulePath = std::vector<RuleStep>;

// A rule that is an expression: of type bool, true when it is kept, or of type string, empty when
// it is kept and else the message.
struct Rule {
  RulePath path;
  std::string id;
  std::string message;
  cel::Tree tree;
  // Where complaints about it point.
  Place place;
};

// The rules of one value: a field's, or those of an item, a key or an entry's value.
struct ValueRules {
  // IGNORE_ALWAYS: neither these rules nor those of the message that the value is.
  bool ignored = false;
  // Items, keys and values: the rules are not for the zero value.
  bool skips_zero = false;
  std::vector<Rule> rules;
  // enum.defined_only, any.in, any.not_in: not expressions; their paths, when they are set.
  std::optional<RulePath> defined_only;
  std::optional<RulePath> any_in;
  std::optional<RulePath> any_not_in;
  std::vector<std::string> any_in_urls;
  std::vector<std::string> any_not_in_urls;
  // Of a list and of a map.
  std::unique_ptr<ValueRules> items;
  std::unique_ptr<ValueRules> keys;
  std::unique_ptr<ValueRules> values;
};

struct FieldModel {
  const google::protobuf::FieldDescriptor* field = nullptr;
  std::optional<RulePath> required;
  // The rules are not for a field that is not set. Always so for fields with presence.
  bool skips_unset = false;
  ValueRules value;
};

// `(buf.validate.message).oneof`.
struct FieldGroup {
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  bool required = false;
};

struct MessageModel {
  const google::protobuf::Descriptor* message = nullptr;
  std::vector<Rule> rules;
  std::vector<FieldGroup> groups;
  std::vector<const google::protobuf::OneofDescriptor*> required_oneofs;
  std::vector<FieldModel> fields;
};

// RuleReader makes the models of a schema's messages.
class RuleReader {
 public:
  explicit RuleReader(const OptionReader& options) : options_(options) {}

  // The model of `message`; whatever cannot be compiled is complained about.
  MessageModel Read(const google::protobuf::Descriptor& message, Diagnostics& diagnostics) const;

  // From now on, `message` is taken to have no rules.
  void Refuse(const google::protobuf::Descriptor& message) { refused_.insert(&message); }
  bool Refused(const google::protobuf::Descriptor& message) const {
    return refused_.count(&message) > 0;
  }

  // Whether `message`, or a message inside it, has rules.
  bool HasRules(const google::protobuf::Descriptor& message) const;

 private:
  bool HasOwnRules(const google::protobuf::Descriptor& message) const;

  const OptionReader& options_;
  std::set<const google::protobuf::Descriptor*> refused_;
  mutable std::map<const google::protobuf::Descriptor*, bool> has_own_rules_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_MODEL_RULE_MODEL_H_
