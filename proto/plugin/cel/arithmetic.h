// What operators and functions give when all their operands are known.
#ifndef MUSTER_PROTO_PLUGIN_CEL_ARITHMETIC_H_
#define MUSTER_PROTO_PLUGIN_CEL_ARITHMETIC_H_

#include <optional>
#include <string>
#include <vector>

#include "proto/plugin/cel/value.h"

namespace muster::plugin::cel {

// The result of operator or function `name`. Nothing if it fails, or is left to run time.
std::optional<Value> Compute(const std::string& name, const std::vector<Value>& operands);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_ARITHMETIC_H_
