// From violations to what people read beside their answers.
#ifndef MUSTER_PROTO_FORM_ERRORS_H_
#define MUSTER_PROTO_FORM_ERRORS_H_

#include <string>
#include <string_view>
#include <vector>

#include "proto/form/journey.h"
#include "proto/form/route.h"

namespace muster::form {

// An error and where it stands in the form; `screen` is kNoScreen if it belongs to no question that
// is asked.
struct PlacedError {
  size_t screen = kNoScreen;
  // The ask on the screen, and the run-time question of that ask.
  size_t ask = 0;
  size_t question = 0;
  FieldError error;
};

// Everything wrong, in the order of the form; at most one error for each control.
std::vector<PlacedError> FindErrors(const Form& form, const v1::FormContext& context,
                                    const Answers& answers);

// The errors of one screen, linked to its controls.
std::vector<FieldError> ErrorsOnScreen(const std::vector<PlacedError>& errors, size_t screen);

// All of them, linked to the rows of the check page.
std::vector<FieldError> ErrorsOnCheckPage(const Form& form, std::vector<PlacedError> errors);

// Element id of the Change button of the row that shows `path` on the check page.
std::string ChangeId(const Form& form, std::string_view path);

// Whether the answer at `ask` may be left blank as the answers stand.
bool MayBeBlank(const Form& form, const v1::FormContext& context, const Answers& answers,
                const Ask& ask);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_ERRORS_H_
