// The parts of CppExpression that write format() and macros.
#include <map>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/format.h"
#include "proto/plugin/cel/tree.h"
#include "proto/plugin/emit/cpp_expression.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/cpp_type.h"

namespace muster::plugin {
namespace {

using cel::CanFail;
using cel::Expression;
using cel::Type;
using Kind = Expression::Kind;
using TypeKind = Type::Kind;

bool Mentions(const Expression& tree, const std::string& name) {
  if (tree.Is(Kind::kIdentifier) && tree.name == name) return true;
  // The variable of a macro inside hides it.
  if (tree.Is(Kind::kMacro) && tree.variable == name) return Mentions(*tree.operands[0], name);
  for (const auto& operand : tree.operands) {
    if (Mentions(*operand, name)) return true;
  }
  return false;
}

}  // namespace

std::string CppExpression::FormatArgument(const cel::FormatPiece& piece,
                                          const Expression& argument) {
  if (argument.Is(Kind::kLiteral)) {
    const auto text = cel::FormatValue(argument.value, piece);
    if (text) return TextPieces(*text);
  }
  if (!cel::GoesWith(piece.conversion, argument.type)) {
    return Fail(std::string("%") + piece.conversion + " of format() does not go with " +
                cel::TypeName(argument.type))
        .text;
  }
  const std::string value = Wide(argument);
  switch (piece.conversion) {
    case 'f':
    case 'e':
      return std::string(piece.conversion == 'f' ? "rules::FixedText(" : "rules::ScientificText(") +
             "static_cast<double>(" + value + "), " + std::to_string(piece.places) + ")";
    case 'b':
      if (argument.type.Is(TypeKind::kBool)) return "rules::BinaryText(int64_t{" + value + "})";
      return "rules::BinaryText(" + value + ")";
    case 'o':
      return "rules::OctalText(" + value + ")";
    case 'x':
    case 'X':
      return "rules::HexText(" + value + (piece.conversion == 'X' ? ", true)" : ", false)");
    default:
      return "rules::ToText(" + value + ")";
  }
}

CppExpression::Code CppExpression::Format(const Expression& tree) {
  std::vector<cel::FormatPiece> pieces;
  const Expression& pattern = *tree.operands[0];
  const Expression& arguments = *tree.operands[1];
  if (!pattern.Is(Kind::kLiteral)) return Fail("the pattern of format() must be a constant");
  if (!cel::SplitFormat(pattern.value.text, pieces)) {
    return Fail("format() knows %s, %d, %f, %e, %b, %o, %x and %X");
  }
  std::vector<cel::Tree> items = arguments.operands;
  if (arguments.Is(Kind::kLiteral)) {
    // Too much to be worked out as a whole.
    for (const cel::Value& item : arguments.value.list) {
      items.push_back(cel::Literal(arguments, item));
    }
  } else if (!arguments.Is(Kind::kList)) {
    return Fail("the arguments of format() are written as a list");
  }
  std::string parts;
  size_t next = 0;
  for (const cel::FormatPiece& piece : pieces) {
    std::string part = ViewLiteral(piece.text);
    if (piece.conversion != '\0') {
      if (next == items.size()) return Fail("format() has too few arguments");
      part = FormatArgument(piece, *items[next++]);
    }
    parts += (parts.empty() ? "" : ", ") + part;
  }
  if (next != items.size()) return Fail("format() has too many arguments");
  return {"rules::Concat(" + parts + ")"};
}

std::string CppExpression::Lambda(const Expression& body, const Expression& macro,
                                  bool takes_fault) {
  const Type& range = macro.operands[0]->type;
  const Type& item = range.Is(TypeKind::kMap) ? *range.key : *range.element;
  // Items of a message's list come as messages; those of a computed one are what they stand for.
  const bool raw = IsRawRange(*macro.operands[0]) && range.Is(TypeKind::kList);
  const auto outer = variables_;
  // A name that nothing else has here: neither this code, nor a header's macros, nor a schema.
  const std::string variable = "its_" + macro.variable;
  variables_[macro.variable] = raw ? Adapted(variable, item) : variable;
  const std::string name = Mentions(body, macro.variable) ? " " + variable : "";
  // What the list of a map() keeps must not be a view of something made here.
  const bool kept = macro.name == "map" && &body == macro.operands.back().get();
  const std::string text = kept ? Owned(body) : Any(body).text;
  variables_ = outer;
  std::string fault;
  if (takes_fault) fault = Uses(text, "fault") ? ", rules::Fault& fault" : ", rules::Fault&";
  return "[&](const auto&" + name + fault + ") { return " + text + "; }";
}

CppExpression::Code CppExpression::Macro(const Expression& tree) {
  const std::string range = Range(*tree.operands[0]);
  const Expression& body = *tree.operands.back();
  const bool whole = tree.name == "filter" && IsRawRange(*tree.operands[0]) &&
                     tree.operands[0]->type.Is(TypeKind::kList) &&
                     NeedsAdapting(*tree.operands[0]->type.element);
  if (tree.name == "map" || tree.name == "filter") {
    std::string source = range;
    if (tree.operands.size() == 3) {
      source = "rules::Filter(" + range + ", " + Lambda(*tree.operands[1], tree, false) + ")";
    }
    const std::string function = tree.name == "map" ? "rules::MapEach(" : "rules::Filter(";
    const std::string out = function + source + ", " + Lambda(body, tree, false) + ")";
    if (!whole) return {out};
    return {"rules::MapEach(" + out + ", [](const auto& item) { return " +
            Adapted("item", *tree.operands[0]->type.element) + "; })"};
  }
  static const std::map<std::string, std::string> kNames = {
      {"all", "All"}, {"exists", "Exists"}, {"exists_one", "ExistsOne"}};
  const bool fails = CanFail(body);
  return {"rules::" + kNames.at(tree.name) + "(" + range + (fails ? ", fault, " : ", ") +
          Lambda(body, tree, fails) + ")"};
}

}  // namespace muster::plugin
