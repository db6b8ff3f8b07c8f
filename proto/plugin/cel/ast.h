// Expressions of CEL as trees: what the parser makes, the checker types, the folder shrinks and the
// emitter writes as C++.
#ifndef MUSTER_PROTO_PLUGIN_CEL_AST_H_
#define MUSTER_PROTO_PLUGIN_CEL_AST_H_

#include <google/protobuf/descriptor.h>

#include <memory>
#include <string>
#include <vector>

#include "proto/plugin/cel/type.h"
#include "proto/plugin/cel/value.h"

namespace muster::plugin::cel {

struct Overload;

struct Expression {
  enum class Kind {
    kLiteral,     // value
    kIdentifier,  // name
    kSelect,      // operands[0] . name
    kHas,         // has(operands[0] . name)
    kCall,        // name(operands...); of a method the first operand is the receiver
    kList,        // [operands...]
    kMap,         // {operands[0]: operands[1], ...}
    kMessage,     // name{labels[0]: operands[0], ...}
    kMacro,  // operands[0] . name(variable, operands[1], ...): all, exists, exists_one, map, filter
    kFault,  // Fails whenever it is evaluated; name says why.
  };

  Kind kind = Kind::kLiteral;
  // Where it begins in the source, in bytes.
  size_t offset = 0;
  // How many levels the source has below and with this one; and how many of them are written as C++
  // inside each other, which chains of `&&` and `||` are not.
  int depth = 1;
  int nesting = 1;
  std::string name;
  bool is_method = false;
  std::string variable;
  std::vector<std::shared_ptr<const Expression>> operands;
  std::vector<std::string> labels;
  Value value;

  // What the checker finds.
  Type type;
  const google::protobuf::FieldDescriptor* field = nullptr;  // kSelect, kHas
  const Overload* overload = nullptr;                        // kCall of a function

  bool Is(Kind wanted) const { return kind == wanted; }
  // A wrapper as it stands in a message: null where it is not set.
  bool IsNullable() const { return kind == Kind::kSelect && type.nullable; }
  bool IsCall(std::string_view function) const { return kind == Kind::kCall && name == function; }
};

// Trees share their parts and never change them.
using Tree = std::shared_ptr<const Expression>;

// What is wrong with an expression, and where.
struct Complaint {
  size_t offset = 0;
  std::string text;
};

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_AST_H_
