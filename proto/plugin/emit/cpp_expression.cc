#include "proto/plugin/emit/cpp_expression.h"

#include <utility>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/functions.h"
#include "proto/plugin/emit/cpp_text.h"

namespace muster::plugin {
namespace {

using cel::CanFail;
using cel::Expression;
using cel::Type;
using cel::Value;
using Kind = Expression::Kind;
using TypeKind = Type::Kind;
using google::protobuf::FieldDescriptor;

// How tightly operators of C++ bind.
enum Binding {
  kTernary = 10,
  kOr = 20,
  kAnd = 30,
  kEqual = 40,
  kRelation = 50,
  kSum = 60,
  kProduct = 70,
  kUnary = 80,
  kPrimary = 100
};

std::string CppType(const Type& type) {
  switch (type.kind) {
    case TypeKind::kInt:
      return "int64_t";
    case TypeKind::kUint:
      return "uint64_t";
    case TypeKind::kDouble:
      return "double";
    case TypeKind::kString:
    case TypeKind::kBytes:
      return "std::string_view";
    case TypeKind::kTimestamp:
      return "rules::Instant";
    case TypeKind::kDuration:
      return "rules::Span";
    default:
      return "bool";
  }
}

bool IsText(const Type& type) { return type.Is(TypeKind::kString) || type.Is(TypeKind::kBytes); }

// Whether C++ makes a new std::string of it, which a view must not outlive.
bool MakesString(const Expression& tree) {
  if (!IsText(tree.type) || !tree.Is(Kind::kCall)) return false;
  return tree.name == "+" || tree.name == "format" || tree.name == "lowerAscii" ||
         tree.name == "upperAscii" || (tree.name == "string" && !IsText(tree.operands[0]->type)) ||
         (tree.name == "?:" && (MakesString(*tree.operands[1]) || MakesString(*tree.operands[2])));
}

}  // namespace

bool IsLengthBound(const Expression& tree) {
  if (!tree.IsCall("<") && !tree.IsCall(">")) return false;
  const Expression& left = *tree.operands[0];
  const Expression& right = *tree.operands[1];
  return left.IsCall("size") && left.operands[0]->type.Is(TypeKind::kString) &&
         right.Is(Kind::kLiteral) && right.type.Is(TypeKind::kInt) && right.value.integer >= 0;
}

std::string CppExpression::Write(const Expression& tree) { return Any(tree).text; }

CppExpression::Code CppExpression::Fail(std::string text) {
  if (error_.empty()) error_ = std::move(text);
  return {"false"};
}

std::string CppExpression::Operand(const Expression& tree, int binding) {
  Code code = Any(tree);
  return code.binding >= binding ? code.text : "(" + code.text + ")";
}

std::string CppExpression::Wide(const Expression& tree) {
  const std::string text = Any(tree).text;
  return tree.type.IsNumber() ? CppType(tree.type) + "{" + text + "}" : text;
}

std::string CppExpression::Adapted(const std::string& text, const Type& type) {
  if (type.Is(TypeKind::kTimestamp)) return "rules::ToInstant(" + text + ")";
  if (type.Is(TypeKind::kDuration)) return "rules::ToSpan(" + text + ")";
  return type.nullable ? text + ".value()" : text;
}

CppExpression::Code CppExpression::Any(const Expression& tree) {
  switch (tree.kind) {
    case Kind::kLiteral:
      return Literal(tree.value, tree.type);
    case Kind::kIdentifier: {
      if (tree.name == "this") return {scope_.self};
      if (tree.name == "now") return {"rules::Now(" + scope_.violations + ", fault)"};
      const auto found = variables_.find(tree.name);
      return found == variables_.end() ? Fail("'" + tree.name + "' has no value here")
                                       : Code{found->second};
    }
    case Kind::kSelect:
      return Select(tree);
    case Kind::kHas:
      return Has(tree);
    case Kind::kCall:
      return Call(tree);
    case Kind::kList:
      return List(tree);
    case Kind::kMacro:
      return Macro(tree);
    case Kind::kFault:
      return {"rules::Fail<" + CppType(tree.type) + ">(" + Quoted(tree.name) + ", fault)"};
  }
  return {};
}

CppExpression::Code CppExpression::Literal(const Value& value, const Type& type) {
  const std::string times =
      "{" + IntLiteral(value.integer) + ", " + std::to_string(value.nanos) + "}";
  switch (value.kind) {
    case TypeKind::kBool:
      return {value.boolean ? "true" : "false"};
    case TypeKind::kInt:
      return {IntLiteral(value.integer), value.integer < 0 ? kUnary : kPrimary};
    case TypeKind::kUint:
      return {UintLiteral(value.natural)};
    case TypeKind::kDouble:
      return {DoubleLiteral(value.real), kUnary};
    case TypeKind::kString:
    case TypeKind::kBytes:
      return {ViewLiteral(value.text)};
    case TypeKind::kTimestamp:
      return {"rules::Instant" + times};
    case TypeKind::kDuration:
      return {"rules::Span" + times};
    case TypeKind::kList:
      break;
    default:
      return Fail("a constant of type " + cel::TypeName(type) + " is not compiled");
  }
  std::string values;
  for (const Value& item : value.list) {
    values += (values.empty() ? "" : ", ") + Literal(item, *type.element).text;
  }
  if (value.list.empty()) return {"std::vector<" + CppType(*type.element) + ">()"};
  return {scope_.array(CppType(*type.element), values)};
}

CppExpression::Code CppExpression::List(const Expression& tree) {
  std::string items;
  for (const auto& item : tree.operands) {
    items += (items.empty() ? "" : ", ") + Wide(*item);
  }
  return {"std::vector<" + CppType(*tree.type.element) + ">{" + items + "}"};
}

CppExpression::Code CppExpression::Select(const Expression& tree) {
  const FieldDescriptor& field = *tree.field;
  const std::string target = Operand(*tree.operands[0], kPrimary);
  const std::string read = target + "." + AccessorOf(field) + "()";
  if (field.is_repeated()) return {read};
  if (field.type() == FieldDescriptor::TYPE_ENUM) return {"int{" + read + "}"};
  if (tree.type.nullable) {
    return {"rules::NotNull(" + target + ".has_" + AccessorOf(field) + "(), " +
            Adapted(read, tree.type) + ", fault)"};
  }
  return {Adapted(read, tree.type)};
}

CppExpression::Code CppExpression::Has(const Expression& tree) {
  const FieldDescriptor& field = *tree.field;
  return {PresenceOf(field, Operand(*tree.operands[0], kPrimary)), kEqual};
}

CppExpression::Code CppExpression::Call(const Expression& tree) {
  const std::string& name = tree.name;
  if (name == "&&" || name == "||") return Logic(tree);
  if (name == "?:") return Conditional(tree);
  if (name == "!") return {"!" + Operand(*tree.operands[0], kUnary), kUnary};
  if (name == "==" || name == "!=") return Equality(tree);
  if (name == "<" || name == "<=" || name == ">" || name == ">=") return Order(tree);
  if (name == "[]") return Index(tree);
  if (name == "in") {
    return {"rules::In(" + Any(*tree.operands[0]).text + ", " + Any(*tree.operands[1]).text + ")"};
  }
  return tree.overload != nullptr ? Function(tree) : Arithmetic(tree);
}

CppExpression::Code CppExpression::Logic(const Expression& tree) {
  const bool both = tree.name == "&&";
  const int binding = both ? kAnd : kOr;
  if (!CanFail(tree)) {
    const auto side = [&](const Expression& operand) {
      // `a && b || c` reads wrongly: each kind stands in parentheses inside the other.
      return Operand(operand, operand.IsCall(tree.name) ? binding : kEqual);
    };
    return {side(*tree.operands[0]) + (both ? " && " : " || ") + side(*tree.operands[1]), binding};
  }
  const auto lambda = [&](const Expression& operand) {
    return std::string("[&](rules::Fault&") + (CanFail(operand) ? " fault" : "") + ") { return " +
           Any(operand).text + "; }";
  };
  return {std::string(both ? "rules::And" : "rules::Or") + "(fault, " + lambda(*tree.operands[0]) +
          ", " + lambda(*tree.operands[1]) + ")"};
}

CppExpression::Code CppExpression::Conditional(const Expression& tree) {
  const bool own = MakesString(tree);
  const auto branch = [&](const Expression& operand) {
    if (IsText(tree.type)) {
      return std::string(own ? "std::string(" : "std::string_view(") + Any(operand).text + ")";
    }
    return tree.type.IsNumber() ? Wide(operand) : Operand(operand, kTernary + 1);
  };
  return {Operand(*tree.operands[0], kTernary + 1) + " ? " + branch(*tree.operands[1]) + " : " +
              branch(*tree.operands[2]),
          kTernary};
}

CppExpression::Code CppExpression::Equality(const Expression& tree) {
  const bool equal = tree.name == "==";
  const Expression& left = *tree.operands[0];
  const Expression& right = *tree.operands[1];
  const std::string negation = equal ? "" : "!";
  if (left.type.Is(TypeKind::kNull) || right.type.Is(TypeKind::kNull)) {
    const Expression& wrapper = left.type.Is(TypeKind::kNull) ? right : left;
    if (!wrapper.Is(Kind::kSelect)) return Fail("only a field can be compared with null");
    const std::string has = PresenceOf(*wrapper.field, Operand(*wrapper.operands[0], kPrimary));
    return {(equal ? "!" : "") + has, kUnary};
  }
  const bool empty = right.Is(Kind::kLiteral) && IsText(right.type) && right.value.text.empty();
  if (empty) return {negation + Operand(left, kPrimary) + ".empty()", equal ? kPrimary : kUnary};
  if (left.type.Is(TypeKind::kList)) {
    return {negation + "rules::SameList(" + Any(left).text + ", " + Any(right).text + ")", kUnary};
  }
  if (left.type.Is(TypeKind::kMap)) return Fail("maps are not compared: compare their entries");
  if (left.type.Is(TypeKind::kMessage)) {
    return {negation + "rules::SameMessage(" + Any(left).text + ", " + Any(right).text + ")",
            kUnary};
  }
  if (left.type.kind != right.type.kind) {
    return {negation + "rules::Equal(" + Wide(left) + ", " + Wide(right) + ")", kUnary};
  }
  return {Operand(left, kSum) + " " + tree.name + " " + Operand(right, kSum), kEqual};
}

CppExpression::Code CppExpression::Order(const Expression& tree) {
  const Expression& left = *tree.operands[0];
  const Expression& right = *tree.operands[1];
  if (IsLengthBound(tree) && scope_.self_length.empty()) {
    const std::string name = tree.name == ">" ? "rules::LongerThan(" : "rules::ShorterThan(";
    return {name + Any(*left.operands[0]).text + ", " + Any(right).text + ")"};
  }
  if (left.type.kind == right.type.kind) {
    return {Operand(left, kSum) + " " + tree.name + " " + Operand(right, kSum), kRelation};
  }
  const bool swapped = tree.name[0] == '>';
  const std::string first = Wide(swapped ? right : left);
  const std::string second = Wide(swapped ? left : right);
  return {(tree.name.size() == 2 ? "rules::LessOrEqual(" : "rules::Less(") + first + ", " + second +
          ")"};
}

CppExpression::Code CppExpression::Arithmetic(const Expression& tree) {
  static const std::map<std::string, std::string> kNames = {
      {"+", "Add"}, {"-", "Subtract"}, {"*", "Multiply"}, {"/", "Divide"}, {"%", "Modulo"}};
  const Expression& left = *tree.operands[0];
  if (tree.name == "negate") {
    if (tree.type.Is(TypeKind::kDouble)) return {"-" + Operand(left, kPrimary), kUnary};
    return {"rules::Negate(" + Wide(left) + ", fault)"};
  }
  const Expression& right = *tree.operands[1];
  if (tree.type.Is(TypeKind::kList)) return Fail("lists are not joined: check each on its own");
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
      "rules::At(" + Any(range).text + ", " + Any(*tree.operands[1]).text + ", fault)";
  return {Adapted(at, *range.type.element)};
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
  std::string arguments;
  for (const auto& operand : tree.operands) {
    arguments += (arguments.empty() ? "" : ", ") + Any(*operand).text;
  }
  if (overload.can_fail) arguments += ", fault";
  return {"rules::" + std::string(overload.cpp) + "(" + arguments + ")"};
}

CppExpression::Code CppExpression::Size(const Expression& tree) {
  const Expression& operand = *tree.operands[0];
  const bool self = operand.Is(Kind::kIdentifier) && operand.name == "this";
  if (self && operand.type.Is(TypeKind::kString) && !scope_.self_length.empty()) {
    return {scope_.self_length};
  }
  const bool list = operand.Is(Kind::kSelect) && operand.field->is_repeated();
  if (list) {
    return {Operand(*operand.operands[0], kPrimary) + "." + AccessorOf(*operand.field) + "_size()"};
  }
  return {"rules::" + std::string(tree.overload->cpp) + "(" + Any(operand).text + ")"};
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
