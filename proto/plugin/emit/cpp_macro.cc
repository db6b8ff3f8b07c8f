// The parts of CppExpression that write format() and macros.
#include <map>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/format.h"
#include "proto/plugin/emit/cpp_expression.h"
#include "proto/plugin/emit/cpp_text.h"

namespace muster::plugin {
namespace {

using cel::CanFail;
using cel::Expression;
using cel::Type;
using Kind = Expression::Kind;
using TypeKind = Type::Kind;

bool Mentions(const Expression& tree, const std::string& name) {
  if (tree.Is(Kind::kIdentifier) && tree.name == name) return true;
  for (const auto& operand : tree.operands) {
    if (Mentions(*operand, name)) return true;
  }
  return false;
}

}  // namespace

CppExpression::Code CppExpression::Format(const Expression& tree) {
  std::vector<cel::FormatPiece> pieces;
  const Expression& pattern = *tree.operands[0];
  const Expression& arguments = *tree.operands[1];
  if (!pattern.Is(Kind::kLiteral) || !cel::SplitFormat(pattern.value.text, pieces)) {
    return Fail("format() takes a constant with %s, %d, %x and %X");
  }
  if (!arguments.Is(Kind::kList)) return Fail("the arguments of format() are written as a list");
  std::string parts;
  size_t next = 0;
  for (const cel::FormatPiece& piece : pieces) {
    std::string part = ViewLiteral(piece.text);
    if (piece.conversion != '\0') {
      if (next == arguments.operands.size()) return Fail("format() has too few arguments");
      const Expression& argument = *arguments.operands[next++];
      const bool hex = piece.conversion == 'x' || piece.conversion == 'X';
      const std::string upper = piece.conversion == 'X' ? ", true)" : ", false)";
      part = (hex ? "rules::HexText(" : "rules::ToText(") + Wide(argument) + (hex ? upper : ")");
    }
    parts += (parts.empty() ? "" : ", ") + part;
  }
  return {"rules::Concat(" + parts + ")"};
}

std::string CppExpression::Lambda(const Expression& body, const Expression& macro,
                                  bool takes_fault) {
  const Type& range = macro.operands[0]->type;
  const Type& item = range.Is(TypeKind::kMap) ? *range.key : *range.element;
  // Items of a message's list come as messages; those of a computed one are what they stand for.
  const bool raw = macro.operands[0]->Is(Kind::kSelect) || macro.operands[0]->Is(Kind::kIdentifier);
  const auto outer = variables_;
  variables_[macro.variable] = raw ? Adapted(macro.variable, item) : macro.variable;
  const std::string name = Mentions(body, macro.variable) ? " " + macro.variable : "";
  std::string fault;
  if (takes_fault) fault = CanFail(body) ? ", rules::Fault& fault" : ", rules::Fault&";
  const std::string text = Any(body).text;
  variables_ = outer;
  return "[&](const auto&" + name + fault + ") { return " + text + "; }";
}

CppExpression::Code CppExpression::Macro(const Expression& tree) {
  const std::string range = Any(*tree.operands[0]).text;
  const Expression& body = *tree.operands.back();
  if (tree.name == "map" || tree.name == "filter") {
    std::string source = range;
    if (tree.operands.size() == 3) {
      source = "rules::Filter(" + range + ", " + Lambda(*tree.operands[1], tree, false) + ")";
    }
    const std::string function = tree.name == "map" ? "rules::MapEach(" : "rules::Filter(";
    return {function + source + ", " + Lambda(body, tree, false) + ")"};
  }
  static const std::map<std::string, std::string> kNames = {
      {"all", "All"}, {"exists", "Exists"}, {"exists_one", "ExistsOne"}};
  const bool fails = CanFail(body);
  return {"rules::" + kNames.at(tree.name) + "(" + range + (fails ? ", fault, " : ", ") +
          Lambda(body, tree, fails) + ")"};
}

}  // namespace muster::plugin
