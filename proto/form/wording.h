// What is said of a failed rule.
#ifndef MUSTER_PROTO_FORM_WORDING_H_
#define MUSTER_PROTO_FORM_WORDING_H_

#include <string>
#include <string_view>

#include "proto/form/form_table.h"
#include "proto/form/kind.h"
#include "proto/rules/violations.h"

namespace muster::v1 {
class Question;
}

namespace muster::form {

// The wording that the hints of `field` give to a rule. Empty if they give none.
std::string_view HintedWording(const Field& field, std::string_view rule_id);

// The hinted wording, else one made from the field's short label and bounds: "Title must be 200
// characters or less". `verdict` is what the kind of question says of the text.
std::string Wording(const Texts& texts, const Field& field, const rules::Violation& violation,
                    const Verdict& verdict = {});

// The same for the answer to a run-time question.
std::string Wording(const Texts& texts, const v1::Question& question,
                    const rules::Violation& violation, const Verdict& verdict = {});

// "1 November 2026" of a date as it is sent.
std::string DateText(const Texts& texts, std::string_view date);

// When no question is to blame.
std::string Wording(const Texts& texts, const rules::Violation& violation);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_WORDING_H_
