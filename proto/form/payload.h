// What is sent of the answers, as a tree that still knows where each piece came from.
#ifndef MUSTER_PROTO_FORM_PAYLOAD_H_
#define MUSTER_PROTO_FORM_PAYLOAD_H_

#include "proto/form/answers.h"
#include "proto/form/form_table.h"

namespace muster::v1 {
class FormContext;
}

namespace muster::form {

// The answers as `Payload` sends them; `Node::origin` and `Value::origins` lead back to the entries
// of `answers`. A choice that is not offered stays behind, unless `was_sent`: `answers` are what
// was sent, maybe when it was.
Answers PayloadTree(const Form& form, const v1::FormContext& context, const Answers& answers,
                    bool was_sent = false);

// Whether nothing at all is entered at `ask`.
bool IsBlank(const Ask& ask, const v1::FormContext& context, const Answers& answers);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_PAYLOAD_H_
