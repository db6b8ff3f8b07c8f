// How tightly operators of C++ bind.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_CPP_BINDING_H_
#define MUSTER_PROTO_PLUGIN_EMIT_CPP_BINDING_H_

namespace muster::plugin {

enum Binding {
  kTernary = 10,
  kOr = 20,
  kAnd = 30,
  kEqual = 40,
  kRelation = 50,
  kSum = 60,
  kProduct = 70,
  kUnary = 80,
  kPrimary = 100
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_CPP_BINDING_H_
