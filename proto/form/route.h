// Which steps and questions the answers so far lead to.
#ifndef MUSTER_PROTO_FORM_ROUTE_H_
#define MUSTER_PROTO_FORM_ROUTE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/components.h"
#include "proto/form/form_table.h"

namespace muster::v1 {
class FormContext;
class Question;
}  // namespace muster::v1

namespace muster::form {

// Not an index of a step.
inline constexpr size_t kNoStep = static_cast<size_t>(-1);

// Whether `ask` is asked after these answers; hidden fields are never asked.
bool IsAsked(const Ask& ask, const v1::FormContext& context, const Answers& answers);

// Whether the answers of `ask` belong to what is sent: asked, or hidden and filled in.
bool IsOnRoute(const Ask& ask, const Answers& answers);

// Whether anything is asked on the step.
bool IsShown(const Step& step, const v1::FormContext& context, const Answers& answers);

// The step with this id; kNoStep if there is none.
size_t StepNamed(const Form& form, std::string_view id);

// The first shown step at `from` or after; kNoStep if there is none.
size_t NextShown(const Form& form, const v1::FormContext& context, const Answers& answers,
                 size_t from);
// The last shown step before `before`.
size_t LastShown(const Form& form, const v1::FormContext& context, const Answers& answers,
                 size_t before);

// Whether `path` is at or under the answer at `ask_path`.
bool IsUnder(std::string_view path, std::string_view ask_path);

// The ask that `path` belongs to, and its step. Null if it belongs to none.
const Ask* AskOf(const Form& form, std::string_view path, size_t* step);

// The question of this id; null if there is none.
const v1::Question* QuestionNamed(const v1::FormContext& context, std::string_view id);

// The question that "answers[team-size]" answers, where `path` is under a kQuestions ask.
const v1::Question* QuestionAt(const v1::FormContext& context, std::string_view path);

// The text under a name in the context; null if there is none.
const std::string* TextNamed(const v1::FormContext& context, std::string_view name);

// The choices of a field: its enum's, or those of the context's list.
std::vector<Option> OptionsOf(const Field& field, const v1::FormContext& context);
// The choices of a run-time question; yes and no for KIND_YES_NO.
std::vector<Option> OptionsOf(const v1::Question& question, const Texts& texts);

// Language of the context's texts, if it is not that of the form; else empty.
std::string_view ForeignLanguage(const Form& form, const v1::FormContext& context);

// What a field is called on the page: its label, or the context's wording of it.
std::string_view LabelOf(const Field& field, const v1::FormContext& context);

// Whether a run-time question takes a text, one choice, or some.
bool TakesText(const v1::Question& question);
bool TakesSome(const v1::Question& question);

// How a text answer to it is put.
Widget WidgetOf(const v1::Question& question);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_ROUTE_H_
