#include "proto/plugin/model/rule_compiler.h"

#include <utility>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/parser.h"
#include "proto/rules/utf8.h"

namespace muster::plugin {
namespace {

using google::protobuf::Message;

std::string Text(const Message& rule, const char* field) {
  return rule.GetReflection()->GetString(rule, rule.GetDescriptor()->FindFieldByName(field));
}

void Complain(const RuleSubject& subject, const std::string& id, const std::string& expression,
              const cel::Complaint& complaint, Diagnostics& diagnostics) {
  const int64_t before = rules::CodePoints(expression.substr(0, complaint.offset));
  diagnostics.Error(subject.place, "rule " + id + ": " + complaint.text + ", at character " +
                                       std::to_string(before + 1) + " of \"" + expression + "\"");
}

// Whether nothing is left to check.
bool AlwaysHolds(const cel::Expression& tree) {
  if (!tree.Is(cel::Expression::Kind::kLiteral)) return false;
  return tree.type.Is(cel::Type::Kind::kBool) ? tree.value.boolean : tree.value.text.empty();
}

void Compile(const std::string& expression, Rule rule, const RuleSubject& subject,
             std::vector<Rule>& out, Diagnostics& diagnostics) {
  cel::Complaint complaint;
  const cel::Tree parsed = cel::Parse(expression, complaint);
  if (parsed == nullptr) return Complain(subject, rule.id, expression, complaint, diagnostics);
  cel::Scope scope;
  scope.pool = subject.pool;
  scope.variables = subject.constant_types;
  scope.variables["this"] = subject.type;
  scope.variables["now"] = cel::Type::Kind::kTimestamp;
  const cel::Tree checked = cel::Check(parsed, scope, complaint);
  if (checked == nullptr) return Complain(subject, rule.id, expression, complaint, diagnostics);
  const bool fits = checked->type.Is(cel::Type::Kind::kBool) ||
                    checked->type.Is(cel::Type::Kind::kString) ||
                    checked->Is(cel::Expression::Kind::kFault);
  if (!fits) {
    complaint = {0, "a rule is of type bool or string, not " + cel::TypeName(checked->type)};
    return Complain(subject, rule.id, expression, complaint, diagnostics);
  }
  rule.tree = cel::Fold(checked, subject.constants);
  if (rule.message.empty() && !rule.tree->type.Is(cel::Type::Kind::kString)) {
    rule.message = "\"" + expression + "\" returned false";
  }
  if (!AlwaysHolds(*rule.tree)) out.push_back(std::move(rule));
}

}  // namespace

void CompileRule(const Message& rule, const RulePath& path, const RuleSubject& subject,
                 std::vector<Rule>& out, Diagnostics& diagnostics) {
  const std::string expression = Text(rule, "expression");
  Compile(expression, {path, Text(rule, "id"), Text(rule, "message"), nullptr, subject.place},
          subject, out, diagnostics);
}

void CompileExpression(const std::string& expression, const RulePath& path,
                       const RuleSubject& subject, std::vector<Rule>& out,
                       Diagnostics& diagnostics) {
  Compile(expression, {path, expression, "", nullptr, subject.place}, subject, out, diagnostics);
}

}  // namespace muster::plugin
