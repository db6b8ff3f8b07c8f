#include "proto/form/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "muster/v1/receipt.pb.h"
#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

size_t CountOf(std::string_view text, std::string_view what) {
  size_t count = 0;
  for (size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; ++at) ++count;
  return count;
}

std::vector<std::string> AllPages() {
  std::vector<std::string> pages;
  for (const Step& step : kForm.steps) pages.emplace_back(step.id);
  pages.emplace_back(kCheckPage);
  return pages;
}

Answers Prepared(Answers answers) {
  for (const Step& step : kForm.steps) Prepare(kForm, step.id, answers);
  return answers;
}

TEST(RenderTest, EveryPageHasOneHeadingOfItsOwnAndOnePrimaryButton) {
  const v1::FormContext context = SampleCallWithQuestions();
  const Answers answers = Prepared(SubmissionAnswers());
  std::set<std::string> titles;
  for (const std::string& id : AllPages()) {
    const Page page = RenderSubmission(context, answers, {id, false});
    EXPECT_EQ(CountOf(page.main, "<h1"), 1U) << id;
    EXPECT_EQ(CountOf(page.main, "class=\"nhsuk-button\""), 1U) << id;
    EXPECT_TRUE(titles.insert(page.title).second) << page.title;
    EXPECT_EQ(CountOf(page.main, "<form"), 1U);
    EXPECT_THAT(page.main, HasSubstr("novalidate"));
    for (const char* never : {"placeholder", " required", " maxlength", " pattern=", "number\""}) {
      EXPECT_THAT(page.main, Not(HasSubstr(never))) << id;
    }
  }
}

TEST(RenderTest, APageWithOneQuestionHasItAsHeading) {
  const Page type = RenderSubmission(SampleCall(), SubmissionAnswers(), {"about-you-type", false});
  EXPECT_EQ(type.title, "Who is sending this evidence?");
  EXPECT_THAT(type.main, HasSubstr("<h1 class=\"nhsuk-fieldset__heading\">Who is sending"));
  const Page outside =
      RenderSubmission(SampleCall(), SubmissionAnswers(), {"outside-themes", false});
  EXPECT_THAT(outside.main, HasSubstr("<h1 class=\"nhsuk-label-wrapper\"><label"));
  const Page consents = RenderSubmission(SampleCall(), SubmissionAnswers(), {"consents", false});
  EXPECT_THAT(consents.main,
              HasSubstr("<h1 class=\"nhsuk-fieldset__heading\">What we may ask you for</h1>"));
}

TEST(RenderTest, ConsentsAreUntickedAndInTheWordsOfTheContext) {
  const Page page = RenderSubmission(SampleCall(), SubmissionAnswers(), {"consents", false});
  EXPECT_THAT(page.main, HasSubstr("You may publish it afterwards"));
  EXPECT_EQ(CountOf(page.main, "type=\"checkbox\""), 3U);
  EXPECT_EQ(CountOf(page.main, " checked"), 0U);
}

TEST(RenderTest, ErrorsStandInTheSummaryAndBesideTheAnswerInTheSameWords) {
  const Page page =
      RenderSubmission(SampleCall(), Prepared(SubmissionAnswers()), {"evidence", false},
                       {{"evidence[0].title", "evidence-0-title", "Enter a title"},
                        {"evidence[0].links[0]", "evidence-0-links-0", "Enter a link"}});
  EXPECT_EQ(page.title, "Error: Your evidence");
  EXPECT_THAT(page.main, StartsWith("<div id=\"messages\"><div class=\"nhsuk-error-summary\""));
  EXPECT_THAT(page.main, HasSubstr("<a href=\"#evidence-0-title\">Enter a title</a>"));
  EXPECT_THAT(page.main,
              HasSubstr("id=\"evidence-0-title-error\"><span "
                        "class=\"nhsuk-u-visually-hidden\">Error: </span>Enter a title"));
  EXPECT_THAT(page.main, HasSubstr("aria-describedby=\"evidence-0-links-0-error\""));
}

TEST(RenderTest, TheFormHasTheSamePlaceWithoutErrorsAsWithThem) {
  const Page page = RenderSubmission(SampleCall(), SubmissionAnswers(), {"evidence", false});
  EXPECT_THAT(page.main, StartsWith("<div id=\"messages\"></div><form"));
}

TEST(RenderTest, EveryLinkOfASummaryLeadsToAnElementOfThePage) {
  const v1::FormContext context = SampleCallWithQuestions();
  Turn turn{
      .place = {}, .answers = Prepared(Answers(*kForm.content)), .errors = {}, .focus_id = {}};
  turn.answers.Set("evidence[0].title", "x");
  turn.answers.Set("submitter.type", "SUBMITTER_TYPE_ORGANISATION");
  for (const std::string& id : AllPages()) {
    const std::string action = id == kCheckPage ? "send" : "continue";
    turn = TakeTurn(kForm, context, std::move(turn.answers), {id, false}, action);
    const Page page = RenderSubmission(context, turn.answers, turn.place, turn.errors);
    for (const FieldError& error : turn.errors) {
      EXPECT_THAT(page.main, HasSubstr("id=\"" + error.element_id + "\"")) << error.text;
    }
  }
}

TEST(RenderTest, WhatIsTypedIsTextAndNothingElse) {
  const std::string attack = "\"><script>alert('1')</script>&amp;";
  const Answers answers =
      Prepared(With(SubmissionAnswers(), {{"submitter.full_name", attack},
                                          {"submitter.email", attack},
                                          {"evidence[0].title", attack},
                                          {"evidence[0].what_was_done", attack},
                                          {"evidence[0].links[0]", attack},
                                          {"evidence[0].themes", attack},
                                          {"answers[team-size]", attack},
                                          {"information_outside_themes", attack}}));
  for (const std::string& id : AllPages()) {
    const Page page = RenderSubmission(SampleCallWithQuestions(), answers, {id, false});
    EXPECT_THAT(page.main, Not(HasSubstr("<script")));
    EXPECT_THAT(page.main, Not(HasSubstr("\">alert")));
  }
}

TEST(RenderTest, ALineFeedAtTheStartOfATextSurvivesTheParser) {
  const Answers answers = With(SubmissionAnswers(), {{"information_outside_themes", "\nx"}});
  const Page page = RenderSubmission(SampleCall(), answers, {"outside-themes", false});
  EXPECT_THAT(page.main, HasSubstr(">\n\nx</textarea>"));
}

TEST(RenderTest, OptionalQuestionsSaySoAsTheAnswersStand) {
  const v1::FormContext context = SampleCallWithQuestions();
  Page page = RenderSubmission(context, SubmissionAnswers(), {"outside-themes", false});
  EXPECT_THAT(page.main, HasSubstr("outside the themes (optional)"));
  EXPECT_THAT(page.main, HasSubstr("How large is your team? (optional)"));
  EXPECT_THAT(page.main, HasSubstr("Is the role paid?</legend>"));
  page = RenderSubmission(context, SubmissionAnswers(), {"about-you", false});
  EXPECT_THAT(page.main, HasSubstr("Your full name</label>"));
  EXPECT_THAT(page.main, HasSubstr("Your job or profession (optional)"));
}

TEST(RenderTest, KeysAreThoseThatANumberCanNeed) {
  const auto number = [](const char* minimum, int decimal_places) {
    v1::FormContext context = SampleCallWithEveryKind();
    context.mutable_questions(0)->set_minimum(minimum);
    context.mutable_questions(0)->set_max_decimal_places(decimal_places);
    const std::string main =
        RenderSubmission(context, SubmissionAnswers(), {"outside-themes", false}).main;
    const size_t at = main.find("name=\"answers[age]\"");
    return main.substr(at, main.find('>', at) - at);
  };
  EXPECT_THAT(number("16", 0), HasSubstr("inputmode=\"numeric\""));
  EXPECT_THAT(number("", 2), HasSubstr("inputmode=\"decimal\""));
  EXPECT_THAT(number("-16", 0), Not(HasSubstr("inputmode")));
  EXPECT_THAT(number("-0.5", 1), Not(HasSubstr("inputmode")));
}

TEST(RenderTest, TheFirstPageGoesBackToTheCallAndOthersPostTheWayBack) {
  const Page first = RenderSubmission(SampleCall(), SubmissionAnswers(), {"about-you-type", false});
  EXPECT_THAT(first.before_main, HasSubstr("href=\"/calls/assistant-practitioners\""));
  const Page next = RenderSubmission(SampleCall(), SubmissionAnswers(), {"evidence", false});
  EXPECT_THAT(next.before_main, HasSubstr("value=\"back\" form=\"muster-answers\""));
}

TEST(RenderTest, TheCheckPageShowsEveryAnswerWithAWayToChangeIt) {
  const Page page =
      RenderSubmission(SampleCall(), SubmissionAnswers(), {std::string(kCheckPage), false});
  EXPECT_THAT(page.main, HasSubstr("value=\"change:evidence:evidence[0].title\">Change<span "
                                   "class=\"nhsuk-u-visually-hidden\"> example 1: title</span>"));
  EXPECT_THAT(page.main, HasSubstr("Not provided"));
  EXPECT_THAT(page.main, HasSubstr("Education"));
  EXPECT_THAT(page.main, Not(HasSubstr("Organisation")));
  EXPECT_THAT(page.main, HasSubstr("value=\"send\">Confirm and send"));
}

v1::Receipt SampleReceipt() {
  v1::Receipt receipt;
  receipt.set_reference("AB12-CD34-EF56");
  receipt.set_content_sha256(std::string(32, '\x9f'));
  receipt.mutable_submission()->ParseFromString(Payload(kForm, SampleCall(), SubmissionAnswers()));
  v1::ConsentRecord& consent = *receipt.add_consents();
  consent.set_wording("Statement <1>");
  consent.set_wording_version("2026-11-01");
  consent.set_given(true);
  return receipt;
}

TEST(RenderTest, TheReceiptHoldsEverythingAsAPageAndAsPlainText) {
  const std::string bytes = SampleReceipt().SerializeAsString();
  const Page page = RenderReceipt(kForm, SampleCall(), bytes, "1:05pm on 22 November 2026",
                                  "https://m.example/r?key=a&b", "/t");
  const std::string text = RenderReceiptText(
      kForm, SampleCall(), bytes, "1:05pm on 22 November 2026", "https://m.example/r?key=a&b");
  for (const char* part :
       {"Assistant practitioners", "AB12-CD34-EF56", "We taught.", "Education", "2026-11-01",
        "Yes, I agree", "1:05pm on 22 November 2026", "9f9f9f9f", "evidence@example.org"}) {
    EXPECT_THAT(page.main, HasSubstr(part));
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(page.main, HasSubstr("Statement &lt;1&gt;"));
  EXPECT_THAT(text, HasSubstr("Statement <1>"));
  EXPECT_THAT(page.main, HasSubstr("https://m.example/r?key=a&amp;b"));
  EXPECT_THAT(page.main, StartsWith("<div class=\"nhsuk-panel\"><h1"));
  EXPECT_EQ(CountOf(page.main, "<h1"), 1U);
}

TEST(RenderTest, TheReceiptHoldsAChoiceThatWasTakenAwaySince) {
  v1::FormContext context = SampleCall();
  context.mutable_choice_lists(0)->clear_choices();
  const std::string bytes = SampleReceipt().SerializeAsString();
  EXPECT_THAT(RenderReceipt(kForm, context, bytes, "noon", "/r", "").main,
              HasSubstr(">education<"));
  EXPECT_THAT(RenderReceiptText(kForm, context, bytes, "noon", "/r"), HasSubstr("  education\n"));
}

TEST(RenderTest, TheCountShownIsTheCountThatIsEnforced) {
  const v1::FormContext context = SampleCallWithQuestions();
  const auto count = [&](const char* path, const std::string& typed) {
    return CharacterCount(kForm, context, path, typed).text;
  };
  EXPECT_EQ(count("evidence[0].what_was_done", ""), "You have 4,000 characters remaining");
  EXPECT_EQ(count("evidence[0].what_was_done", "tŷ\r\n👩"), "You have 3,996 characters remaining");
  EXPECT_EQ(count("evidence[0].what_was_done", std::string(3999, 'a') + "  "),
            "You have 1 character remaining");
  // One line shows no count.
  EXPECT_EQ(count("answers[team-size]", "eleven char"), "");
  EXPECT_EQ(count("submitter.type", "x"), "");
}

}  // namespace
}  // namespace muster::form
