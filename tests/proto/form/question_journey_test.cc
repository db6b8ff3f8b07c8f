// Journeys through run-time questions of every kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "muster/v1/submission_service.pb.h"
#include "proto/form/context_rules.h"
#include "proto/form/journey.h"
#include "proto/form/question.h"
#include "proto/form/wording.h"
#include "proto/rules/violations.h"
#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class QuestionJourneyTest : public testing::Test {
 protected:
  Turn& Do(std::string_view action) {
    turn_ = TakeTurn(kForm, context_, std::move(turn_.answers), turn_.place, action);
    return turn_;
  }

  void Type(const PathsAndValues& typed) { turn_.answers = With(std::move(turn_.answers), typed); }

  // The errors of the page with the questions after `typed`.
  std::vector<std::string> ErrorsAfter(const PathsAndValues& typed) {
    turn_.place = {"outside-themes", false};
    Type(typed);
    return TextsOf(Do("continue").errors);
  }

  std::string Main() {
    return RenderSubmission(context_, turn_.answers, turn_.place, turn_.errors).main;
  }

  // The values of one answer as it is sent; empty if there is none.
  std::vector<std::string> Sent(const std::string& id) {
    v1::SubmissionContent content;
    EXPECT_TRUE(content.ParseFromString(Payload(kForm, context_, turn_.answers)));
    for (const v1::Answer& answer : content.answers()) {
      if (answer.question_id() == id) return {answer.values().begin(), answer.values().end()};
    }
    return {};
  }

  v1::FormContext context_ = SampleCallWithEveryKind();
  Turn turn_{.place = {"outside-themes", false},
             .answers = With(SubmissionAnswers(), {{"answers[agree]", "agreed"}}),
             .errors = {},
             .focus_id = {}};
};

TEST_F(QuestionJourneyTest, AnswersAreSentAsTheContractHasThem) {
  Type({{"answers[age]", " 4 2 "},
        {"answers[started].day", "30"},
        {"answers[started].month", "nov"},
        {"answers[started].year", "2026"},
        {"answers[phone]", "(01632) 960-001"},
        {"answers[mail]", " ann@example.org"},
        {"answers[site][0]", ""},
        {"answers[site][1]", "https://example.org"},
        {"answers[home].line_1", "1 High St"},
        {"answers[home].town", "Leeds"},
        {"answers[home].postcode", "ls14ap"},
        {"answers[role]", "nurse"},
        {"answers[needs]", "loop"}});
  EXPECT_THAT(Sent("age"), ElementsAre("42"));
  EXPECT_THAT(Sent("started"), ElementsAre("2026-11-30"));
  EXPECT_THAT(Sent("phone"), ElementsAre("01632960001"));
  EXPECT_THAT(Sent("site"), ElementsAre("https://example.org"));
  EXPECT_THAT(Sent("home"), ElementsAre("1 High St\n\nLeeds\n\nLS1 4AP"));
  EXPECT_THAT(Sent("agree"), ElementsAre("agreed"));
  EXPECT_EQ(turn_.answers.Get("answers[phone]"), "(01632) 960-001");
  EXPECT_EQ(turn_.answers.Get("answers[started].month"), "nov");
  EXPECT_THAT(ErrorsAfter({}), IsEmpty());
}

TEST_F(QuestionJourneyTest, WhatIsNoValueIsKeptAndSaidAndNeverSent) {
  EXPECT_THAT(ErrorsAfter({{"answers[age]", "12x"},
                           {"answers[started].day", "31"},
                           {"answers[phone]", "ask"},
                           {"answers[mail]", "ann"},
                           {"answers[site][1]", "example.org"},
                           {"answers[home].town", "Leeds"}}),
              ElementsAre("Your answer to “Age” must be a number, like 12",
                          "Your answer to “Start” must include a month and year",
                          "Enter a telephone number, like 01632 960 001 or +44 808 157 0192",
                          "Enter an email address in the correct format, like name@example.com",
                          "Enter a web address that starts with https:// or http://",
                          "Enter address line 1, typically the building and street",
                          "Enter a full UK postcode, like LS1 4AP"));
  EXPECT_EQ(turn_.errors[1].element_id, "answers-started-month");
  EXPECT_EQ(turn_.errors[4].element_id, "answers-site-1");
  EXPECT_EQ(turn_.errors[5].element_id, "answers-home-line_1");
  const Answers again = Answers::Parse(*kForm.content, turn_.answers.Serialize());
  EXPECT_EQ(again.Get("answers[age]"), "12x");
  EXPECT_EQ(again.Get("answers[started].day"), "31");
  EXPECT_NE(Do("send").outcome, Outcome::kSend);
}

TEST_F(QuestionJourneyTest, EachWrongLineOfAnAddressHasItsMessageAtItsOwnInput) {
  ErrorsAfter({{"answers[home].town", "Leeds"}});
  const std::string main = Main();
  EXPECT_THAT(main, HasSubstr("<a href=\"#answers-home-line_1\">Enter address line 1, typically"));
  EXPECT_THAT(main, HasSubstr("<a href=\"#answers-home-postcode\">Enter a full UK postcode"));
  EXPECT_THAT(main, HasSubstr("<input class=\"nhsuk-input nhsuk-input--error\" "
                              "id=\"answers-home-line_1\" name=\"answers[home].line_1\" "
                              "type=\"text\" aria-describedby=\"answers-home-line_1-error\">"));
  EXPECT_THAT(main, HasSubstr("id=\"answers-home-postcode-error\"><span "
                              "class=\"nhsuk-u-visually-hidden\">Error: </span>Enter a full UK"));
  EXPECT_THAT(main, HasSubstr("<input class=\"nhsuk-input\" id=\"answers-home-town\""));
  EXPECT_THAT(main, Not(HasSubstr("\"answers-home-error\"")));
}

TEST_F(QuestionJourneyTest, AnAddressThatIsWantedAndBlankLacksItsLines) {
  for (v1::Question& question : *context_.mutable_questions()) {
    if (question.id() == "home") question.set_required(true);
  }
  EXPECT_THAT(ErrorsAfter({}),
              ElementsAre("Enter address line 1, typically the building and street",
                          "Enter town or city", "Enter a full UK postcode, like LS1 4AP"));
}

TEST_F(QuestionJourneyTest, OnlyTheWrongPartIsMarked) {
  ErrorsAfter({{"answers[started].day", "31"},
               {"answers[started].month", "13"},
               {"answers[started].year", "2026"}});
  const std::string main = Main();
  EXPECT_THAT(main, HasSubstr("nhsuk-input--error nhsuk-input--width-2 nhsuk-date-input__input\" "
                              "id=\"answers-started-month\""));
  EXPECT_THAT(main, HasSubstr("nhsuk-input nhsuk-input--width-2 nhsuk-date-input__input\" "
                              "id=\"answers-started-day\""));
  EXPECT_THAT(TextsOf(turn_.errors), ElementsAre("Your answer to “Start” must be a real date"));
}

TEST_F(QuestionJourneyTest, BoundsAreSaidAsPeopleReadThem) {
  EXPECT_THAT(ErrorsAfter({{"answers[age]", "15"},
                           {"answers[started].day", "1"},
                           {"answers[started].month", "1"},
                           {"answers[started].year", "2027"}}),
              ElementsAre("Your answer to “Age” must be between 16 and 99",
                          "Your answer to “Start” must be between 1 January 2026 and 31 December "
                          "2026"));
}

TEST_F(QuestionJourneyTest, AQuestionThatDependsOnAnotherHasAPageOfItsOwn) {
  EXPECT_THAT(Main(), Not(HasSubstr("Why?")));
  Type({{"answers[role]", "nurse"}});
  EXPECT_EQ(Do("continue").place.page, "outside-themes-why");
  EXPECT_THAT(Main(), HasSubstr("<h1 class=\"nhsuk-label-wrapper\"><label class=\"nhsuk-label "
                                "nhsuk-label--l\" for=\"answers-why\">Why?"));
  EXPECT_THAT(TextsOf(Do("continue").errors), ElementsAre("Enter an answer to “Why?”"));
  Type({{"answers[why]", "Because"}});
  EXPECT_EQ(Do("continue").place.page, "outside-themes-how");
  EXPECT_EQ(Do("continue").place.page, "consents");
  EXPECT_EQ(Do("back").place.page, "outside-themes-how");
}

TEST_F(QuestionJourneyTest, AnAnswerThatIsNotAskedAnyMoreStaysInTheDraftAndIsNotSent) {
  Type({{"answers[why]", "Because"}});
  EXPECT_THAT(Sent("why"), ElementsAre("Because"));
  turn_.answers.Choose("answers[agree]", "agreed", false);
  EXPECT_THAT(Sent("why"), IsEmpty());
  EXPECT_EQ(turn_.answers.Get("answers[why]"), "Because");
  EXPECT_THAT(ErrorsAfter({}), ElementsAre("Select the box if you agree: “We may call you”"));
}

TEST_F(QuestionJourneyTest, AChoiceThatIsOfferedNoMoreStaysInTheDraftAndKeepsNobodyFromSending) {
  Type({{"answers[role]", "nurse"},
        {"answers[needs]", "loop"},
        {"answers[needs]", "ramp"},
        {"answers[why]", "Because"},
        {"evidence[0].themes", "workforce"}});
  for (v1::Question& question : *context_.mutable_questions()) {
    if (question.id() == "role" || question.id() == "needs") {
      question.mutable_choices()->DeleteSubrange(0, 1);
    }
  }
  // "workforce", which leaves the example with its other theme.
  context_.mutable_choice_lists(0)->mutable_choices()->DeleteSubrange(0, 1);
  EXPECT_THAT(Sent("role"), IsEmpty());
  EXPECT_THAT(Sent("needs"), ElementsAre("ramp"));
  EXPECT_THAT(CheckAll(kForm, context_, turn_.answers), IsEmpty());
  EXPECT_EQ(turn_.answers.Get("answers[role]"), "nurse");
  EXPECT_TRUE(turn_.answers.Has("answers[needs]", "loop"));
  EXPECT_TRUE(turn_.answers.Has("evidence[0].themes", "workforce"));
  // Without any theme left there is something to choose, and where.
  context_.mutable_choice_lists(0)->mutable_choices(1)->set_value("other");
  const std::vector<FieldError> errors = CheckAll(kForm, context_, turn_.answers);
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors[0].path, "evidence[0].themes");
}

TEST_F(QuestionJourneyTest, AChangeAsksWhatItBringsUpAndReturns) {
  Type({{"answers[why]", "Because"}});
  turn_.place = {std::string(kCheckPage), false};
  Do("change:outside-themes:answers[role]");
  EXPECT_EQ(turn_.focus_id, "answers-role");
  Type({{"answers[role]", "nurse"}});
  EXPECT_EQ(Do("continue").place, (Place{"outside-themes-how", true}));
  EXPECT_EQ(Do("continue").place.page, kCheckPage);
}

TEST_F(QuestionJourneyTest, AQuestionOfAThemeIsAskedOfWhoGivesEvidenceUnderIt) {
  EXPECT_THAT(Main(), HasSubstr("Who taught it?"));
  turn_.answers.Choose("evidence[0].themes", "education", false);
  EXPECT_THAT(Main(), Not(HasSubstr("Who taught it?")));
}

TEST_F(QuestionJourneyTest, AFrozenQuestionIsNeitherAskedNorWanted) {
  EXPECT_THAT(Main(), Not(HasSubstr("Asked before?")));
  Type({{"answers[old]", "Yes"}, {"answers[why]", "Because"}});
  EXPECT_THAT(Sent("old"), IsEmpty());
  EXPECT_EQ(Do("send").outcome, Outcome::kSend);
}

TEST_F(QuestionJourneyTest, AnAnswerToAFrozenQuestionIsRefusedInWords) {
  context_.clear_frozen_question_ids();
  Type({{"answers[old]", "Yes"}});
  const std::string request = RequestBytes(kForm, context_, turn_.answers, "");
  rules::Violations violations;
  EXPECT_FALSE(CheckRequest(kForm, SampleCallWithEveryKind(), request, violations));
  EXPECT_THAT(TextsOf(ErrorsOf(kForm, context_, turn_.answers, violations)),
              Contains("Your answer to “Asked before?” can no longer be given or changed. Open the "
                       "form again"));
}

TEST_F(QuestionJourneyTest, WordsAreCountedShownAndHeldToAlike) {
  const std::string words = "tŷ ŵy 👩‍⚕️ a b c d e f g h i j k l m n o p q";
  EXPECT_EQ(CharacterCount(kForm, context_, "answers[why]", words).text,
            "You have 0 words remaining");
  EXPECT_EQ(CharacterCount(kForm, context_, "answers[why]", words + " r").text,
            "You have 1 word too many");
  turn_.place = {"outside-themes-why", false};
  EXPECT_THAT(Main(), HasSubstr("You can enter up to 20 words"));
  Type({{"answers[why]", words + " r"}});
  EXPECT_THAT(TextsOf(Do("continue").errors),
              ElementsAre("Your answer to “Why?” must be 20 words or less"));
  Type({{"answers[why]", words}});
  EXPECT_THAT(Do("continue").errors, IsEmpty());
}

TEST_F(QuestionJourneyTest, TheNoneChoiceIsLastAfterOrAndAnErrorWithOthers) {
  EXPECT_THAT(Main(), HasSubstr("<div class=\"nhsuk-checkboxes__divider\">or</div>"));
  EXPECT_THAT(ErrorsAfter({{"answers[needs]", "none"}, {"answers[needs]", "ramp"}}),
              ElementsAre("Select what applies to “Needs”, or select “None of these” alone"));
  EXPECT_TRUE(DropExcluded(context_, "answers[needs]", "none", turn_.answers));
  EXPECT_FALSE(turn_.answers.Has("answers[needs]", "ramp"));
  turn_.answers.Choose("answers[needs]", "loop", true);
  EXPECT_TRUE(DropExcluded(context_, "answers[needs]", "loop", turn_.answers));
  EXPECT_FALSE(turn_.answers.Has("answers[needs]", "none"));
  EXPECT_THAT(ErrorsAfter({}), IsEmpty());
}

TEST_F(QuestionJourneyTest, AnswersAreAddedOneAfterAnotherUpToTheLimit) {
  Do("add:answers[site]");
  EXPECT_EQ(turn_.answers.Count("answers[site]"), 2U);
  EXPECT_EQ(turn_.focus_id, "answers-site-1");
  EXPECT_THAT(Main(), HasSubstr("value=\"add:answers[site]\""));
  Do("add:answers[site]");
  EXPECT_THAT(Main(), Not(HasSubstr("value=\"add:answers[site]\"")));
  Type({{"answers[site][0]", "https://a.example"}, {"answers[site][2]", "https://c.example"}});
  Do("remove:answers[site][1]");
  EXPECT_THAT(Sent("site"), ElementsAre("https://a.example", "https://c.example"));
}

TEST_F(QuestionJourneyTest, APostHoldsTheSameAnswers) {
  const PathsAndValues posted{
      {"page", "outside-themes"},        {"answers[started].day", "1"},
      {"answers[started].month", "may"}, {"answers[site][0]", "https://a.example"},
      {"answers[needs]", "loop"},        {"answers[needs]", "ramp"}};
  const Post post = ReadPost(kForm, context_, posted);
  EXPECT_EQ(post.answers.Get("answers[started].month"), "may");
  EXPECT_EQ(post.answers.Get("answers[started].year"), "");
  EXPECT_EQ(post.answers.Get("answers[site][0]"), "https://a.example");
  EXPECT_TRUE(post.answers.Has("answers[needs]", "ramp"));
}

TEST_F(QuestionJourneyTest, TheCheckPageShowsDatesAndAddressesAsPeopleReadThem) {
  Type({{"answers[started].day", "1"},
        {"answers[started].month", "may"},
        {"answers[started].year", "2026"},
        {"answers[home].line_1", "1 High St"},
        {"answers[home].town", "Leeds"},
        {"answers[home].postcode", "ls14ap"}});
  turn_.place = {std::string(kCheckPage), false};
  EXPECT_THAT(Main(), HasSubstr("1 May 2026"));
  EXPECT_THAT(Main(), HasSubstr("1 High St<br>Leeds<br>LS1 4AP"));
}

// A page that was loaded before the question was replaced.
TEST(QuestionWordingTest, ARuleOfChoicesThatAreNotHereIsWordedAllTheSame) {
  v1::Question question;
  question.set_kind(v1::QUESTION_KIND_SHORT_TEXT);
  question.set_label("Which?");
  rules::Violation violation;
  violation.rule_id = "context.answer_exclusive";
  EXPECT_EQ(Wording(kEnglishTexts, question, violation), "Enter an answer to \u201cWhich?\u201d");
}

}  // namespace
}  // namespace muster::form
