// The functions of CEL and of buf.validate that rules may call, and what they are in C++.
#ifndef MUSTER_PROTO_PLUGIN_CEL_FUNCTIONS_H_
#define MUSTER_PROTO_PLUGIN_CEL_FUNCTIONS_H_

#include <string_view>
#include <vector>

#include "proto/plugin/cel/ast.h"

namespace muster::plugin::cel {

// Types are letters: b bool, i int, u uint, d double, s string, y bytes, t timestamp, n duration,
// L any list, S a list of strings, M any map.
struct Overload {
  std::string_view name;
  // Types of the operands; of a method, the receiver first.
  std::string_view operands;
  char result;
  // How it is called: x.f(y), f(x, y), or as you like.
  enum class Style { kMethod, kGlobal, kEither } style;
  // Its C++ name in muster::rules.
  std::string_view cpp;
  // It can fail when it runs: the C++ function takes a `Fault&` last.
  bool can_fail;
};

// The overload that goes with a call's operands, or null.
const Overload* FindOverload(const Expression& call, const std::vector<Tree>& operands);

// The type of its result.
Type ResultOf(const Overload& overload);

// Whether there is a function of that name, whatever it takes.
bool IsFunction(std::string_view name);

// What a wrapper holds in `field` when it is given `value`: numbers of 32 bits fit, or it fails.
Tree WrapperValue(const google::protobuf::FieldDescriptor& field, const Tree& value);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_FUNCTIONS_H_
