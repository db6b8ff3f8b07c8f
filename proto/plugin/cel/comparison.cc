#include "proto/plugin/cel/comparison.h"

#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "proto/plugin/cel/folder.h"
#include "proto/plugin/cel/tree.h"

namespace muster::plugin::cel {
namespace {

using Kind = Expression::Kind;
using TypeKind = Type::Kind;

// A number that is compared with a constant: `thing name bound`.
struct Bound {
  Tree thing;
  std::string name;
  Value bound;
};

// The name of a comparison with its sides exchanged; null if `tree` is none.
const char* Mirrored(const Expression& tree) {
  static const std::map<std::string, const char*> kMirrored = {
      {"==", "=="}, {"!=", "!="}, {"<", ">"}, {"<=", ">="}, {">", "<"}, {">=", "<="}};
  const auto found = kMirrored.find(tree.name);
  return tree.Is(Kind::kCall) && found != kMirrored.end() ? found->second : nullptr;
}

std::optional<Bound> BoundOf(const Tree& tree) {
  const char* mirrored = Mirrored(*tree);
  if (mirrored == nullptr) return std::nullopt;
  const Tree& left = tree->operands[0];
  const Tree& right = tree->operands[1];
  const bool fits = left->type.kind == right->type.kind && left->type.IsNumber() &&
                    left->Is(Kind::kLiteral) != right->Is(Kind::kLiteral) && !CanFail(*tree);
  if (!fits) return std::nullopt;
  if (right->Is(Kind::kLiteral)) return Bound{left, tree->name, right->value};
  return Bound{right, mirrored, left->value};
}

// Whether two trees read the same place.
bool SamePlace(const Expression& left, const Expression& right) {
  if (left.kind != right.kind || left.name != right.name) return false;
  if (left.Is(Kind::kIdentifier)) return true;
  const bool path = left.Is(Kind::kSelect) || left.IsCall("size");
  return path && left.operands.size() == 1 && right.operands.size() == 1 &&
         SamePlace(*left.operands[0], *right.operands[0]);
}

template <typename Number>
void AddAround(Number bound, Value (*make)(Number), std::vector<Value>& out) {
  using Limits = std::numeric_limits<Number>;
  out.push_back(make(bound));
  if constexpr (Limits::is_integer) {
    if (bound > Limits::min()) out.push_back(make(bound - 1));
    if (bound < Limits::max()) out.push_back(make(bound + 1));
  } else {
    out.push_back(make(std::nextafter(bound, -Limits::infinity())));
    out.push_back(make(std::nextafter(bound, Limits::infinity())));
    out.push_back(make(Limits::quiet_NaN()));
  }
}

// Values on each side of a bound: comparisons with it say the same of all others.
void AddAround(const Value& bound, std::vector<Value>& out) {
  switch (bound.kind) {
    case TypeKind::kInt:
      return AddAround(bound.integer, Value::Int, out);
    case TypeKind::kUint:
      return AddAround(bound.natural, Value::Uint, out);
    default:
      return AddAround(bound.real, Value::Double, out);
  }
}

bool Holds(const Bound& bound, const Value& value) {
  const std::optional<int> order = Order(value, bound.bound);
  if (bound.name == "!=") return order != 0;
  if (!order) return false;
  if (bound.name == "==") return order == 0;
  if (bound.name == "<") return order < 0;
  if (bound.name == "<=") return order <= 0;
  return bound.name == ">" ? order > 0 : order >= 0;
}

// uint(size(x)) against a constant: size(x) against the same constant as an int.
Tree FoldSize(const Tree& tree) {
  const Tree& left = tree->operands[0];
  const Tree& right = tree->operands[1];
  const bool sized = left->IsCall("uint") && left->operands[0]->IsCall("size");
  if (!sized || !right->Is(Kind::kLiteral) || right->value.kind != TypeKind::kUint) return tree;
  if (right->value.natural > uint64_t{INT64_MAX}) return tree;
  const Value bound = Value::Int(static_cast<int64_t>(right->value.natural));
  return With(tree, {left->operands[0], Literal(*right, bound)});
}

// Whether it is null beside what is no wrapper, which is never null.
bool AsksForNullInVain(const Tree& tree) {
  const Expression& left = *tree->operands[0];
  const Expression& right = *tree->operands[1];
  for (const auto& [null, other] : {std::pair(&left, &right), std::pair(&right, &left)}) {
    const bool known = null->type.Is(TypeKind::kNull) && !other->type.Is(TypeKind::kNull) &&
                       !other->IsNullable() && !CanFail(*other);
    if (known) return true;
  }
  return false;
}

// Whether both sides are one variable, which is the same as itself.
bool IsWithItself(const Tree& tree) {
  const Expression& left = *tree->operands[0];
  const Expression& right = *tree->operands[1];
  return left.Is(Kind::kIdentifier) && right.Is(Kind::kIdentifier) && left.name == right.name &&
         left.name != "now" && left.type.element == nullptr && !left.type.Is(TypeKind::kDouble) &&
         !left.type.Is(TypeKind::kMessage);
}

}  // namespace

Tree FoldComparison(const Tree& tree) {
  if (Mirrored(*tree) == nullptr) return tree;
  const Tree folded = FoldSize(tree);
  const std::string& name = folded->name;
  const bool equality = name == "==" || name == "!=";
  if (equality && AsksForNullInVain(folded)) return BoolLiteral(*tree, name == "!=");
  if (IsWithItself(folded)) {
    if (name == "==" || name == "<=" || name == ">=") return BoolLiteral(*tree, true);
    if (name == "!=" || name == "<" || name == ">") return BoolLiteral(*tree, false);
  }
  const auto bound = BoundOf(folded);
  if (!bound) return folded;
  std::vector<Value> values;
  AddAround(bound->bound, values);
  for (const Value& value : values) {
    if (Holds(*bound, value) != Holds(*bound, values[0])) return folded;
  }
  return BoolLiteral(*tree, Holds(*bound, values[0]));
}

std::optional<bool> OutcomeOfBoth(const std::string& operation, const Tree& left,
                                  const Tree& right) {
  const auto first = BoundOf(left);
  const auto second = BoundOf(right);
  if (!first || !second || !SamePlace(*first->thing, *second->thing)) return std::nullopt;
  std::vector<Value> values;
  AddAround(first->bound, values);
  AddAround(second->bound, values);
  const bool either = operation == "||";
  for (const Value& value : values) {
    const bool holds = either ? Holds(*first, value) || Holds(*second, value)
                              : Holds(*first, value) && Holds(*second, value);
    if (holds != either) return std::nullopt;
  }
  return either;
}

}  // namespace muster::plugin::cel
