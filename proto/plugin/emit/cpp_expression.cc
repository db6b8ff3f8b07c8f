#include "proto/plugin/emit/cpp_expression.h"

#include <set>
#include <utility>
#include <vector>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/tree.h"
#include "proto/plugin/emit/cpp_binding.h"
#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/cpp_type.h"

namespace muster::plugin {

using cel::CanFail;
using cel::Expression;
using cel::Type;
using google::protobuf::FieldDescriptor;
using Kind = Expression::Kind;
using TypeKind = Type::Kind;

bool IsText(const Type& type) { return type.Is(TypeKind::kString) || type.Is(TypeKind::kBytes); }

bool IsLengthBound(const Expression& tree) {
  if (!tree.IsCall("<") && !tree.IsCall(">")) return false;
  const Expression& left = *tree.operands[0];
  const Expression& right = *tree.operands[1];
  return left.IsCall("size") && left.operands[0]->type.Is(TypeKind::kString) &&
         right.Is(Kind::kLiteral) && right.type.Is(TypeKind::kInt) && right.value.integer >= 0;
}

bool IsRawRange(const Expression& tree) {
  if (tree.type.element == nullptr) return false;
  return tree.Is(Kind::kSelect) || (tree.Is(Kind::kIdentifier) && tree.name == "this");
}

bool MakesString(const Expression& tree) {
  if (!IsText(tree.type) || !tree.Is(Kind::kCall)) return false;
  static const std::set<std::string_view> kMakers = {
      "+", "format", "join", "lowerAscii", "replace", "reverse", "upperAscii", "strings.quote"};
  if (kMakers.count(tree.name) > 0) return true;
  if (tree.name == "string") return !IsText(tree.operands[0]->type);
  return tree.name == "?:" && (MakesString(*tree.operands[1]) || MakesString(*tree.operands[2]));
}

namespace {

// The sides of `a && b && c`: those that cannot fail, and those that can.
void SplitSides(const Expression& tree, const std::string& name,
                std::vector<const Expression*>& safe, std::vector<const Expression*>& failing) {
  if (!tree.IsCall(name)) {
    (CanFail(tree) ? failing : safe).push_back(&tree);
    return;
  }
  for (const auto& operand : tree.operands) SplitSides(*operand, name, safe, failing);
}

}  // namespace

std::string CppExpression::Write(const Expression& tree) { return Any(tree).text; }

CppExpression::Code CppExpression::Fail(std::string text) {
  if (error_.empty()) error_ = std::move(text);
  return {"false"};
}

std::string CppExpression::Operand(const Expression& tree, int binding) {
  Code code = Any(tree);
  return code.binding >= binding ? code.text : "(" + code.text + ")";
}

// `!a == b` reads wrongly.
std::string CppExpression::Side(const Expression& tree) {
  const std::string text = Operand(tree, kSum);
  return text[0] == '!' ? "(" + text + ")" : text;
}

std::string CppExpression::Wide(const Expression& tree) {
  const std::string text = Any(tree).text;
  return tree.type.IsNumber() ? OwnedType(tree.type, *scope_.file) + "{" + text + "}" : text;
}

std::string CppExpression::Owned(const Expression& tree) {
  const std::string text = Wide(tree);
  if (IsText(tree.type)) return MakesString(tree) ? text : "std::string(" + text + ")";
  // What is written out is one already.
  if (tree.Is(Kind::kList) || tree.Is(Kind::kMap)) return text;
  if (tree.type.Is(TypeKind::kList)) {
    return "rules::ToList<" + OwnedType(*tree.type.element, *scope_.file) + ">(" + text + ")";
  }
  if (tree.type.Is(TypeKind::kMap)) {
    return "rules::ToTable<" + OwnedType(*tree.type.key, *scope_.file) + ", " +
           OwnedType(*tree.type.element, *scope_.file) + ">(" + text + ")";
  }
  return text;
}

CppExpression::Code CppExpression::Any(const Expression& tree) {
  if (!cel::IsComplete(tree.type) && !tree.Is(Kind::kFault)) {
    return Fail(
        "values of several types in one list, map or condition are not compiled: say what "
        "is meant of each on its own");
  }
  switch (tree.kind) {
    case Kind::kLiteral:
      return Literal(tree.value, tree.type);
    case Kind::kIdentifier:
      return Identifier(tree);
    case Kind::kSelect:
      return Select(tree);
    case Kind::kHas:
      return Has(tree);
    case Kind::kCall:
      return Call(tree);
    case Kind::kList:
      return List(tree);
    case Kind::kMap:
      return Map(tree);
    case Kind::kMessage:
      return Message(tree);
    case Kind::kMacro:
      return Macro(tree);
    case Kind::kFault:
      return {"rules::Fail<" + ViewType(tree.type, *scope_.file) + ">(" + Quoted(tree.name) +
              ", fault)"};
  }
  return {};
}

std::string CppExpression::Range(const Expression& tree) {
  if (!IsRawRange(tree)) return Any(tree).text;
  if (tree.Is(Kind::kSelect)) {
    return Operand(*tree.operands[0], kPrimary) + "." + AccessorOf(*tree.field) + "()";
  }
  const auto found = variables_.find(tree.name);
  return found == variables_.end() ? scope_.self : found->second;
}

CppExpression::Code CppExpression::WholeRange(const Expression& tree) {
  const std::string text = Range(tree);
  if (!NeedsAdapting(*tree.type.element)) return {text};
  if (tree.type.Is(TypeKind::kMap)) {
    return Fail("a map of times or wrappers is not compiled as a whole: look at its entries");
  }
  return {"rules::MapEach(" + text + ", [](const auto& item) { return " +
          Adapted("item", *tree.type.element) + "; })"};
}

CppExpression::Code CppExpression::Identifier(const Expression& tree) {
  if (IsRawRange(tree)) return WholeRange(tree);
  const auto found = variables_.find(tree.name);
  if (found != variables_.end()) return {found->second};
  if (tree.name == "now") return {"rules::Now(" + scope_.violations + ", fault)"};
  return tree.name == "this" ? Code{scope_.self} : Fail("'" + tree.name + "' has no value here");
}

CppExpression::Code CppExpression::Select(const Expression& tree) {
  const FieldDescriptor& field = *tree.field;
  if (field.is_repeated()) return WholeRange(tree);
  if (tree.type.nullable) {
    const Named holder = Holder(tree, "holder");
    return {holder.open + "rules::NotNull(" + PresenceOf(field, holder.name) + ", " + holder.name +
            "." + AccessorOf(field) + "().value(), fault)" + holder.close};
  }
  const std::string read = Operand(*tree.operands[0], kPrimary) + "." + AccessorOf(field) + "()";
  if (field.type() == FieldDescriptor::TYPE_ENUM) return {"int{" + read + "}"};
  return {Adapted(read, tree.type)};
}

CppExpression::Named CppExpression::Name(const std::string& value, const std::string& name) {
  return {name, "rules::Once(" + value + ", [&](const auto& " + name + ") { return ", "; })"};
}

CppExpression::Named CppExpression::Holder(const Expression& wrapper, const std::string& name) {
  const std::string target = Operand(*wrapper.operands[0], kPrimary);
  return cel::IsPlace(*wrapper.operands[0]) ? Named{target, "", ""} : Name(target, name);
}

CppExpression::Code CppExpression::Has(const Expression& tree) {
  return {PresenceOf(*tree.field, Operand(*tree.operands[0], kPrimary)), kEqual};
}

CppExpression::Code CppExpression::Call(const Expression& tree) {
  const std::string& name = tree.name;
  if (name == "&&" || name == "||") return Logic(tree);
  if (name == "?:") return Conditional(tree);
  if (name == "!") return {"!" + Operand(*tree.operands[0], kUnary), kUnary};
  if (name == "==" || name == "!=") return Equality(tree);
  if (name == "<" || name == "<=" || name == ">" || name == ">=") return Order(tree);
  if (name == "[]") return Index(tree);
  if (name == "in") return In(tree);
  return tree.overload != nullptr ? Function(tree) : Arithmetic(tree);
}

CppExpression::Code CppExpression::Logic(const Expression& tree) {
  const bool both = tree.name == "&&";
  const int binding = both ? kAnd : kOr;
  std::vector<const Expression*> safe;
  std::vector<const Expression*> failing;
  SplitSides(tree, tree.name, safe, failing);
  // A side that cannot fail is asked first: where it decides, the others' failures do not matter.
  std::string text;
  const auto add = [&](const std::string& side) {
    text += (text.empty() ? "" : both ? " && " : " || ") + side;
  };
  // `a && b || c` reads wrongly: each kind stands in parentheses inside the other.
  for (const Expression* side : safe) add(Operand(*side, kEqual));
  if (failing.size() == 1) add(Operand(*failing[0], kEqual));
  if (failing.size() < 2) return {text, binding};
  std::string lambdas;
  for (const Expression* side : failing) {
    const std::string body = Any(*side).text;
    lambdas += std::string(", [&](rules::Fault&") + (Uses(body, "fault") ? " fault" : "") +
               ") { return " + body + "; }";
  }
  add(std::string(both ? "rules::And" : "rules::Or") + "(fault" + lambdas + ")");
  return {text, safe.empty() ? kPrimary : binding};
}

CppExpression::Code CppExpression::Conditional(const Expression& tree) {
  const bool own = MakesString(tree);
  const auto branch = [&](const Expression& operand) {
    if (IsText(tree.type)) {
      return std::string(own ? "std::string(" : "std::string_view(") + Any(operand).text + ")";
    }
    if (tree.type.element != nullptr) return Owned(operand);
    return tree.type.IsNumber() ? Wide(operand) : Operand(operand, kTernary + 1);
  };
  return {Operand(*tree.operands[0], kTernary + 1) + " ? " + branch(*tree.operands[1]) + " : " +
              branch(*tree.operands[2]),
          kTernary};
}

}  // namespace muster::plugin
