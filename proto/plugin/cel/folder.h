// Partial evaluation: computes what is known while rules are compiled, and leaves the rest.
#ifndef MUSTER_PROTO_PLUGIN_CEL_FOLDER_H_
#define MUSTER_PROTO_PLUGIN_CEL_FOLDER_H_

#include <map>
#include <string>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

// The tree with the names in `constants` replaced by their values and everything that follows from
// them worked out. What would fail when it runs is left as it is, to fail then.
Tree Fold(const Tree& tree, const std::map<std::string, Value>& constants);

// Whether evaluating it can fail (overflow, division by zero, a missing key).
bool CanFail(const Expression& tree);

// The same where null is a value as any other: of a side of `==`, of what is looked for in a list.
bool CanFailBesideNull(const Expression& tree);

// The condition of the opposite truth, without a "!" where there is a plainer way to say it.
Tree Negate(const Tree& condition);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_FOLDER_H_
