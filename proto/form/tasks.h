// The task list: where each page of a form stands.
#ifndef MUSTER_PROTO_FORM_TASKS_H_
#define MUSTER_PROTO_FORM_TASKS_H_

#include <string>
#include <string_view>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/errors.h"
#include "proto/form/form_table.h"
#include "proto/form/render.h"
#include "proto/form/route.h"

namespace muster::form {

// In `Note`s of the answers: that a page was gone through, and what was said of a section at its
// end.
std::string DoneNote(std::string_view page);
std::string CompleteNote(std::string_view page);

enum class TaskStatus { kCompleted, kIncomplete, kNotYetStarted, kProblem };

// Of a page of the route; `errors` are all of the form's.
TaskStatus StatusOf(const Route& route, const v1::FormContext& context, const Answers& answers,
                    const std::vector<PlacedError>& errors, std::string_view page);

// Whether `page` is the task list of a form that has one.
bool IsTaskList(const Form& form, std::string_view page);

Page RenderTaskList(const PageView& view);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_TASKS_H_
