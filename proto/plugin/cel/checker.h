// Gives every part of an expression its type, and refuses what has none.
#ifndef MUSTER_PROTO_PLUGIN_CEL_CHECKER_H_
#define MUSTER_PROTO_PLUGIN_CEL_CHECKER_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <set>
#include <string>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

struct Scope {
  // What names stand for: `this`, `rules`, `rule`, `now`.
  std::map<std::string, Type> variables;
  // Those of them that are a macro's own: `this` and `now` would else be taken for what they hide.
  std::set<std::string> hidden;
  // Where enum constants are looked up by their full names.
  const google::protobuf::DescriptorPool* pool = nullptr;
};

// The same tree with types, fields and overloads filled in; getField() has become a selection, and
// what dyn() lets pass though it cannot work has become a fault. Null with `complaint` if it does
// not check.
Tree Check(const Tree& tree, const Scope& scope, Complaint& complaint);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_CHECKER_H_
