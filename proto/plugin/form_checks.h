// What the hints of one field or form may say; everything else stops the build.
#ifndef MUSTER_PROTO_PLUGIN_FORM_CHECKS_H_
#define MUSTER_PROTO_PLUGIN_FORM_CHECKS_H_

#include <google/protobuf/descriptor.h>

#include "proto/plugin/diagnostics.h"
#include "proto/plugin/form_hints.h"

namespace muster::plugin {

// Checks the request, reply and pages of a form. Returns the field that holds the answers, null if
// the request does not have one.
const google::protobuf::FieldDescriptor* CheckForm(const google::protobuf::Descriptor& request,
                                                   const FormHints& hints,
                                                   Diagnostics& diagnostics);

// Checks a field by itself: its type, its widget, its texts, the rules it words.
void CheckField(const google::protobuf::FieldDescriptor& field, const FieldHints& hints,
                const OptionReader& options, Diagnostics& diagnostics);

// Checks the condition of a field that is asked for what `controlling`, of the same message, has.
void CheckCondition(const google::protobuf::FieldDescriptor& field, const FieldHints& hints,
                    const google::protobuf::FieldDescriptor* controlling,
                    const OptionReader& options, Diagnostics& diagnostics);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_FORM_CHECKS_H_
