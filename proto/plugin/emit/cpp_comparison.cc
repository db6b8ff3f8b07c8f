// The parts of CppExpression that write comparisons.
#include <cstdint>
#include <utility>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/emit/cpp_binding.h"
#include "proto/plugin/emit/cpp_expression.h"
#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_type.h"

namespace muster::plugin {
namespace {

using cel::Expression;
using cel::Type;
using Kind = Expression::Kind;
using TypeKind = Type::Kind;

// A constant that is empty: text, a list or a map.
bool IsEmpty(const Expression& tree) {
  if (!tree.Is(Kind::kLiteral)) return false;
  if (tree.type.element != nullptr) return tree.value.list.empty();
  return IsText(tree.type) && tree.value.text.empty();
}

// A number that fields of 32 bits never reach or never pass: to compare one with it is no mistake
// to warn of.
bool IsFar(const Expression& tree) {
  if (!tree.Is(Kind::kLiteral)) return false;
  if (tree.type.Is(TypeKind::kUint)) return tree.value.natural >= uint64_t{UINT32_MAX};
  if (!tree.type.Is(TypeKind::kInt)) return false;
  return tree.value.integer <= int64_t{INT32_MIN} || tree.value.integer >= int64_t{INT32_MAX};
}

}  // namespace

// `==` is strict: what can fail is written before what decides.
CppExpression::Code CppExpression::NullEquality(const Expression& tree) {
  const bool equal = tree.name == "==";
  const Expression* left = tree.operands[0].get();
  const Expression* right = tree.operands[1].get();
  if (left->type.Is(TypeKind::kNull)) std::swap(left, right);
  if (right->type.Is(TypeKind::kNull)) {
    // What is no wrapper is never null.
    if (!left->IsNullable()) return {equal ? "false" : "true"};
    return {(equal ? "!" : "") + PresenceOf(*left->field, Operand(*left->operands[0], kPrimary)),
            kUnary};
  }
  if (!left->IsNullable()) std::swap(left, right);
  const Named first = Holder(*left, "first");
  Named second = right->IsNullable()    ? Holder(*right, "second")
                 : cel::CanFail(*right) ? Name(Wide(*right), "second")
                                        : Named{Side(*right), "", ""};
  const std::string set = PresenceOf(*left->field, first.name);
  const std::string value = first.name + "." + AccessorOf(*left->field) + "().value()";
  const std::string other = right->IsNullable()
                                ? second.name + "." + AccessorOf(*right->field) + "().value()"
                                : second.name;
  std::string same = value + " == " + other;
  if (left->type.kind != right->type.kind) same = "rules::Equal(" + value + ", " + other + ")";
  std::string both = set + " && " + same;
  if (right->IsNullable()) {
    both = set + " == " + PresenceOf(*right->field, second.name) + " && (!" + set + " || " + same +
           ")";
  }
  const std::string open = second.open + first.open;
  if (!open.empty()) {
    return {(equal ? "" : "!") + open + both + first.close + second.close,
            equal ? kPrimary : kUnary};
  }
  return {equal ? both : "!(" + both + ")", equal ? kAnd : kUnary};
}

CppExpression::Code CppExpression::Equality(const Expression& tree) {
  const bool equal = tree.name == "==";
  const Expression& left = *tree.operands[0];
  const Expression& right = *tree.operands[1];
  const std::string negation = equal ? "" : "!";
  for (const Expression* side : {&left, &right}) {
    if (side->IsNullable() || side->type.Is(TypeKind::kNull)) return NullEquality(tree);
  }
  if (IsEmpty(right) || IsEmpty(left)) {
    const Expression& other = IsEmpty(right) ? left : right;
    if (other.type.element != nullptr) {
      return {"rules::Size(" + Range(other) + ") " + tree.name + " 0", kEqual};
    }
    return {negation + Operand(other, kPrimary) + ".empty()", equal ? kPrimary : kUnary};
  }
  if (left.type.element != nullptr || left.type.Is(TypeKind::kMessage)) {
    return {negation + scope_.compare(left.type, Any(left).text, Any(right).text, false), kUnary};
  }
  if (left.type.kind != right.type.kind || IsFar(left) || IsFar(right)) {
    return {negation + "rules::Equal(" + Wide(left) + ", " + Wide(right) + ")", kUnary};
  }
  return {Side(left) + " " + tree.name + " " + Side(right), kEqual};
}

CppExpression::Code CppExpression::In(const Expression& tree) {
  const Expression& item = *tree.operands[0];
  const Expression& range = *tree.operands[1];
  const bool map = range.type.Is(TypeKind::kMap);
  const std::string within = map ? Range(range) : Any(range).text;
  // Null is in no list of ours.
  if (item.IsNullable()) {
    const Named holder = Holder(item, "holder");
    const Named all = cel::CanFail(range) ? Name(within, "range") : Named{within, "", ""};
    const std::string open = all.open + holder.open;
    return {open + PresenceOf(*item.field, holder.name) + " && rules::In(" + holder.name + "." +
                AccessorOf(*item.field) + "().value(), " + all.name + ")" + holder.close +
                all.close,
            open.empty() ? kAnd : kPrimary};
  }
  if (item.type.element == nullptr && !item.type.Is(TypeKind::kMessage)) {
    return {"rules::In(" + Any(item).text + ", " + within + ")"};
  }
  return {"rules::In(" + Any(item).text + ", " + within +
          ", [](const auto& left, const auto& right) { return " +
          scope_.compare(item.type, "left", "right", false) + "; })"};
}

CppExpression::Code CppExpression::Order(const Expression& tree) {
  const Expression& left = *tree.operands[0];
  const Expression& right = *tree.operands[1];
  if (IsLengthBound(tree) && scope_.self_length.empty()) {
    const std::string name = tree.name == ">" ? "rules::LongerThan(" : "rules::ShorterThan(";
    return {name + Any(*left.operands[0]).text + ", " + Any(right).text + ")"};
  }
  if (left.type.kind == right.type.kind && !IsFar(left) && !IsFar(right)) {
    return {Side(left) + " " + tree.name + " " + Side(right), kRelation};
  }
  const bool swapped = tree.name[0] == '>';
  const std::string first = Wide(swapped ? right : left);
  const std::string second = Wide(swapped ? left : right);
  return {(tree.name.size() == 2 ? "rules::LessOrEqual(" : "rules::Less(") + first + ", " + second +
          ")"};
}

}  // namespace muster::plugin
