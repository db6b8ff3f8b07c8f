// Writes what a header says of a message's rules: the functions, and the tables that a form reads.
#ifndef MUSTER_PROTO_PLUGIN_METADATA_META_WRITER_H_
#define MUSTER_PROTO_PLUGIN_METADATA_META_WRITER_H_

#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/model/options.h"
#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {

void WriteDeclarations(const MessageModel& model, const OptionReader& options, Source& out);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_METADATA_META_WRITER_H_
