#include "proto/plugin/cel/operators.h"

namespace muster::plugin::cel {
namespace {

using TypeKind = Type::Kind;

bool HasOrder(const Type& type) {
  return type.Is(TypeKind::kUnknown) || type.IsNumber() || type.Is(TypeKind::kString) ||
         type.Is(TypeKind::kBytes) || type.Is(TypeKind::kBool) || type.Is(TypeKind::kTimestamp) ||
         type.Is(TypeKind::kDuration) || type.Is(TypeKind::kMixed);
}

bool Ordered(const Type& left, const Type& right) {
  if (left.IsNumber() && right.IsNumber()) return true;
  return Agree(left, right) && HasOrder(left) && HasOrder(right);
}

// Whether null may be asked for.
bool MayBeNull(const Type& type) {
  return type.nullable || type.dynamic || type.Is(TypeKind::kNull) || type.Is(TypeKind::kMessage) ||
         type.Is(TypeKind::kTimestamp) || type.Is(TypeKind::kDuration) || type.Is(TypeKind::kMixed);
}

bool Comparable(const Type& left, const Type& right) {
  if (left.Is(TypeKind::kNull)) return MayBeNull(right);
  if (right.Is(TypeKind::kNull)) return MayBeNull(left);
  const bool dynamic = left.dynamic || right.dynamic;
  return Agree(left, right) || (dynamic && left.IsNumber() && right.IsNumber());
}

bool ArithmeticType(const std::string& name, const Type& left, const Type& right, Type& type) {
  const bool plus = name == "+";
  if (left.Is(TypeKind::kTimestamp) || right.Is(TypeKind::kTimestamp)) {
    const bool both = left.kind == right.kind;
    type = both ? TypeKind::kDuration : TypeKind::kTimestamp;
    if (both) return name == "-";
    const bool shifted = left.Is(TypeKind::kDuration) || right.Is(TypeKind::kDuration);
    return shifted && (plus || (name == "-" && left.Is(TypeKind::kTimestamp)));
  }
  if (left.Is(TypeKind::kList) && right.Is(TypeKind::kList)) {
    type = Plain(Unify(left, right));
    if (!Agree(left, right)) type = ListOf(TypeKind::kMixed);
    return plus;
  }
  if (!Agree(left, right)) return false;
  type = Plain(left);
  if (left.Is(TypeKind::kDuration)) return plus || name == "-";
  if (left.Is(TypeKind::kString) || left.Is(TypeKind::kBytes)) return plus;
  if (left.Is(TypeKind::kDouble)) return name != "%";
  return left.IsNumber();
}

bool IndexType(const Type& range, const Type& index, Type& type) {
  if (range.Is(TypeKind::kList) || range.Is(TypeKind::kMap)) type = *range.element;
  if (range.Is(TypeKind::kMap)) return Agree(index, *range.key);
  return range.Is(TypeKind::kList) && index.Is(TypeKind::kInt);
}

bool PairType(const std::string& name, const Type& left, const Type& right, Type& type) {
  if (name == "==" || name == "!=") return Comparable(left, right);
  if (name == "<" || name == "<=" || name == ">" || name == ">=") return Ordered(left, right);
  if (name == "in") {
    if (right.Is(TypeKind::kMap)) return Agree(left, *right.key);
    return right.Is(TypeKind::kList) && Agree(left, *right.element);
  }
  if (name == "[]") return IndexType(left, right, type);
  if (name == "+" || name == "-" || name == "*" || name == "/" || name == "%") {
    return ArithmeticType(name, left, right, type);
  }
  return false;
}

}  // namespace

bool IsBoolean(const Tree& tree) {
  return tree->type.Is(TypeKind::kBool) || tree->Is(Expression::Kind::kFault);
}

bool OperatorType(const std::string& name, const std::vector<Tree>& operands, Type& type) {
  type = TypeKind::kBool;
  if (operands.empty()) return false;
  if (name == "!") return IsBoolean(operands[0]);
  if (name == "&&" || name == "||") return IsBoolean(operands[0]) && IsBoolean(operands[1]);
  const Type& left = operands[0]->type;
  if (name == "negate") {
    type = Plain(left);
    return left.Is(TypeKind::kInt) || left.Is(TypeKind::kDouble);
  }
  if (operands.size() == 3 && name == "?:") {
    const Type& yes = operands[1]->type;
    const Type& no = operands[2]->type;
    type = Plain(operands[1]->Is(Expression::Kind::kFault) ? no : Unify(yes, no));
    return IsBoolean(operands[0]) && Agree(yes, no);
  }
  return operands.size() == 2 && PairType(name, left, operands[1]->type, type);
}

}  // namespace muster::plugin::cel
