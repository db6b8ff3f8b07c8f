// What a run-time question is to the form: how it is put, what it is held to, who is asked it.
#ifndef MUSTER_PROTO_FORM_QUESTION_H_
#define MUSTER_PROTO_FORM_QUESTION_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/components.h"
#include "proto/form/form_table.h"
#include "proto/form/kind.h"

namespace muster::v1 {
class FormContext;
class Question;
}  // namespace muster::v1

namespace muster::form {

// What a ticked box of KIND_CONSENT is stored as.
inline constexpr std::string_view kAgreedValue = "agreed";

// The question of this id; null if there is none.
const v1::Question* QuestionNamed(const v1::FormContext& context, std::string_view id);

// The question that "answers[team-size]" answers, where `path` is at or under a kQuestions ask.
// Such asks stand in messages that are not repeated, so the path's first key is the question's id.
const v1::Question* QuestionAt(const v1::FormContext& context, std::string_view path);

// The path of its answer under that ask: "answers[team-size]".
std::string AnswerPath(std::string_view ask_path, const v1::Question& question);

// How it is put.
Widget WidgetOf(const v1::Question& question);
// Whether its answer is a text, and not a choice or some.
bool TakesText(const v1::Question& question);
bool TakesSome(const v1::Question& question);
// Most answers to it, one after another.
size_t MostAnswers(const v1::Question& question);

// The choices; yes and no for KIND_YES_NO, the box of KIND_CONSENT.
std::vector<Option> OptionsOf(const v1::Question& question, const Texts& texts);

// Unticks what can't be chosen together with `value` at `path`, after that was. True: there was
// something.
bool DropExcluded(const v1::FormContext& context, std::string_view path, std::string_view value,
                  Answers& answers);

// What each text of an answer is held to.
Limits LimitsOf(const v1::Question& question);
// The same of a field's text.
Limits LimitsOf(const Field& field);

// Whether it is asked on a page of its own, because another answer decides whether it is asked.
bool HasOwnPage(const v1::Question& question);

// Whether it is asked after these answers; `path` is that of the kQuestions ask. The same for what
// is typed and for what is sent.
bool IsAsked(const v1::Question& question, std::string_view path, const v1::FormContext& context,
             const Answers& answers);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_QUESTION_H_
