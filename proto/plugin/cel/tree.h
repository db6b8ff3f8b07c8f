// New parts of trees.
#ifndef MUSTER_PROTO_PLUGIN_CEL_TREE_H_
#define MUSTER_PROTO_PLUGIN_CEL_TREE_H_

#include <string>
#include <vector>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

// What stands where `at` does and is known. Without `type`, it is that of the value.
Tree Literal(const Expression& at, Value value, const Type& type = {});
Tree BoolLiteral(const Expression& at, bool value);

// The same with other parts; and of another type.
std::shared_ptr<Expression> With(const Tree& tree, std::vector<Tree> operands);
std::shared_ptr<Expression> With(const Tree& tree, std::vector<Tree> operands, Type type);

// `left name right`, of type bool.
Tree Operation(const Expression& at, const std::string& name, Tree left, Tree right);

// What fails whenever it is evaluated.
Tree Fault(const Expression& at, std::string why);

// A name, a constant, or fields of fields of one: to write it twice costs nothing.
bool IsPlace(const Expression& tree);

// `name` as no expression can have it.
std::string HiddenName(const std::string& name);

// The empty list or map of a literal has the type that is wanted where it stands.
Tree Settle(const Tree& tree, const Type& type);

// The first of them that fails whenever it is evaluated; null if there is none.
Tree FaultOf(const std::vector<Tree>& trees);

// The type that all of `items` have, from `first` on in steps of `step`.
Type CommonType(const std::vector<Tree>& items, size_t first, size_t step);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_TREE_H_
