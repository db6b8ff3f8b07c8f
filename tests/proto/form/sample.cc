#include "tests/proto/form/sample.h"

#include "muster/v1/booking_service.form.h"
#include "muster/v1/submission_service.form.h"

namespace muster::form {
namespace {

void AddText(v1::FormContext& context, const char* name, const char* text) {
  v1::NamedText& named = *context.add_texts();
  named.set_name(name);
  named.set_text(text);
}

v1::Question& AddQuestion(v1::FormContext& context, const char* id, const char* label,
                          v1::QuestionKind kind) {
  v1::Question& question = *context.add_questions();
  question.set_id(id);
  question.set_label(label);
  question.set_kind(kind);
  return question;
}

void AddChoice(v1::Question& question, const char* value, const char* label) {
  v1::Choice& choice = *question.add_choices();
  choice.set_value(value);
  choice.set_label(label);
}

}  // namespace

v1::FormContext SampleCall() {
  v1::FormContext context;
  context.set_parent("calls/assistant-practitioners");
  context.set_title("Assistant practitioners");
  context.set_home_path("/calls/assistant-practitioners");
  context.set_contact_email("evidence@example.org");
  v1::ChoiceList& themes = *context.add_choice_lists();
  themes.set_name("themes");
  for (const auto& [value, label] : PathsAndValues{{"workforce", "A sustainable workforce"},
                                                   {"evolution", "Evolution of the role"},
                                                   {"education", "Education"},
                                                   {"progression", "Progression"}}) {
    v1::Choice& choice = *themes.add_choices();
    choice.set_value(value);
    choice.set_label(label);
  }
  AddText(context, "consent_wording.version", "2026-11-01");
  AddText(context, "consent_wording.display_on_day", "You may ask me for a display");
  AddText(context, "consent_wording.contribute_to_session", "You may ask me to speak");
  AddText(context, "consent_wording.publish_afterwards", "You may publish it afterwards");
  return context;
}

v1::FormContext SampleCallWithQuestions() {
  v1::FormContext context = SampleCall();
  AddQuestion(context, "team-size", "How large is your team?", v1::QUESTION_KIND_SHORT_TEXT)
      .set_max_length_characters(10);
  AddQuestion(context, "story", "What surprised you?", v1::QUESTION_KIND_LONG_TEXT);
  AddQuestion(context, "paid", "Is the role paid?", v1::QUESTION_KIND_YES_NO).set_required(true);
  v1::Question& band = AddQuestion(context, "band", "Which band?", v1::QUESTION_KIND_ONE_OF);
  AddChoice(band, "3", "Band 3");
  AddChoice(band, "4", "Band 4");
  v1::Question& regions = AddQuestion(context, "regions", "Where?", v1::QUESTION_KIND_SOME_OF);
  AddChoice(regions, "north", "North");
  AddChoice(regions, "south", "South");
  return context;
}

v1::FormContext SampleCallWithEveryKind() {
  v1::FormContext context = SampleCall();
  v1::Question& age = AddQuestion(context, "age", "Age", v1::QUESTION_KIND_NUMBER);
  age.set_minimum("16");
  age.set_maximum("99");
  v1::Question& started = AddQuestion(context, "started", "Start", v1::QUESTION_KIND_DATE);
  started.set_minimum("2026-01-01");
  started.set_maximum("2026-12-31");
  AddQuestion(context, "phone", "Telephone", v1::QUESTION_KIND_TELEPHONE);
  AddQuestion(context, "mail", "Email", v1::QUESTION_KIND_EMAIL);
  AddQuestion(context, "site", "Sites", v1::QUESTION_KIND_LINK).set_max_entries(3);
  AddQuestion(context, "home", "Home", v1::QUESTION_KIND_ADDRESS);
  AddQuestion(context, "agree", "We may call you", v1::QUESTION_KIND_CONSENT).set_required(true);
  v1::Question& role = AddQuestion(context, "role", "Role", v1::QUESTION_KIND_SELECT);
  AddChoice(role, "nurse", "Nurse");
  AddChoice(role, "other", "Other");
  v1::Question& needs = AddQuestion(context, "needs", "Needs", v1::QUESTION_KIND_SOME_OF);
  AddChoice(needs, "loop", "Hearing loop");
  AddChoice(needs, "ramp", "Ramp");
  AddChoice(needs, "none", "None of these");
  needs.mutable_choices(2)->set_exclusive(true);
  v1::Question& why = AddQuestion(context, "why", "Why?", v1::QUESTION_KIND_LONG_TEXT);
  why.set_required(true);
  why.set_max_length_words(20);
  why.mutable_shown_when()->set_question_id("agree");
  why.mutable_shown_when()->add_values("agreed");
  v1::Question& how = AddQuestion(context, "how", "How?", v1::QUESTION_KIND_SHORT_TEXT);
  how.mutable_shown_when()->set_question_id("role");
  how.mutable_shown_when()->add_values("nurse");
  AddQuestion(context, "taught", "Who taught it?", v1::QUESTION_KIND_SHORT_TEXT)
      .add_themes("education");
  AddQuestion(context, "old", "Asked before?", v1::QUESTION_KIND_SHORT_TEXT).set_required(true);
  context.add_frozen_question_ids("old");
  return context;
}

v1::FormContext SampleConference() {
  v1::FormContext context;
  context.set_parent("conferences/forum");
  context.set_title("Forum");
  context.set_home_path("/conferences/forum");
  context.set_contact_email("forum@example.org");
  return context;
}

Answers With(Answers answers, const PathsAndValues& more) {
  for (const auto& [path, value] : more) {
    if (path.ends_with(".themes") || path == "answers[needs]" || path == "answers[agree]") {
      answers.Choose(path, value, true);
    } else {
      answers.Set(path, value);
    }
  }
  return answers;
}

Answers SubmissionAnswers() {
  Answers answers = With(Answers(*v1::kCreateSubmissionRequestForm.content),
                         {{"submitter.type", "SUBMITTER_TYPE_INDIVIDUAL"},
                          {"submitter.full_name", "Ann Lee"},
                          {"submitter.email", "ann@example.org"},
                          {"evidence[0].themes", "education"},
                          {"evidence[0].title", "A course"},
                          {"evidence[0].setting", "A ward"},
                          {"evidence[0].what_was_done", "We taught."},
                          {"evidence[0].what_changed", "They learned."}});
  AnswerIfComplete(v1::kCreateSubmissionRequestForm, "evidence", kComplete, answers);
  return answers;
}

Answers BookingAnswers() {
  return With(Answers(*v1::kCreateBookingRequestForm.content),
              {{"full_name", "Ann Lee"}, {"email", "ann@example.org"}});
}

std::vector<std::string> TextsOf(const std::vector<FieldError>& errors) {
  std::vector<std::string> texts;
  for (const FieldError& error : errors) texts.push_back(error.text);
  return texts;
}

Page RenderSubmission(const v1::FormContext& context, const Answers& answers, const Place& place,
                      std::vector<FieldError> errors) {
  PageView view;
  view.form = &v1::kCreateSubmissionRequestForm;
  view.context = &context;
  view.answers = &answers;
  view.place = place;
  view.errors = std::move(errors);
  view.request_id = "0190b6a0-0000-7000-8000-000000000001";
  return RenderPage(view);
}

}  // namespace muster::form
