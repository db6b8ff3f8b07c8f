#include "proto/plugin/emit/value_writer.h"

#include <utility>
#include <vector>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/format.h"
#include "proto/plugin/cel/tree.h"
#include "proto/plugin/emit/cpp_expression.h"
#include "proto/plugin/emit/cpp_name.h"

namespace muster::plugin {
namespace {

using cel::Expression;
using cel::Tree;
using cel::Type;
using google::protobuf::FieldDescriptor;
using Kind = Expression::Kind;

bool IsThis(const Expression& tree) { return tree.Is(Kind::kIdentifier) && tree.name == "this"; }

bool CountsThis(const Expression& tree) {
  if (IsLengthBound(tree)) return false;
  if (tree.IsCall("size") && IsThis(*tree.operands[0])) return true;
  for (const auto& operand : tree.operands) {
    if (CountsThis(*operand)) return true;
  }
  return false;
}

bool IsText(const Tree& tree) {
  return tree->Is(Kind::kLiteral) && tree->type.Is(Type::Kind::kString);
}

// Whether a text has something in it whatever the values are.
bool IsNeverEmpty(const Tree& tree) {
  if (IsText(tree)) return !tree->value.text.empty();
  if (tree->IsCall("+")) {
    return IsNeverEmpty(tree->operands[0]) || IsNeverEmpty(tree->operands[1]);
  }
  if (tree->IsCall("?:")) {
    return IsNeverEmpty(tree->operands[1]) && IsNeverEmpty(tree->operands[2]);
  }
  std::vector<cel::FormatPiece> pieces;
  const bool format = tree->IsCall("format") && IsText(tree->operands[0]) &&
                      cel::SplitFormat(tree->operands[0]->value.text, pieces);
  for (const cel::FormatPiece& piece : pieces) {
    if (format && piece.conversion == '\0') return true;
  }
  return false;
}

// `condition ? 'text' : ''` and what can be read as it: the condition of failure and the text.
// False if there is more to it: a text that may be empty or that may fail, or a condition whose
// failure `&&` would absorb, which `?:` does not.
bool SplitFailure(const Tree& tree, Tree& condition, Tree& text) {
  if (!tree->IsCall("?:")) return false;
  const Tree& yes = tree->operands[1];
  const Tree& no = tree->operands[2];
  const bool safe = !cel::CanFail(*tree->operands[0]);
  if (IsText(no) && no->value.text.empty()) {
    condition = tree->operands[0];
    text = yes;
  } else if (IsText(yes) && yes->value.text.empty() && safe) {
    condition = cel::Negate(tree->operands[0]);
    text = no;
  } else {
    return false;
  }
  if (IsNeverEmpty(text)) return !cel::CanFail(*text);
  Tree inner;
  if (!safe || !SplitFailure(Tree(text), inner, text)) return false;
  condition = cel::Operation(*condition, "&&", condition, inner);
  return true;
}

// How `this` is declared: what well-known types stand for, numbers by value, the rest by reference.
std::string Declaration(const CppValue& value) {
  const std::string name = value.name + " = ";
  if (value.whole) return "const auto& " + name + value.read + ";";
  const Type type = cel::TypeOfElement(*value.element);
  const std::string read = type.nullable ? value.read + ".value()" : value.read;
  switch (type.kind) {
    case Type::Kind::kTimestamp:
      return "const rules::Instant " + name + "rules::ToInstant(" + read + ");";
    case Type::Kind::kDuration:
      return "const rules::Span " + name + "rules::ToSpan(" + read + ");";
    case Type::Kind::kString:
    case Type::Kind::kBytes:
      return "const std::string& " + name + read + ";";
    case Type::Kind::kMessage:
      return "const auto& " + name + read + ";";
    default:
      if (value.element->type() == FieldDescriptor::TYPE_ENUM)
        return "const int " + name + read + ";";
      return "const auto " + name + read + ";";
  }
}

}  // namespace

bool ReadsThis(const Expression& tree) {
  if (IsThis(tree)) return true;
  for (const auto& operand : tree.operands) {
    if (ReadsThis(*operand)) return true;
  }
  return false;
}

bool HasRules(const ValueRules& rules) {
  return !rules.ignored &&
         (!rules.rules.empty() || rules.defined_only || rules.any_in || rules.any_not_in);
}

bool ReadsValue(const ValueRules& rules) {
  bool reads = rules.defined_only || rules.any_in || rules.any_not_in;
  for (const Rule& rule : rules.rules) reads = reads || ReadsThis(*rule.tree);
  return reads;
}

std::string NotZero(const FieldDescriptor& element, const std::string& name) {
  switch (element.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return "!" + name + ".empty()";
    case FieldDescriptor::CPPTYPE_BOOL:
      return name;
    case FieldDescriptor::CPPTYPE_ENUM:
      return name + " != " + std::to_string(element.enum_type()->value(0)->number());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return "";
    default:
      return name + " != 0";
  }
}

std::string ValueWriter::Report(const CppValue& value, const RulePath& path,
                                const std::string& rule_id, const std::string& message) {
  return std::string(value.is_key ? "rules::ReportKey(" : "rules::Report(") + value.here + ", " +
         constants_.Path(path) + ", " + TextArgument(rule_id) + ", " + message + ", violations);";
}

void ValueWriter::WriteRules(const ValueRules& rules, const CppValue& value, Source& out) {
  if (ReadsValue(rules)) out.Line(Declaration(value));
  bool counts = false;
  for (const Rule& rule : rules.rules) counts = counts || CountsThis(*rule.tree);
  std::string length;
  if (counts && !value.whole && cel::TypeOfElement(*value.element).Is(Type::Kind::kString)) {
    length = value.name == "value" ? "length" : value.name + "_length";
    out.Line("const int64_t " + length + " = rules::CodePoints(" + value.name + ");");
  }
  for (const Rule& rule : rules.rules) WriteRule(rule, value.name, length, value, out);
  WriteNativeRules(rules, value, out);
}

void ValueWriter::WriteNativeRules(const ValueRules& rules, const CppValue& value, Source& out) {
  if (rules.defined_only) {
    out.Line("if (!" + EnumCheckOf(*value.element->enum_type(), file_) + "(" + value.name + ")) {");
    out.Line(Report(value, *rules.defined_only, "enum.defined_only",
                    "\"value must be one of the defined enum values\""));
    out.Line("}");
  }
  if (rules.any_in) WriteUrls(rules.any_in_urls, true, *rules.any_in, value, out);
  if (rules.any_not_in) WriteUrls(rules.any_not_in_urls, false, *rules.any_not_in, value, out);
}

void ValueWriter::WriteUrls(const std::vector<std::string>& urls, bool in, const RulePath& path,
                            const CppValue& value, Source& out) {
  std::string list;
  for (const std::string& url : urls) list += (list.empty() ? "" : ", ") + ViewLiteral(url);
  const std::string array = constants_.Array("std::string_view", list);
  out.Line(std::string("if (") + (in ? "!" : "") + "rules::In(std::string_view(" + value.name +
           ".type_url()), " + array + ")) {");
  out.Line(Report(value, path, in ? "any.in" : "any.not_in",
                  in ? "\"type URL must be in the allow list\""
                     : "\"type URL must not be in the block list\""));
  out.Line("}");
}

void ValueWriter::WriteRule(const Rule& rule, const std::string& self,
                            const std::string& self_length, const CppValue& value, Source& out) {
  CppScope scope;
  scope.file = &file_;
  scope.self = self;
  scope.self_length = self_length;
  scope.pattern = [this](const std::string& pattern, std::string& error) {
    return constants_.Pattern(pattern, error);
  };
  scope.array = [this](const std::string& type, const std::string& values) {
    return constants_.Array(type, values);
  };
  scope.compare = [this](const Type& type, const std::string& left, const std::string& right,
                         bool raw) { return constants_.Compare(type, left, right, raw); };
  CppExpression expression(scope);
  Tree condition;
  Tree text;
  if (!rule.tree->type.Is(Type::Kind::kString)) {
    condition = cel::Negate(rule.tree);
  } else if (rule.tree->Is(Kind::kLiteral)) {
    text = rule.tree;  // Fails whatever the value is.
  } else if (!SplitFailure(rule.tree, condition, text)) {
    condition = text = nullptr;
  }
  std::string message = TextArgument(rule.message);
  const bool computed = condition == nullptr && text == nullptr;
  if (rule.message.empty() && text != nullptr) message = expression.Write(*text);
  if (rule.message.empty() && IsText(text != nullptr ? text : rule.tree)) {
    message = TextArgument((text != nullptr ? text : rule.tree)->value.text);
  }
  const bool fails = cel::CanFail(*rule.tree);
  if (fails) {
    out.Line("{");
    out.Line("rules::Fault fault;");
  }
  if (computed) {
    if (!fails) out.Line("{");
    out.Line("const std::string text(" + expression.Write(*rule.tree) + ");");
    if (rule.message.empty()) message = "text";
  }
  std::string test = computed ? "!text.empty()" : "";
  if (condition != nullptr) test = expression.Write(*condition);
  if (fails) {
    if (!computed) out.Line("const bool failed = " + (test.empty() ? "true" : test) + ";");
    out.Line("if (fault) violations.SetRuntimeError(fault.what());");
    test = computed ? "!fault && !text.empty()" : "!fault && failed";
  }
  if (!test.empty()) out.Line("if (" + test + ") {");
  out.Line(Report(value, rule.path, rule.id, message));
  if (!test.empty()) out.Line("}");
  if (fails || computed) out.Line("}");
  if (!expression.error().empty()) {
    diagnostics_.Error(rule.place, "rule " + rule.id + ": " + expression.error());
  }
}

}  // namespace muster::plugin
