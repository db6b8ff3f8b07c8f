// Writes `x.rules.h` and `x.rules.cc`: the rules of each message as straight-line C++.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_RULES_EMITTER_H_
#define MUSTER_PROTO_PLUGIN_EMIT_RULES_EMITTER_H_

#include "proto/plugin/emitter.h"

namespace muster::plugin {

void EmitRules(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
               Diagnostics& diagnostics);

// Writes `registry.h` and `registry.cc`: every message of the run by name, for suites that replay
// bytes.
void EmitRegistry(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
                  Diagnostics& diagnostics);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_RULES_EMITTER_H_
