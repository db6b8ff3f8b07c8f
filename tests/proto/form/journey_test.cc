#include "proto/form/journey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "muster/v1/booking_service.form.h"
#include "muster/v1/submission_service.pb.h"
#include "proto/form/base64.h"
#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class JourneyTest : public testing::Test {
 protected:
  // Takes turns from where the last one ended.
  Turn& Do(std::string_view action) {
    turn_ = TakeTurn(kForm, context_, std::move(turn_.answers), turn_.place, action);
    return turn_;
  }

  void Type(const PathsAndValues& typed) { turn_.answers = With(std::move(turn_.answers), typed); }

  v1::SubmissionContent Sent() {
    v1::SubmissionContent content;
    EXPECT_TRUE(content.ParseFromString(Payload(kForm, context_, turn_.answers)));
    return content;
  }

  v1::FormContext context_ = SampleCall();
  Turn turn_{
      .place = FirstPlace(kForm), .answers = Answers(*kForm.content), .errors = {}, .focus_id = {}};
};

TEST_F(JourneyTest, AnIndividualGoesFromTheFirstPageToSending) {
  EXPECT_EQ(turn_.place.page, "about-you-type");
  Type({{"submitter.type", "SUBMITTER_TYPE_INDIVIDUAL"}});
  EXPECT_EQ(Do("continue").place.page, "about-you");
  Type({{"submitter.full_name", "Ann Lee"}, {"submitter.email", "ann@example.org"}});
  EXPECT_EQ(Do("continue").place.page, "evidence");
  Type({{"evidence[0].themes", "education"},
        {"evidence[0].title", "A course"},
        {"evidence[0].setting", "A ward"},
        {"evidence[0].what_was_done", "We taught."},
        {"evidence[0].what_changed", "They learned."}});
  AnswerIfComplete(kForm, "evidence", kComplete, turn_.answers);
  EXPECT_EQ(Do("continue").place.page, "outside-themes");
  EXPECT_EQ(Do("continue").place.page, "consents");
  EXPECT_EQ(Do("continue").place.page, kCheckPage);
  EXPECT_EQ(Do("send").outcome, Outcome::kSend);
  EXPECT_THAT(turn_.errors, IsEmpty());
}

TEST_F(JourneyTest, APageIsHeldToItsOwnRulesOnly) {
  EXPECT_THAT(
      TextsOf(Do("continue").errors),
      ElementsAre("Select whether you are sending this as an individual or for an organisation"));
  EXPECT_EQ(turn_.place.page, "about-you-type");
  Type({{"submitter.type", "SUBMITTER_TYPE_ORGANISATION"}});
  Do("continue");
  EXPECT_THAT(
      TextsOf(Do("continue").errors),
      ElementsAre("Enter your full name", "Enter your email address",
                  "Enter the name of the organisation", "Enter your role in the organisation"));
  EXPECT_EQ(turn_.errors[2].element_id, "submitter-organisation_name");
  EXPECT_EQ(turn_.errors[2].path, "submitter.organisation_name");
}

TEST_F(JourneyTest, TheWholeFormsRuleIsToldWhereItsTextIs) {
  turn_.answers = SubmissionAnswers();
  Do("remove:evidence[0]");
  turn_.place = {"evidence", false};
  EXPECT_EQ(Do("continue").place.page, "outside-themes");
  EXPECT_THAT(
      TextsOf(Do("continue").errors),
      ElementsAre("Add at least one example of evidence, or enter information outside the themes"));
  EXPECT_EQ(turn_.errors[0].element_id, "information_outside_themes");
  EXPECT_THAT(
      TextsOf(Do("send").errors),
      ElementsAre("Add at least one example of evidence, or enter information outside the themes"));
  EXPECT_EQ(turn_.errors[0].element_id, "change-information_outside_themes");
}

TEST_F(JourneyTest, ABlankExampleIsNotSentAndAHalfFilledOneIsHeldToItsRules) {
  turn_.answers = SubmissionAnswers();
  turn_.place = {"evidence", false};
  Do("add:evidence");
  EXPECT_EQ(turn_.focus_id, "evidence-1-themes");
  EXPECT_EQ(turn_.answers.Count("evidence"), 2U);
  EXPECT_EQ(Sent().evidence_size(), 1);
  Do("add:evidence");
  Type({{"evidence[2].title", "  Half  "}});
  EXPECT_EQ(Sent().evidence_size(), 2);
  EXPECT_EQ(Sent().evidence(1).title(), "Half");
  Do("continue");
  EXPECT_THAT(TextsOf(turn_.errors),
              ElementsAre("Select at least one theme", "Enter where it took place",
                          "Enter what was done", "Enter what changed and how you know"));
  EXPECT_EQ(turn_.errors[1].path, "evidence[2].setting");
}

TEST_F(JourneyTest, AnswersThatAreNotAskedStayInTheDraftAndOutOfThePayload) {
  turn_.answers = With(SubmissionAnswers(), {{"submitter.organisation_name", "Trust"},
                                             {"submitter.profession", "Nurse"}});
  EXPECT_EQ(Sent().submitter().organisation_name(), "");
  EXPECT_EQ(Sent().submitter().profession(), "Nurse");
  Type({{"submitter.type", "SUBMITTER_TYPE_ORGANISATION"}});
  EXPECT_EQ(Sent().submitter().organisation_name(), "Trust");
  EXPECT_EQ(Sent().submitter().profession(), "");
  EXPECT_EQ(turn_.answers.Get("submitter.profession"), "Nurse");
}

TEST_F(JourneyTest, ThePayloadIsTrimmedAndHasLineFeedsAndHiddenValues) {
  turn_.answers = With(SubmissionAnswers(), {{"submitter.full_name", " Ann\tLee\xC2\xA0"},
                                             {"submitter.email", "ann@example.org\xE2\x80\x8B "},
                                             {"evidence[0].what_was_done", "\r\nOne\r\n\r\nTwo\n"},
                                             {"evidence[0].links[0]", ""},
                                             {"evidence[0].links[1]", " https://example.org/a "}});
  const v1::SubmissionContent sent = Sent();
  EXPECT_EQ(sent.submitter().full_name(), "Ann Lee");
  EXPECT_EQ(sent.submitter().email(), "ann@example.org");
  EXPECT_EQ(sent.evidence(0).what_was_done(), "One\n\nTwo");
  ASSERT_EQ(sent.evidence(0).links_size(), 1);
  EXPECT_EQ(sent.evidence(0).links(0), "https://example.org/a");
  EXPECT_EQ(sent.consents().wording_version(), "2026-11-01");
}

TEST_F(JourneyTest, AnErrorInAListIsShownAtTheEntryThatWasTyped) {
  turn_.answers = With(SubmissionAnswers(),
                       {{"evidence[0].links[0]", ""}, {"evidence[0].links[1]", "example.org"}});
  turn_.place = {"evidence", false};
  Do("continue");
  ASSERT_EQ(turn_.errors.size(), 1U);
  EXPECT_EQ(turn_.errors[0].element_id, "evidence-0-links-1");
  EXPECT_EQ(turn_.errors[0].text, "Enter a web address that starts with https:// or http://");
}

TEST_F(JourneyTest, BackChecksNothingAndKeepsEverything) {
  turn_.place = {"consents", false};
  Type({{"information_outside_themes", "Something"}, {"consents.display_on_day", "true"}});
  EXPECT_EQ(Do("back").place.page, "outside-themes");
  EXPECT_EQ(Do("back").place.page, "evidence");
  EXPECT_EQ(Do("back").place.page, "about-you");
  EXPECT_EQ(Do("back").place.page, "about-you-type");
  EXPECT_EQ(Do("back").place.page, "about-you-type");
  EXPECT_THAT(turn_.errors, IsEmpty());
  EXPECT_EQ(turn_.answers.Get("consents.display_on_day"), "true");
}

TEST_F(JourneyTest, AChangeReturnsToTheCheckPage) {
  turn_.answers = SubmissionAnswers();
  turn_.place = {std::string(kCheckPage), false};
  Do("change:evidence:evidence[0].title");
  EXPECT_EQ(turn_.place, (Place{"evidence", true}));
  EXPECT_EQ(turn_.focus_id, "evidence-0-title");
  EXPECT_EQ(Do("continue").place, (Place{std::string(kCheckPage), false}));
}

TEST_F(JourneyTest, AChangeThatBringsUpNewQuestionsAsksThemBeforeItReturns) {
  turn_.answers = SubmissionAnswers();
  turn_.place = {std::string(kCheckPage), false};
  Do("change:about-you-type");
  Type({{"submitter.type", "SUBMITTER_TYPE_ORGANISATION"}});
  EXPECT_EQ(Do("continue").place, (Place{"about-you", true}));
  EXPECT_THAT(turn_.errors, IsEmpty());
  Type({{"submitter.organisation_name", "Trust"}, {"submitter.organisation_role", "Lead"}});
  EXPECT_EQ(Do("continue").place.page, kCheckPage);
}

TEST_F(JourneyTest, ALeftOutPartStopsSendingWithItsErrors) {
  Do("send");
  EXPECT_EQ(turn_.outcome, Outcome::kShow);
  EXPECT_EQ(turn_.place.page, kCheckPage);
  EXPECT_EQ(turn_.errors.size(), 4U);
  EXPECT_EQ(turn_.errors[0].element_id, "change-submitter-type");
}

TEST_F(JourneyTest, RunTimeQuestionsAreHeldToTheirOwnRules) {
  context_ = SampleCallWithQuestions();
  turn_.answers = SubmissionAnswers();
  turn_.place = {"outside-themes", false};
  Type({{"answers[team-size]", "ninety-nine or more"}});
  Do("continue");
  EXPECT_THAT(TextsOf(turn_.errors),
              ElementsAre("Your answer to “How large is your team?” must be 10 characters or less",
                          "Select an answer to “Is the role paid?”"));
  EXPECT_EQ(turn_.errors[0].element_id, "answers-team_size");
  EXPECT_EQ(turn_.errors[1].element_id, "answers-paid");
  Type({{"answers[team-size]", "99"}, {"answers[paid]", "yes"}});
  turn_.answers.Choose("answers[regions]", "south", true);
  EXPECT_EQ(Do("continue").place.page, "consents");
  ASSERT_EQ(Sent().answers_size(), 3);
  EXPECT_EQ(Sent().answers(2).question_id(), "regions");
}

TEST_F(JourneyTest, APostUnticksWhatItDoesNotCarryAndKeepsTheRest) {
  Answers draft = With(SubmissionAnswers(), {{"consents.display_on_day", "true"}});
  const std::string carried = Base64Encode(draft.Serialize());
  const PathsAndValues consents{{"page", "consents"},
                                {"draft", carried},
                                {"action", "back"},
                                {"consents.publish_afterwards", "true"},
                                {"nonsense", "x"}};
  Post post = ReadPost(kForm, context_, consents);
  EXPECT_EQ(post.place.page, "consents");
  EXPECT_EQ(post.action, "back");
  EXPECT_EQ(post.answers.Get("consents.display_on_day"), "");
  EXPECT_EQ(post.answers.Get("consents.publish_afterwards"), "true");
  EXPECT_EQ(post.answers.Get("evidence[0].title"), "A course");

  const PathsAndValues evidence{{"page", "evidence"},
                                {"draft", carried},
                                {"evidence[0].themes", "workforce"},
                                {"evidence[0].themes", "evolution"},
                                {"evidence[0].what_was_done", "a\r\nb"}};
  post = ReadPost(kForm, context_, evidence);
  EXPECT_FALSE(post.answers.Has("evidence[0].themes", "education"));
  EXPECT_TRUE(post.answers.Has("evidence[0].themes", "evolution"));
  EXPECT_EQ(post.answers.Get("evidence[0].what_was_done"), "a\nb");
  EXPECT_EQ(post.answers.Get("consents.display_on_day"), "true");
  EXPECT_TRUE(post.complete);
}

TEST_F(JourneyTest, AnUnknownPlaceOrActionShowsAPageThatExists) {
  turn_.place = {"nowhere", true};
  EXPECT_EQ(Do("fly").place.page, "about-you-type");
  EXPECT_EQ(Do("change:nowhere").place.page, "about-you-type");
  EXPECT_EQ(Do("add:nowhere").place.page, "about-you-type");
  EXPECT_EQ(Do("remove:evidence[7]").place.page, "about-you-type");
}

TEST(BookingJourneyTest, ABookingIsTheSameEngineOnAnotherMessage) {
  const Form& form = v1::kCreateBookingRequestForm;
  const v1::FormContext context = SampleConference();
  Turn turn = TakeTurn(form, context, Answers(*form.content), FirstPlace(form), "continue");
  EXPECT_THAT(TextsOf(turn.errors),
              ElementsAre("Enter your full name", "Enter your email address"));
  turn = TakeTurn(form, context, With(BookingAnswers(), {{"organisation_role", "Nurse"}}),
                  turn.place, "continue");
  EXPECT_THAT(TextsOf(turn.errors),
              ElementsAre("Enter the organisation in which you have this role"));
  turn = TakeTurn(form, context, BookingAnswers(), turn.place, "continue");
  EXPECT_EQ(turn.place.page, "needs");
  turn = TakeTurn(form, context, std::move(turn.answers), turn.place, "continue");
  EXPECT_EQ(TakeTurn(form, context, turn.answers, turn.place, "send").outcome, Outcome::kSend);
}

}  // namespace
}  // namespace muster::form
