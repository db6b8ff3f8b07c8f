// The parts of CppExpression that write arithmetic, indexes and functions.
#include <map>

#include "proto/plugin/cel/functions.h"
#include "proto/plugin/emit/cpp_binding.h"
#include "proto/plugin/emit/cpp_expression.h"
#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/cpp_type.h"
#include "proto/rules/cel.h"

namespace muster::plugin {

using cel::Expression;
using cel::Type;
using Kind = Expression::Kind;
using TypeKind = Type::Kind;

CppExpression::Code CppExpression::Arithmetic(const Expression& tree) {
  static const std::map<std::string, std::string> kNames = {
      {"+", "Add"}, {"-", "Subtract"}, {"*", "Multiply"}, {"/", "Divide"}, {"%", "Modulo"}};
  const Expression& left = *tree.operands[0];
  if (tree.name == "negate") {
    if (tree.type.Is(TypeKind::kDouble)) return {"-" + Operand(left, kPrimary), kUnary};
    return {"rules::Negate(" + Wide(left) + ", fault)"};
  }
  const Expression& right = *tree.operands[1];
  if (tree.type.Is(TypeKind::kList)) {
    return {"rules::JoinLists<" + OwnedType(*tree.type.element, *scope_.file) + ">(" +
            Any(left).text + ", " + Any(right).text + ")"};
  }
  if (IsText(tree.type)) {
    return {"rules::Concat(" + Any(left).text + ", " + Any(right).text + ")"};
  }
  if (tree.type.Is(TypeKind::kDouble)) {
    const bool product = tree.name == "*" || tree.name == "/";
    return {Wide(left) + " " + tree.name + " " + Wide(right), product ? kProduct : kSum};
  }
  return {"rules::" + kNames.at(tree.name) + "(" + Wide(left) + ", " + Wide(right) + ", fault)"};
}

CppExpression::Code CppExpression::Index(const Expression& tree) {
  const Expression& range = *tree.operands[0];
  const std::string at =
      "rules::At(" + Range(range) + ", " + Any(*tree.operands[1]).text + ", fault)";
  return {IsRawRange(range) ? Adapted(at, *range.type.element) : at};
}

CppExpression::Code CppExpression::Function(const Expression& tree) {
  const cel::Overload& overload = *tree.overload;
  const Expression& first = *tree.operands[0];
  if (tree.name == "size") return Size(tree);
  if (tree.name == "matches") return Matches(tree);
  if (tree.name == "format") return Format(tree);
  if (overload.cpp == "Same") {
    return tree.type.IsNumber() ? Code{Wide(first)} : Any(first);
  }
  if (tree.name == "uint" && first.IsCall("size")) {
    return {"static_cast<uint64_t>(" + Any(first).text + ")"};
  }
  if (tree.name == "unique" && first.type.element->Is(TypeKind::kMessage)) {
    return Fail("unique() does not compare messages: compare a field of theirs");
  }
  if (overload.operands == "ts") return InZone(tree);
  std::string arguments;
  for (const auto& operand : tree.operands) {
    arguments += (arguments.empty() ? "" : ", ") + Any(*operand).text;
  }
  if (overload.can_fail) arguments += ", fault";
  return {"rules::" + std::string(overload.cpp) + "(" + arguments + ")"};
}

CppExpression::Code CppExpression::InZone(const Expression& tree) {
  const Expression& zone = *tree.operands[1];
  if (zone.Is(Kind::kLiteral) && !rules::IsZone(zone.value.text)) {
    return Fail("time zone " + Quoted(zone.value.text) +
                " is not compiled, for rules carry no database of them: use 'UTC' or an offset, "
                "'+01:00'");
  }
  return {"rules::" + std::string(tree.overload->cpp) + "(rules::InZone(" +
          Any(*tree.operands[0]).text + ", " + Any(zone).text + ", fault))"};
}

CppExpression::Code CppExpression::Size(const Expression& tree) {
  const Expression& operand = *tree.operands[0];
  const bool self = operand.Is(Kind::kIdentifier) && operand.name == "this" &&
                    variables_.count(operand.name) == 0;
  if (self && operand.type.Is(TypeKind::kString) && !scope_.self_length.empty()) {
    return {scope_.self_length};
  }
  const bool list = operand.Is(Kind::kSelect) && operand.field->is_repeated();
  if (list) {
    return {Operand(*operand.operands[0], kPrimary) + "." + AccessorOf(*operand.field) + "_size()"};
  }
  if (operand.Is(Kind::kMacro) && operand.name == "filter") {
    return {"rules::Count(" + Range(*operand.operands[0]) + ", " +
            Lambda(*operand.operands[1], operand, false) + ")"};
  }
  const std::string text = operand.type.element != nullptr ? Range(operand) : Any(operand).text;
  return {"rules::" + std::string(tree.overload->cpp) + "(" + text + ")"};
}

CppExpression::Code CppExpression::Matches(const Expression& tree) {
  const Expression& pattern = *tree.operands[1];
  if (!pattern.Is(Kind::kLiteral)) {
    return Fail("the pattern of matches() must be a constant: it is compiled to a table");
  }
  std::string error;
  const std::string name = scope_.pattern(pattern.value.text, error);
  if (!error.empty()) return Fail("pattern " + Quoted(pattern.value.text) + ": " + error);
  return {name + ".Matches(" + Any(*tree.operands[0]).text + ")"};
}

}  // namespace muster::plugin
