// The rules that depend on the call or conference at hand. They are checked by the same code in the
// browser and on the server, and reported as violations like those of the contract's own rules.
//
//   context.choice_unknown       the value is not in the list that the field's `choices_from` names
//   context.value_outdated       the value is not the one that the field's `value_from` names: the
//                                wording of consents has changed since it was shown
//   context.question_unknown     an answer to a question that there is not
//   context.question_not_asked   an answer to a question that is not asked: another answer or the
//                                themes decide so, or it is frozen
//   context.question_repeated    a second answer to the same question
//   context.answer_required      no answer to a question that needs one
//   context.answer_not_choice    the answer is none of the question's choices, or is given twice
//   context.answer_exclusive     a choice that excludes others, and others
//   context.answer_malformed     no value of the question's or field's kind: no number, no date
//   context.answer_out_of_range  a number or date beyond the question's bounds
//   context.answer_too_long      a text with more characters or words than the question allows
//   context.answer_count         more values than are wanted
//   context.too_large            more answers than a form can hold
#ifndef MUSTER_PROTO_FORM_CONTEXT_RULES_H_
#define MUSTER_PROTO_FORM_CONTEXT_RULES_H_

#include <string_view>

#include "proto/form/form_table.h"

namespace muster::rules {
class Violations;
}
namespace muster::v1 {
class FormContext;
class Question;
}  // namespace muster::v1

namespace muster::form {

// Checks the bytes of a form's content message. True: nothing found.
bool CheckContext(const Form& form, const v1::FormContext& context, std::string_view content_bytes,
                  rules::Violations& violations);

// Every rule for a request: the contract's own, then those of the context if the request could be
// read. The same bytes give the same violations on both sides. True: nothing found.
bool CheckRequest(const Form& form, const v1::FormContext& context, std::string_view request_bytes,
                  rules::Violations& violations);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_CONTEXT_RULES_H_
