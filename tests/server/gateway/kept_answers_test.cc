// Answers that the server keeps for who has no script, and who gets at them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/services/form_drafts.h"
#include "tests/server/gateway/pages/page_test_site.h"
#include "tests/server/gateway/plain_browser.h"
#include "tests/server/gateway/real_site.h"

namespace muster::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kFormType[] = "Content-Type: application/x-www-form-urlencoded";

class KeptAnswersTest : public testing::Test {
 protected:
  // Up to the second page, with a name on the first.
  static void Begin(PlainBrowser& browser, const std::string& name) {
    browser.Open(kBook);
    browser.Type("full_name", name);
    browser.Type("email", "ann@example.org");
    browser.Press("continue");
    ASSERT_EQ(browser.ValueOf("page"), "needs") << browser.Title();
  }
  void CloseBooking() {
    v1::Conference conference = TestConference();
    conference.mutable_booking_close_time()->set_seconds(conference.booking_open_time().seconds() +
                                                         1);
    site_.Apply(conference);
  }

  RealSite site_;
};

TEST_F(KeptAnswersTest, StayOnTheServerFromTheFirstPostOn) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  EXPECT_FALSE(browser.HasControl("draft"));
  EXPECT_EQ(browser.target(), std::string(kBook) + "?page=needs");
  EXPECT_THAT(browser.cookie(), testing::StartsWith("__Host-muster-draft="));
  browser.Press("continue");
  EXPECT_EQ(browser.ValueOf("page"), "check");
  EXPECT_FALSE(browser.HasControl("draft"));
  EXPECT_THAT(browser.target(), HasSubstr("?page=check"));
  EXPECT_TRUE(browser.Has("Ann Other"));
  EXPECT_EQ(browser.page().At("cache-control"), "no-store");
  // Loaded again, and opened later.
  browser.Open(browser.target());
  EXPECT_TRUE(browser.Has("Ann Other"));
  browser.Open(kBook);
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
}

TEST_F(KeptAnswersTest, TheCookieIsForThisSiteAndForNoScript) {
  PlainBrowser browser(site_.port());
  browser.Open(kBook);
  const RawReply reply = Fetch(site_.port(), "POST", kBook,
                               {kFormType, "Sec-Fetch-Site: same-origin"}, browser.PostOf("back"));
  EXPECT_THAT(reply.At("set-cookie"),
              testing::MatchesRegex("__Host-muster-draft=[A-Za-z0-9_-]{43}; Path=/; "
                                    "Max-Age=2419200; HttpOnly; SameSite=Lax; Secure"));
}

TEST_F(KeptAnswersTest, AreForTheHolderOfTheKeyOnly) {
  PlainBrowser ann(site_.port());
  Begin(ann, "Ann Other");
  PlainBrowser bob(site_.port());
  bob.Open(kBook);
  EXPECT_EQ(bob.ValueOf("full_name"), "");
  const std::string guess = "Cookie: __Host-muster-draft=" + services::FormDrafts::NewKey();
  EXPECT_THAT(Fetch(site_.port(), "GET", kBook, {guess}).body, Not(HasSubstr("Ann Other")));
}

TEST_F(KeptAnswersTest, TheKeyIsInNoPageAndNoLog) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  const std::string key = browser.cookie().substr(browser.cookie().find('=') + 1);
  ASSERT_EQ(key.size(), 43U);
  EXPECT_FALSE(browser.Has(key));
  browser.Press("continue");
  EXPECT_FALSE(browser.Has(key));
  EXPECT_THAT(browser.target(), Not(HasSubstr(key)));
  EXPECT_THAT(site_.log(), Not(HasSubstr(key)));
}

TEST_F(KeptAnswersTest, AreGoneAfterTwentyEightDays) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  const absl::Time begin = absl::FromCivil(absl::CivilDay(2027, 3, 1), absl::UTCTimeZone());
  site_.SetNow(begin + absl::Hours(28 * 24) - absl::Seconds(1));
  browser.Open(kBook);
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
  site_.SetNow(begin + absl::Hours(28 * 24));
  browser.Open(kBook);
  EXPECT_EQ(browser.ValueOf("full_name"), "");
}

TEST_F(KeptAnswersTest, WhoTakesNoCookiesLosesNothing) {
  PlainBrowser browser(site_.port());
  browser.RefuseCookies();
  Begin(browser, "Ann Other");
  browser.Press("continue");
  EXPECT_TRUE(browser.HasControl("draft"));
  browser.Press("back");
  browser.Press("back");
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
  // Loaded again, with a way to go on that needs no key.
  EXPECT_THAT(browser.target(), HasSubstr("&key="));
  browser.Open(browser.target());
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
  EXPECT_FALSE(browser.HasControl("token"));
}

TEST_F(KeptAnswersTest, AKeyInAnAddressIsTakenFromNoOtherSiteAndLeavesNoCookie) {
  PlainBrowser ann(site_.port());
  ann.RefuseCookies();
  Begin(ann, "Ann Other");
  const RawReply reply = Fetch(site_.port(), "GET", ann.target(), {"Sec-Fetch-Site: cross-site"});
  EXPECT_THAT(reply.body, Not(HasSubstr("Ann Other")));
  // Who follows the link by hand sees the answers, but their own go elsewhere.
  PlainBrowser bob(site_.port());
  bob.Open(ann.target());
  EXPECT_EQ(bob.cookie(), "");
  bob.Press("back");
  bob.Type("full_name", "Bob Other");
  bob.Press("continue");
  ann.Open(ann.target());
  ann.Press("back");
  EXPECT_EQ(ann.ValueOf("full_name"), "Ann Other");
}

TEST_F(KeptAnswersTest, ThePageWithErrorsIsOneToLoadAgain) {
  PlainBrowser browser(site_.port());
  browser.Open(kBook);
  browser.Type("full_name", "Ann Other");
  browser.Press("continue");
  EXPECT_THAT(browser.target(), HasSubstr("?page=about-you&tried=continue"));
  EXPECT_TRUE(browser.Has("There is a problem"));
  browser.Open(browser.target());
  EXPECT_TRUE(browser.Has("There is a problem"));
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
  // Once it is put right, the same address has nothing to say against it, and does nothing.
  const std::string target = browser.target();
  browser.Type("email", "ann@example.org");
  browser.Press("continue");
  browser.Open(target);
  EXPECT_FALSE(browser.Has("There is a problem"));
  EXPECT_EQ(browser.ValueOf("page"), "about-you");
  for (const char* tried : {"send", "remove:evidence[0]", "nothing", "refused", ""}) {
    browser.Open(std::string(kBook) + "?page=about-you&refused=nothing&tried=" + tried);
    EXPECT_EQ(browser.page().status, 200);
    EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other") << tried;
  }
}

TEST_F(KeptAnswersTest, WhoHasNoneHereBeginsAtThePageThatTheAddressNames) {
  PlainBrowser browser(site_.port());
  const auto page_at = [&](const char* query) {
    browser.Open(std::string(kSubmit) + query);
    return browser.ValueOf("page");
  };
  EXPECT_EQ(page_at("?page=evidence"), "evidence");
  EXPECT_EQ(page_at("?page=evidence&from=check&tried=continue"), "evidence");
  EXPECT_FALSE(browser.Has("There is a problem"));
  const std::string first = page_at("");
  for (const char* query : {"?page=check", "?page=nothing", "?page=sections", "?page="}) {
    EXPECT_EQ(page_at(query), first) << query;
  }
}

TEST_F(KeptAnswersTest, WhatWasSentIsNeverAFormAgain) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  browser.Press("continue");
  browser.Press("send");
  EXPECT_TRUE(browser.Has("Place booked"));
  browser.Open(std::string(kBook) + "?page=check");
  EXPECT_TRUE(browser.Has("You have already sent your booking"));
  EXPECT_FALSE(browser.Has("Ann Other"));
  EXPECT_TRUE(browser.Has("See what you sent"));
  browser.Press("new");
  EXPECT_EQ(browser.ValueOf("page"), "about-you");
  EXPECT_EQ(browser.ValueOf("full_name"), "");
}

TEST_F(KeptAnswersTest, ThatWereSentBringTheirReceiptAlsoWhereItsAddressIsNotKept) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  browser.Press("continue");
  const int places = site_.PlacesLeft();
  site_.FailDraftWrites(true);
  browser.Press("send");
  EXPECT_TRUE(browser.Has("Place booked"));
  const std::string receipt = browser.target();
  site_.FailDraftWrites(false);
  CloseBooking();
  browser.Open(kBook);
  EXPECT_TRUE(browser.Has("You have already sent your booking"));
  EXPECT_TRUE(browser.Has("If you were not shown its receipt"));
  browser.Press("send");
  EXPECT_EQ(browser.target(), receipt);
  EXPECT_EQ(site_.PlacesLeft(), places - 1);
  // From now on it is.
  browser.Open(kBook);
  EXPECT_FALSE(browser.Has("If you were not shown its receipt"));
  EXPECT_TRUE(browser.Has("See what you sent"));
}

TEST_F(KeptAnswersTest, AreShownAndKeptWhenTheyCanNotBeSent) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  CloseBooking();
  browser.Press("continue");
  EXPECT_EQ(browser.ValueOf("page"), "check");
  EXPECT_TRUE(browser.Has("Ann Other"));
  browser.Press("send");
  EXPECT_THAT(browser.target(), HasSubstr("?page=check&refused=ERROR_REASON_BOOKING_CLOSED"));
  EXPECT_TRUE(browser.Has("Ann Other"));
  EXPECT_TRUE(browser.Has("No place was booked: booking closed at"));
}

TEST_F(KeptAnswersTest, GoToTheOtherLanguageAndBack) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  browser.Open(std::string("/cy") + kBook);
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
  EXPECT_TRUE(browser.Has("Eich enw llawn"));
}

// Who may post, with the cookie and without: reliability is a matter of every line.
struct CrossSite {
  const char* name;
  std::vector<std::string> headers;
  bool has_cookie;
  bool has_token;
  int status;
};

class CrossSiteTest : public KeptAnswersTest, public testing::WithParamInterface<CrossSite> {};

TEST_P(CrossSiteTest, IsAnsweredByWhoseOwnPageItWas) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  browser.Press("back");
  std::string body = browser.PostOf("continue");
  if (!GetParam().has_token) {
    const std::size_t token = body.find("token=");
    ASSERT_NE(token, std::string::npos);
    body.erase(token, body.find('&', token) + 1 - token);
  }
  std::vector<std::string> headers = GetParam().headers;
  if (GetParam().has_cookie) headers.push_back("Cookie: " + browser.cookie());
  const RawReply reply = Fetch(site_.port(), "POST", kBook, headers, body);
  EXPECT_EQ(reply.status, GetParam().status) << reply.body;
  if (reply.status < 400) return;
  // Nothing was done to what is kept.
  browser.Open(kBook);
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
}

const CrossSite kCrossSites[] = {
    {"SameOriginByFetch", {kFormType, "Sec-Fetch-Site: same-origin"}, true, false, 303},
    {"SameOriginByOrigin", {kFormType, "Origin: http://muster.test"}, true, false, 303},
    {"PublicOrigin", {kFormType, "Origin: https://public.test"}, true, false, 303},
    {"ByHand", {kFormType, "Sec-Fetch-Site: none"}, true, false, 303},
    {"CrossSiteByFetch", {kFormType, "Sec-Fetch-Site: cross-site"}, true, true, 403},
    {"SameSiteByFetch", {kFormType, "Sec-Fetch-Site: same-site"}, true, true, 403},
    {"OtherOrigin", {kFormType, "Origin: https://evil.test"}, true, true, 403},
    {"OriginNull", {kFormType, "Origin: null"}, true, true, 403},
    {"OtherPort", {kFormType, "Origin: http://muster.test:81"}, true, true, 403},
    {"SaysNothingAndHasNoToken", {kFormType}, true, false, 403},
    {"SaysNothingAndHasTheToken", {kFormType}, true, true, 303},
    {"SaysNothingAndHasNoCookie", {kFormType}, false, false, 303},
    {"PlainTextType", {"Content-Type: text/plain", "Sec-Fetch-Site: cross-site"}, true, true, 403},
    {"NoType", {"Sec-Fetch-Site: same-origin"}, true, true, 415},
};

INSTANTIATE_TEST_SUITE_P(Pages, CrossSiteTest, testing::ValuesIn(kCrossSites),
                         [](const auto& info) { return info.param.name; });

TEST_F(KeptAnswersTest, ABrowserThatSaysNothingOfItsPagesFillsInASecondForm) {
  PlainBrowser browser(site_.port());
  browser.SayNothingOfPages();
  Begin(browser, "Ann Other");
  browser.Open(kSubmit);
  // Also where a page has to carry its answers.
  site_.FailDraftWrites(true);
  browser.Press("continue");
  EXPECT_TRUE(browser.Has("There is a problem")) << browser.page().status;
  EXPECT_TRUE(browser.HasControl("draft"));
  site_.FailDraftWrites(false);
  browser.Tick("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  browser.Press("continue");
  EXPECT_EQ(browser.page().status, 200);
  EXPECT_EQ(browser.ValueOf("page"), "about-you");
}

TEST_F(KeptAnswersTest, ReadingAPageChangesNothing) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  const RawReply reply =
      Fetch(site_.port(), "GET", std::string(kBook) + "?action=new&full_name=Eve",
            {"Cookie: " + browser.cookie()});
  EXPECT_EQ(reply.status, 200);
  browser.Open(kBook);
  EXPECT_EQ(browser.ValueOf("full_name"), "Ann Other");
}

TEST_F(KeptAnswersTest, WhatChangedInTheFormIsToldByOnePageAndNotByItsPostAgain) {
  const char kTold[] = "The form has changed since you began";
  PlainBrowser browser(site_.port());
  browser.Open(kSubmit);
  browser.Tick("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  browser.Press("continue");
  EXPECT_FALSE(browser.Has(kTold));
  v1::Call call = TestCall();
  v1::Question& question = *call.add_questions();
  question.set_id("new-one");
  question.set_kind(v1::QUESTION_KIND_SHORT_TEXT);
  question.set_label("What is new?");
  site_.Apply(call);
  browser.Open(std::string(kSubmit) + "?page=about-you");
  EXPECT_TRUE(browser.Has(kTold));
  EXPECT_TRUE(browser.Has("New question: What is new?"));
  browser.Type("submitter.full_name", "Ann Other");
  browser.Type("submitter.email", "ann@example.org");
  browser.Press("continue");
  EXPECT_EQ(browser.ValueOf("page"), "evidence");
  EXPECT_FALSE(browser.Has(kTold));
  browser.Open(kSubmit);
  EXPECT_FALSE(browser.Has(kTold));
  EXPECT_FALSE(browser.HasControl("draft"));
}

TEST_F(KeptAnswersTest, ThatCannotBeReadNowAreNotWrittenOver) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  const std::string post = browser.PostOf("continue");
  const std::vector<std::string> headers = {kFormType, "Sec-Fetch-Site: same-origin",
                                            "Cookie: " + browser.cookie()};
  site_.FailDraftReads(true);
  EXPECT_EQ(Fetch(site_.port(), "POST", kBook, headers, post).status, 503);
  EXPECT_EQ(Fetch(site_.port(), "GET", kBook, headers).status, 503);
  site_.FailDraftReads(false);
  EXPECT_EQ(Fetch(site_.port(), "POST", kBook, headers, post).status, 303);
  browser.Open(std::string(kBook) + "?page=check");
  EXPECT_TRUE(browser.Has("Ann Other"));
}

TEST_F(KeptAnswersTest, WhatDoesNotFitBesideThemIsNotLeftOutWithoutAWord) {
  const std::string outside = std::string(kSubmit) + "?page=outside-themes";
  PlainBrowser browser(site_.port());
  browser.Open(outside);
  browser.Type("information_outside_themes", std::string(600'000, 'a'));
  browser.Press("sections");
  browser.Open(std::string(kSubmit) + "?page=evidence");
  browser.Type("evidence[0].title", std::string(600'000, 'b'));
  browser.Press("sections");
  EXPECT_EQ(browser.page().status, 413);
  EXPECT_TRUE(browser.Has("That was too much to send at once"));
  browser.Open(outside);
  EXPECT_EQ(browser.ValueOf("information_outside_themes").size(), 600'000U);
}

TEST_F(KeptAnswersTest, OfOneFormAreNotThoseOfAnother) {
  PlainBrowser browser(site_.port());
  Begin(browser, "Ann Other");
  browser.Open(kSubmit);
  EXPECT_FALSE(browser.Has("Ann Other"));
}

}  // namespace
}  // namespace muster::gateway
