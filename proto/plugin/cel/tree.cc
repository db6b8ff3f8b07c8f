#include "proto/plugin/cel/tree.h"

#include <utility>

namespace muster::plugin::cel {

Tree Literal(const Expression& at, Value value, const Type& type) {
  auto literal = std::make_shared<Expression>();
  literal->offset = at.offset;
  literal->type = IsComplete(type) ? type : Unify(TypeOfValue(value), type);
  literal->value = std::move(value);
  return literal;
}

Tree BoolLiteral(const Expression& at, bool value) { return Literal(at, Value::Bool(value)); }

std::shared_ptr<Expression> With(const Tree& tree, std::vector<Tree> operands) {
  auto copy = std::make_shared<Expression>(*tree);
  copy->operands = std::move(operands);
  return copy;
}

std::shared_ptr<Expression> With(const Tree& tree, std::vector<Tree> operands, Type type) {
  auto copy = With(tree, std::move(operands));
  copy->type = std::move(type);
  return copy;
}

Tree Operation(const Expression& at, const std::string& name, Tree left, Tree right) {
  auto call = std::make_shared<Expression>();
  call->kind = Expression::Kind::kCall;
  call->offset = at.offset;
  call->name = name;
  call->operands = {std::move(left), std::move(right)};
  call->type = Type::Kind::kBool;
  return call;
}

Tree Fault(const Expression& at, std::string why) {
  auto fault = std::make_shared<Expression>();
  fault->kind = Expression::Kind::kFault;
  fault->offset = at.offset;
  fault->name = std::move(why);
  fault->type.dynamic = true;
  return fault;
}

bool IsPlace(const Expression& tree) {
  return tree.Is(Expression::Kind::kLiteral) || tree.Is(Expression::Kind::kIdentifier) ||
         (tree.Is(Expression::Kind::kSelect) && IsPlace(*tree.operands[0]));
}

std::string HiddenName(const std::string& name) { return "0" + name; }

Tree Settle(const Tree& tree, const Type& type) {
  const bool range = type.Is(Type::Kind::kList) || type.Is(Type::Kind::kMap);
  if (!range || IsComplete(tree->type) || !Agree(tree->type, type)) return tree;
  auto copy = std::make_shared<Expression>(*tree);
  copy->type = type;
  return copy;
}

Tree FaultOf(const std::vector<Tree>& trees) {
  for (const Tree& tree : trees) {
    if (tree->Is(Expression::Kind::kFault)) return tree;
  }
  return nullptr;
}

Type CommonType(const std::vector<Tree>& items, size_t first, size_t step) {
  Type type;
  for (size_t i = first; i < items.size(); i += step) {
    if (!Agree(type, items[i]->type)) return Type::Kind::kMixed;
    type = Plain(Unify(type, items[i]->type));
  }
  return type;
}

}  // namespace muster::plugin::cel
