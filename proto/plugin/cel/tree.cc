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

}  // namespace muster::plugin::cel
