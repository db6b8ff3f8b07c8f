// What can be said of a comparison before the value is known.
#ifndef MUSTER_PROTO_PLUGIN_CEL_COMPARISON_H_
#define MUSTER_PROTO_PLUGIN_CEL_COMPARISON_H_

#include <optional>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

// The same comparison with less to do, or a literal where the outcome lies in the types: an
// unsigned number with zero, a thing with itself, a number with the last of its type.
Tree FoldComparison(const Tree& tree);

// What `left && right`, or `left || right`, of which neither is known, is for every value: two
// bounds of one number that leave nothing, or nothing out. Else nothing.
std::optional<bool> OutcomeOfBoth(const std::string& operation, const Tree& left,
                                  const Tree& right);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_COMPARISON_H_
