// What an answer of one line is typed into.
#ifndef MUSTER_PROTO_FORM_TEXT_INPUT_H_
#define MUSTER_PROTO_FORM_TEXT_INPUT_H_

#include "proto/form/components.h"
#include "proto/form/kind.h"

namespace muster::form {

// Without its control and value: the type, keys and width for texts of the kind.
TextInput InputFor(Widget widget, const Limits& limits);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_TEXT_INPUT_H_
