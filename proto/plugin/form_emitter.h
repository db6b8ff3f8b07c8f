// Writes `x.form.h` and `x.form.cc`: the table of each form (a request message with form hints) of
// a file, `kCreateThingRequestForm`; and `muster/forms.h` and `.cc`: all forms of the run. The
// tables are the constants that proto/form/form_table.h describes. With words in Welsh also
// `x.form.welsh.cc`, `kCreateThingRequestFormWelsh` and `muster/forms.welsh.cc`.
#ifndef MUSTER_PROTO_PLUGIN_FORM_EMITTER_H_
#define MUSTER_PROTO_PLUGIN_FORM_EMITTER_H_

#include "proto/plugin/emitter.h"

namespace muster::plugin {

void EmitForms(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
               Diagnostics& diagnostics);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_FORM_EMITTER_H_
