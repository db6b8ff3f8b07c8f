// Writes `x.pb.h` and `x.pb.cc` for `runtime=plain`: classes over proto/plain/message.h with the
// read accessors of protobuf's own.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_PLAIN_EMITTER_H_
#define MUSTER_PROTO_PLUGIN_EMIT_PLAIN_EMITTER_H_

#include "proto/plugin/emitter.h"

namespace muster::plugin {

// Complains about what such a class can't hold: nested types, maps, repeated numbers, optional
// scalars, types that are not a varint, a text, bytes or a message.
void EmitPlainMessages(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
                       Diagnostics& diagnostics);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_PLAIN_EMITTER_H_
