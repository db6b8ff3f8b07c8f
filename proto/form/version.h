// What changed in a call's questions since a draft was begun. The draft carries a note for each
// question that it was begun with.
#ifndef MUSTER_PROTO_FORM_VERSION_H_
#define MUSTER_PROTO_FORM_VERSION_H_

#include <string>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/form_table.h"

namespace muster::v1 {
class FormContext;
}

namespace muster::form {

// The changes in words, a line each, in the order of the questions; what is gone comes last. The
// notes are brought up to date, so that each change is told once. Empty for a draft that has no
// notes yet. In another language than before, a question has changed if another thing is asked, and
// not by its words.
std::vector<std::string> TakeChanges(const Form& form, const v1::FormContext& context,
                                     Answers& answers);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_VERSION_H_
