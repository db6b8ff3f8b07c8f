// What every part that writes C++ of a schema is given, and how it is called.
#ifndef MUSTER_PROTO_PLUGIN_EMITTER_H_
#define MUSTER_PROTO_PLUGIN_EMITTER_H_

#include <google/protobuf/compiler/code_generator.h>
#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

#include "proto/plugin/diagnostics.h"
#include "proto/plugin/model/options.h"

namespace muster::plugin {

// The files of one run, as they came: with their options and source positions.
struct Schema {
  std::vector<const google::protobuf::FileDescriptor*> files;
  const OptionReader& options;
  // Leave out messages with rules that can't be compiled, and list them in refused.txt, instead of
  // failing: for suites that hold bad rules on purpose.
  bool refuse_messages = false;
  // The file with the forms' words in Welsh (see translation.h); empty: English only.
  std::string welsh_file;
  // The forms' words on receipts are left out: the server shows those.
  bool without_receipts = false;
};

// Writes what it makes of `schema` through `context`, or complains. One function for each part; the
// list of them stands in generator.cc.
using Emitter = void (*)(const Schema& schema,
                         google::protobuf::compiler::GeneratorContext& context,
                         Diagnostics& diagnostics);

// Writes one file.
void WriteFile(google::protobuf::compiler::GeneratorContext& context, const std::string& name,
               const std::string& text);

// "muster/v1/booking.proto" -> "muster/v1/booking".
std::string StripProtoSuffix(const std::string& file_name);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMITTER_H_
