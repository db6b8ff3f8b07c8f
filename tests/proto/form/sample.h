// A call and a conference to fill forms in for, and answers in a small language.
#ifndef MUSTER_TESTS_PROTO_FORM_SAMPLE_H_
#define MUSTER_TESTS_PROTO_FORM_SAMPLE_H_

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "muster/v1/form_context.pb.h"
#include "muster/v1/submission_service.form.h"
#include "proto/form/answers.h"
#include "proto/form/journey.h"
#include "proto/form/render.h"

namespace muster::form {

// The form that the samples are of, where none is named.
inline const Form& kForm = v1::kCreateSubmissionRequestForm;

// Four themes and the wording of consents; no run-time questions.
v1::FormContext SampleCall();
// The same with one question of each kind: "team-size" (short, at most 10 characters), "story"
// (long), "paid" (yes or no, required), "band" (one of), "regions" (some of).
v1::FormContext SampleCallWithQuestions();
// Every kind of question and every condition: "age" (number, 16 to 99), "started" (date, in 2026),
// "phone", "mail", "site" (up to 3 links), "home" (address), "agree" (consent, required), "role"
// (select), "needs" (some of, "none" excludes), "why" (long, 20 words, required, on a page of its
// own where "agree" is), "how" (short, after "why" where "role" is "nurse"), "taught" (short, for
// the theme "education"), "old" (short, frozen).
v1::FormContext SampleCallWithEveryKind();
v1::FormContext SampleConference();

using PathsAndValues = std::vector<std::pair<std::string, std::string>>;

// What each form needs and nothing else.
Answers SubmissionAnswers();
Answers BookingAnswers();

// `answers` with more of them.
Answers With(Answers answers, const PathsAndValues& more);

// The texts of errors.
std::vector<std::string> TextsOf(const std::vector<FieldError>& errors);

// A page of the submission form.
Page RenderSubmission(const v1::FormContext& context, const Answers& answers, const Place& place,
                      std::vector<FieldError> errors = {});

}  // namespace muster::form

#endif  // MUSTER_TESTS_PROTO_FORM_SAMPLE_H_
