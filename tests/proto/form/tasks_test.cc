#include "proto/form/tasks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class TasksTest : public testing::Test {
 protected:
  Turn& Do(std::string_view action) {
    turn_ = TakeTurn(kForm, context_, std::move(turn_.answers), turn_.place, action);
    return turn_;
  }

  TaskStatus StatusOfPage(std::string_view page) {
    return StatusOf(Route(kForm, context_), context_, turn_.answers,
                    FindErrors(kForm, context_, turn_.answers), page);
  }

  std::string Main() { return RenderSubmission(context_, turn_.answers, turn_.place).main; }

  v1::FormContext context_ = SampleCall();
  Turn turn_{
      .place = FirstPlace(kForm), .answers = Answers(*kForm.content), .errors = {}, .focus_id = {}};
};

TEST_F(TasksTest, ASectionIsStartedThenCompletedByGoingThroughIt) {
  EXPECT_EQ(StatusOfPage("about-you"), TaskStatus::kNotYetStarted);
  turn_.answers.Set("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  EXPECT_EQ(StatusOfPage("about-you"), TaskStatus::kIncomplete);
  turn_.answers = SubmissionAnswers();
  EXPECT_EQ(StatusOfPage("about-you"), TaskStatus::kIncomplete);
  Do("continue");
  EXPECT_EQ(StatusOfPage("about-you"), TaskStatus::kIncomplete);
  Do("continue");
  EXPECT_EQ(turn_.place.page, "evidence");
  EXPECT_EQ(StatusOfPage("about-you"), TaskStatus::kCompleted);
  turn_.answers.Clear("submitter.full_name");
  EXPECT_EQ(StatusOfPage("about-you"), TaskStatus::kProblem);
}

TEST_F(TasksTest, ASectionWithNothingToAnswerIsCompletedOnlyWhenItWasSeen) {
  EXPECT_EQ(StatusOfPage("consents"), TaskStatus::kNotYetStarted);
  turn_.answers = SubmissionAnswers();
  turn_.place = {"consents", false};
  Do("continue");
  EXPECT_EQ(StatusOfPage("consents"), TaskStatus::kCompleted);
}

TEST_F(TasksTest, WhoComesBackLaterIsNotHeldToTheSection) {
  turn_.place = {"evidence", false};
  turn_.answers.Set("evidence[0].title", "Half");
  AnswerIfComplete(kForm, "evidence", kLater, turn_.answers);
  EXPECT_EQ(Do("continue").place.page, kTaskListPage);
  EXPECT_THAT(turn_.errors, IsEmpty());
  EXPECT_EQ(StatusOfPage("evidence"), TaskStatus::kIncomplete);
  EXPECT_EQ(Do("task:evidence").place.page, "evidence");
  AnswerIfComplete(kForm, "evidence", kComplete, turn_.answers);
  EXPECT_THAT(Do("continue").errors, Not(IsEmpty()));
}

TEST_F(TasksTest, WhetherASectionIsCompletedIsAskedUntilItIsAnswered) {
  turn_.place = {"evidence", false};
  EXPECT_THAT(TextsOf(Do("continue").errors),
              ElementsAre("Select yes if you have completed this section"));
  EXPECT_EQ(turn_.place.page, "evidence");
  EXPECT_EQ(turn_.errors[0].element_id, "section_complete");
  const std::string main =
      RenderSubmission(context_, turn_.answers, turn_.place, turn_.errors).main;
  EXPECT_THAT(main, HasSubstr("<a href=\"#section_complete\">"));
  EXPECT_THAT(main, HasSubstr("<fieldset class=\"nhsuk-fieldset\" "
                              "aria-describedby=\"section_complete-error\">"));
  EXPECT_THAT(main, HasSubstr("<input class=\"nhsuk-radios__input\" id=\"section_complete\""));
  // It comes after what is wrong with the answers above it.
  turn_.answers.Set("evidence[0].title", "Half");
  EXPECT_EQ(TextsOf(Do("continue").errors).back(), "Select yes if you have completed this section");
  EXPECT_GT(turn_.errors.size(), 1U);
  turn_.answers = SubmissionAnswers();
  EXPECT_EQ(Do("continue").place.page, "outside-themes");
}

TEST_F(TasksTest, TheListLeadsToTheFirstOpenSectionAndAtLastToTheCheckPage) {
  turn_.answers = SubmissionAnswers();
  EXPECT_EQ(Do(kTaskListPage).place.page, kTaskListPage);
  EXPECT_THAT(Main(), HasSubstr("Cannot start yet"));
  EXPECT_THAT(Main(), HasSubstr("value=\"task:evidence\""));
  EXPECT_EQ(Do("continue").place.page, "about-you-type");
  for (int i = 0; i < 5; ++i) Do("continue");
  EXPECT_EQ(turn_.place.page, kCheckPage);
  Do(kTaskListPage);
  EXPECT_THAT(Main(), Not(HasSubstr("Cannot start yet")));
  EXPECT_THAT(Main(), HasSubstr("Completed"));
  EXPECT_EQ(Do("continue").place.page, kCheckPage);
}

TEST_F(TasksTest, TheNotesOfADraftComeBackWithItAndAreNotSent) {
  turn_.answers = SubmissionAnswers();
  Do("continue");
  Do("continue");
  const Answers again = Answers::Parse(*kForm.content, turn_.answers.Serialize());
  EXPECT_EQ(again.notes(), turn_.answers.notes());
  EXPECT_THAT(again.Note(DoneNote("about-you")), Not(IsEmpty()));
  Answers without = SubmissionAnswers();
  EXPECT_EQ(Payload(kForm, context_, again), Payload(kForm, context_, without));
}

TEST_F(TasksTest, NotesBeyondTheirBoundsAreNotTaken) {
  turn_.answers.SetNote("a", std::string(Answers::kMaxNoteBytes, 'x'));
  EXPECT_EQ(turn_.answers.Note("a"), "");
  for (size_t i = 0; i < 2 * Answers::kMaxNotes; ++i) {
    turn_.answers.SetNote(std::to_string(i), "x");
  }
  EXPECT_EQ(turn_.answers.notes().size(), Answers::kMaxNotes);
}

TEST_F(TasksTest, AChangedFormTellsOnceWhatChanged) {
  context_ = SampleCallWithQuestions();
  EXPECT_THAT(Do("").changes, IsEmpty());
  v1::FormContext changed = context_;
  changed.mutable_questions(0)->set_label("How many are you?");
  changed.mutable_questions()->DeleteSubrange(1, 1);
  changed.add_questions()->set_id("more");
  changed.mutable_questions(4)->set_label("Anything else?");
  context_ = changed;
  turn_.answers = Answers::Parse(*kForm.content, turn_.answers.Serialize());
  EXPECT_THAT(Do("").changes,
              ElementsAre("Changed question: How many are you?", "New question: Anything else?",
                          "No longer asked: What surprised you?"));
  EXPECT_THAT(Do("").changes, IsEmpty());
}

TEST_F(TasksTest, AnotherLanguageIsNoChangeButAnotherKindIs) {
  context_ = SampleCallWithQuestions();
  context_.set_language_code("en");
  Do("");
  context_.set_language_code("cy");
  for (v1::Question& question : *context_.mutable_questions()) question.set_label("Pam?");
  EXPECT_THAT(Do("").changes, IsEmpty());
  context_.set_language_code("en");
  context_.mutable_questions(0)->set_kind(v1::QUESTION_KIND_DATE);
  EXPECT_THAT(Do("").changes, ElementsAre("Changed question: Pam?"));
}

TEST_F(TasksTest, WhoSendsReadsFirstWhatChanged) {
  turn_.answers = SubmissionAnswers();
  Do("");
  v1::Question& question = *context_.add_questions();
  question.set_id("new");
  question.set_label("New?");
  question.set_kind(v1::QUESTION_KIND_SHORT_TEXT);
  turn_.place = {std::string(kCheckPage), false};
  EXPECT_EQ(Do("send").outcome, Outcome::kShow);
  EXPECT_EQ(Do("send").outcome, Outcome::kSend);
}

}  // namespace
}  // namespace muster::form
