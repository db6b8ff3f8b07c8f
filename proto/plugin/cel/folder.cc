#include "proto/plugin/cel/folder.h"

#include <utility>

#include "proto/plugin/cel/arithmetic.h"
#include "proto/plugin/cel/comparison.h"
#include "proto/plugin/cel/functions.h"
#include "proto/plugin/cel/tree.h"
#include "proto/plugin/cel/type.h"

namespace muster::plugin::cel {
namespace {

using Kind = Expression::Kind;
using TypeKind = Type::Kind;
using Constants = std::map<std::string, Value>;

// Longer constant lists are looped over instead.
constexpr size_t kMaxUnrolled = 32;
// How much is worked out of one expression; the rest is left to run time. Macros in macros over
// constants would else take for ever.
constexpr int kMostSteps = 100000;
constexpr size_t kHeaviest = 100000;

// Bytes and entries of a value, counted up to kHeaviest.
size_t Weight(const Value& value) {
  size_t weight = 1 + value.text.size();
  for (const Value& item : value.list) {
    if (weight > kHeaviest) break;
    weight += Weight(item);
  }
  return weight;
}

bool IsBool(const Tree& tree, bool value) {
  return tree->Is(Kind::kLiteral) && tree->type.Is(TypeKind::kBool) && tree->value.boolean == value;
}

bool AllLiteral(const std::vector<Tree>& trees) {
  for (const Tree& tree : trees) {
    if (!tree->Is(Kind::kLiteral)) return false;
  }
  return true;
}

std::vector<Value> ValuesOf(const std::vector<Tree>& trees) {
  std::vector<Value> out;
  for (const Tree& tree : trees) out.push_back(tree->value);
  return out;
}

// The sides of `a && b && c`, the last first; not more than kMaxUnrolled.
void AddSides(const std::string& operation, const Tree& tree, std::vector<Tree>& out) {
  if (out.size() >= kMaxUnrolled) return;
  if (!tree->IsCall(operation)) return out.push_back(tree);
  AddSides(operation, tree->operands[1], out);
  AddSides(operation, tree->operands[0], out);
}

// Whether a side of `left` decides together with one of `right`, whatever the others are.
bool DecideTogether(const std::string& operation, const Tree& left, const Tree& right) {
  std::vector<Tree> first;
  std::vector<Tree> second;
  AddSides(operation, left, first);
  AddSides(operation, right, second);
  for (const Tree& one : first) {
    for (const Tree& other : second) {
      if (OutcomeOfBoth(operation, one, other)) return true;
    }
  }
  return false;
}

// `&&` and `||` with what is known of their sides. The side that decides does so even beside a
// fault.
Tree FoldLogic(const Tree& tree, const Tree& left, const Tree& right) {
  const bool decides = tree->name == "||";
  if (IsBool(left, decides) || IsBool(right, decides)) return BoolLiteral(*tree, decides);
  if (IsBool(left, !decides)) return right;
  if (IsBool(right, !decides)) return left;
  if (DecideTogether(tree->name, left, right)) return BoolLiteral(*tree, decides);
  return With(tree, {left, right});
}

// `x in [this.a, this.b]`: x is the one or the other. Not where one of them can fail: `||` would
// absorb that, and `in` does not.
Tree FoldMembership(const Tree& tree) {
  const Tree& value = tree->operands[0];
  const std::vector<Tree>& items = tree->operands[1]->operands;
  if (!IsPlace(*value) || items.size() > kMaxUnrolled || CanFailBesideNull(*value)) return tree;
  Tree out = BoolLiteral(*tree, false);
  for (const Tree& item : items) {
    if (CanFailBesideNull(*item)) return tree;
  }
  for (const Tree& item : items) {
    const Tree same = Operation(*tree, "==", value, item);
    out = IsBool(out, false) ? same : Operation(*tree, "||", out, same);
  }
  return out;
}

class Folder {
 public:
  Folder(const Constants& constants, int& steps) : constants_(constants), steps_(steps) {}

  Tree Run(const Tree& tree) {
    --steps_;
    switch (tree->kind) {
      case Kind::kLiteral:
      case Kind::kFault:
        return tree;
      case Kind::kIdentifier: {
        const auto found = constants_.find(tree->name);
        return found == constants_.end() ? tree : Literal(*tree, found->second, tree->type);
      }
      case Kind::kSelect:
      case Kind::kHas:
        return Select(tree);
      case Kind::kList:
      case Kind::kMap:
        return List(tree);
      case Kind::kMessage:
        return With(tree, All(tree->operands));
      case Kind::kMacro:
        return Macro(tree);
      case Kind::kCall:
        return Call(tree);
    }
    return tree;
  }

 private:
  Tree Select(const Tree& tree) {
    Tree target = Run(tree->operands[0]);
    if (!target->Is(Kind::kLiteral)) return With(tree, {std::move(target)});
    const auto& message = *target->value.message;
    const Value value = tree->Is(Kind::kHas) ? Value::Bool(HasField(message, *tree->field))
                                             : ReadField(message, *tree->field);
    return Literal(*tree, value, tree->type);
  }

  std::vector<Tree> All(const std::vector<Tree>& trees) {
    std::vector<Tree> out;
    for (const Tree& tree : trees) out.push_back(Run(tree));
    return out;
  }

  Tree List(const Tree& tree) {
    std::vector<Tree> items = All(tree->operands);
    if (!AllLiteral(items)) return With(tree, std::move(items));
    const bool map = tree->Is(Kind::kMap);
    return Literal(*tree, map ? Value::Map(ValuesOf(items)) : Value::List(ValuesOf(items)),
                   tree->type);
  }

  Tree Call(const Tree& tree) {
    if (tree->operands.empty()) return tree;
    const Tree first = Run(tree->operands[0]);
    if (tree->name == "&&" || tree->name == "||") {
      const bool decides = tree->name == "||";
      if (IsBool(first, decides)) return first;
      return FoldLogic(tree, first, Run(tree->operands[1]));
    }
    if (tree->name == "?:") {
      if (IsBool(first, true)) return Run(tree->operands[1]);
      if (IsBool(first, false)) return Run(tree->operands[2]);
      return With(tree, {first, Run(tree->operands[1]), Run(tree->operands[2])});
    }
    std::vector<Tree> operands = {first};
    for (size_t i = 1; i < tree->operands.size(); ++i) operands.push_back(Run(tree->operands[i]));
    if (AllLiteral(operands)) {
      auto value = Compute(tree->name, ValuesOf(operands));
      if (value && Weight(*value) <= kHeaviest) {
        return Literal(*tree, *std::move(value), tree->type);
      }
    }
    if (tree->name == "in" && operands[1]->Is(Kind::kLiteral) &&
        operands[1]->value.kind == TypeKind::kList && operands[1]->value.list.empty() &&
        !CanFailBesideNull(*first)) {
      return BoolLiteral(*tree, false);
    }
    const bool member = tree->name == "in" && operands[1]->Is(Kind::kList);
    const Tree call = With(tree, std::move(operands));
    return member ? FoldMembership(call) : FoldComparison(call);
  }

  Tree Macro(const Tree& tree) {
    const Tree range = Run(tree->operands[0]);
    Constants inner = constants_;
    inner.erase(tree->variable);
    if (range->Is(Kind::kLiteral)) {
      if (Tree unrolled = Unroll(tree, range->value.Items(), inner)) return unrolled;
    }
    std::vector<Tree> operands = {range};
    for (size_t i = 1; i < tree->operands.size(); ++i) {
      operands.push_back(Folder(inner, steps_).Run(tree->operands[i]));
    }
    return With(tree, std::move(operands));
  }

  // A macro over a known list. Null if it is better looped over.
  Tree Unroll(const Tree& tree, const std::vector<Value>& items, Constants& inner) {
    std::vector<Tree> bodies;
    for (const Value& item : items) {
      if (steps_ < 0) break;
      inner[tree->variable] = item;
      bodies.push_back(Folder(inner, steps_).Run(tree->operands.back()));
    }
    inner.erase(tree->variable);
    if (steps_ < 0) return nullptr;
    if (tree->name == "all" || tree->name == "exists") return Join(tree, bodies);
    if (tree->operands.size() != 2 || !AllLiteral(bodies)) return nullptr;
    if (tree->name == "map") {
      const Value mapped = Value::List(ValuesOf(bodies));
      return Weight(mapped) > kHeaviest ? nullptr : Literal(*tree, mapped, tree->type);
    }
    std::vector<Value> chosen;
    for (size_t i = 0; i < items.size(); ++i) {
      if (bodies[i]->value.boolean) chosen.push_back(items[i]);
    }
    if (tree->name == "exists_one") return BoolLiteral(*tree, chosen.size() == 1);
    return Literal(*tree, Value::List(std::move(chosen)), tree->type);
  }

  static Tree Join(const Tree& tree, const std::vector<Tree>& bodies) {
    const bool all = tree->name == "all";
    Tree out = BoolLiteral(*tree, all);
    for (const Tree& body : bodies) {
      const Tree shape = Operation(*tree, all ? "&&" : "||", out, body);
      out = FoldLogic(shape, out, body);
    }
    return bodies.size() <= kMaxUnrolled || out->Is(Kind::kLiteral) ? out : nullptr;
  }

  const Constants& constants_;
  int& steps_;
};

bool FailingOperator(const Expression& tree) {
  const std::string& name = tree.name;
  if (name == "[]") return true;
  if (name == "negate") return tree.type.Is(TypeKind::kInt);
  if (name == "format") return false;
  const bool arithmetic = name == "+" || name == "-" || name == "*" || name == "/" || name == "%";
  return arithmetic && !tree.type.Is(TypeKind::kString) && !tree.type.Is(TypeKind::kBytes) &&
         !tree.type.Is(TypeKind::kDouble) && !tree.type.Is(TypeKind::kList);
}

}  // namespace

Tree Fold(const Tree& tree, const Constants& constants) {
  int steps = kMostSteps;
  return Folder(constants, steps).Run(tree);
}

bool CanFail(const Expression& tree) {
  if (tree.Is(Kind::kFault)) return true;
  // The size of a list or string is a uint whatever it is.
  if (tree.IsCall("uint") && tree.operands[0]->IsCall("size")) return CanFail(*tree.operands[0]);
  if (tree.Is(Kind::kIdentifier)) return tree.name == "now";
  if (tree.IsNullable()) return true;
  if (tree.Is(Kind::kMap) || tree.Is(Kind::kMessage)) return true;
  if (tree.IsCall("==") || tree.IsCall("!=")) {
    // Null is the same as null, and as nothing else.
    return CanFailBesideNull(*tree.operands[0]) || CanFailBesideNull(*tree.operands[1]);
  }
  if (tree.IsCall("in")) {
    return CanFailBesideNull(*tree.operands[0]) || CanFail(*tree.operands[1]);
  }
  if (tree.Is(Kind::kCall)) {
    if (tree.overload != nullptr ? tree.overload->can_fail : FailingOperator(tree)) return true;
  }
  for (const Tree& operand : tree.operands) {
    if (CanFail(*operand)) return true;
  }
  return false;
}

bool CanFailBesideNull(const Expression& tree) {
  return CanFail(tree.IsNullable() ? *tree.operands[0] : tree);
}

Tree Negate(const Tree& condition) {
  if (condition->Is(Kind::kLiteral)) return BoolLiteral(*condition, !condition->value.boolean);
  if (condition->IsCall("!")) return condition->operands[0];
  static const std::map<std::string, std::string> kOpposites = {
      {"==", "!="}, {"!=", "=="}, {"<", ">="}, {">=", "<"}, {">", "<="}, {"<=", ">"}};
  if (condition->Is(Kind::kCall) && condition->operands.size() == 2) {
    const Tree& left = condition->operands[0];
    const Tree& right = condition->operands[1];
    if (condition->name == "&&" || condition->name == "||") {
      return Operation(*condition, condition->name == "&&" ? "||" : "&&", Negate(left),
                       Negate(right));
    }
    const auto opposite = kOpposites.find(condition->name);
    // NaN is neither less nor not less.
    const bool ordered = !left->type.Is(TypeKind::kDouble) && !right->type.Is(TypeKind::kDouble);
    const bool equality = condition->name == "==" || condition->name == "!=";
    if (opposite != kOpposites.end() && (ordered || equality)) {
      return Operation(*condition, opposite->second, left, right);
    }
  }
  auto negated = With(condition, {condition}, TypeKind::kBool);
  negated->kind = Kind::kCall;
  negated->name = std::string("!");
  return negated;
}

}  // namespace muster::plugin::cel
