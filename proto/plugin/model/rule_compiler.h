// From the text of a rule to the expression that is left of it when all that is known is worked
// out.
#ifndef MUSTER_PROTO_PLUGIN_MODEL_RULE_COMPILER_H_
#define MUSTER_PROTO_PLUGIN_MODEL_RULE_COMPILER_H_

#include <google/protobuf/message.h>

#include <map>
#include <string>

#include "proto/plugin/cel/checker.h"
#include "proto/plugin/diagnostics.h"
#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {

// What a rule is about.
struct RuleSubject {
  // Type of `this`.
  cel::Type type;
  // Where enum constants are found.
  const google::protobuf::DescriptorPool* pool = nullptr;
  // Where complaints point.
  Place place;
  // What `rules` and `rule` stand for; empty for rules of our own.
  std::map<std::string, cel::Value> constants;
  std::map<std::string, cel::Type> constant_types;
};

// Compiles the `buf.validate.Rule` in `rule` and
// appends what is left of it to `out`; nothing, if it always holds.
void CompileRule(const google::protobuf::Message& rule, const RulePath& path,
                 const RuleSubject& subject, std::vector<Rule>& out, Diagnostics& diagnostics);
void CompileExpression(const std::string& expression, const RulePath& path,
                       const RuleSubject& subject, std::vector<Rule>& out,
                       Diagnostics& diagnostics);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_MODEL_RULE_COMPILER_H_
