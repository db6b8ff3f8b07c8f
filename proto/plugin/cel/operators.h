// Which operators go with which types.
#ifndef MUSTER_PROTO_PLUGIN_CEL_OPERATORS_H_
#define MUSTER_PROTO_PLUGIN_CEL_OPERATORS_H_

#include <string>
#include <vector>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

// Whether `name` is an operator that goes with these operands, and what it gives.
bool OperatorType(const std::string& name, const std::vector<Tree>& operands, Type& type);

// Whether a tree may stand where a truth value is wanted.
bool IsBoolean(const Tree& tree);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_OPERATORS_H_
