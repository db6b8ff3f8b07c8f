// Grammar of CEL, macros included.
#ifndef MUSTER_PROTO_PLUGIN_CEL_PARSER_H_
#define MUSTER_PROTO_PLUGIN_CEL_PARSER_H_

#include <string_view>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

// The tree of `source`. Null with `complaint` if it is not CEL, or uses a part of the language that
// is not compiled.
Tree Parse(std::string_view source, Complaint& complaint);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_PARSER_H_
