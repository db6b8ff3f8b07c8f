// The forms without script, from the first page to the receipt, on the whole server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "tests/server/gateway/pages/page_test_site.h"
#include "tests/server/gateway/plain_browser.h"
#include "tests/server/gateway/real_site.h"

namespace muster::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

class PlainJourneyTest : public testing::Test {
 protected:
  // Fills the submission form in up to the page on which answers are checked.
  void GoToCheck(PlainBrowser& browser, const std::string& text = "Some words") {
    browser.Open(kSubmit);
    browser.Tick("submitter.type", "SUBMITTER_TYPE_ORGANISATION");
    browser.Press("continue");
    browser.Type("submitter.full_name", text);
    browser.Type("submitter.email", "ann@example.org");
    browser.Type("submitter.organisation_name", text);
    browser.Type("submitter.organisation_role", text);
    browser.Press("continue");
    browser.Tick("evidence[0].themes", "workforce");
    browser.Type("evidence[0].title", text);
    browser.Type("evidence[0].setting", text);
    browser.Type("evidence[0].what_was_done", text);
    browser.Type("evidence[0].what_changed", text);
    browser.Tick("section_complete", "complete");
    browser.Press("continue");
    browser.Type("information_outside_themes", text);
    browser.Press("continue");
    browser.Tick("consents.publish_afterwards", "true");
    browser.Press("continue");
    ASSERT_EQ(browser.ValueOf("page"), "check") << browser.Title();
  }

  void Book(PlainBrowser& browser) {
    browser.Open(kBook);
    browser.Type("full_name", "Ann Other");
    browser.Type("email", "ann@example.org");
    browser.Press("continue");
    browser.Press("continue");
    browser.Press("send");
  }

  RealSite site_;
};

TEST_F(PlainJourneyTest, EvidenceGoesFromTheCallPageToAReceipt) {
  PlainBrowser browser(site_.port());
  browser.Open("/calls/practice");
  EXPECT_TRUE(browser.Has("href=\"/calls/practice/submit\""));
  GoToCheck(browser, "What we did & why");
  EXPECT_TRUE(browser.Has("What we did &amp; why"));
  browser.Press("send");
  EXPECT_EQ(browser.page().status, 200);
  EXPECT_THAT(browser.Title(), HasSubstr("Evidence sent"));
  EXPECT_THAT(browser.target(), HasSubstr("?key="));
  EXPECT_EQ(browser.page().At("cache-control"), "no-store");
  EXPECT_EQ(browser.page().At("referrer-policy"), "no-referrer");
  EXPECT_TRUE(browser.Has("What we did &amp; why"));
  EXPECT_TRUE(browser.Has("I agree to publication."));
  browser.Open(browser.target() + "&format=text");
  EXPECT_TRUE(browser.Has("What we did & why"));
  EXPECT_EQ(browser.page().At("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(site_.log(), "");
}

TEST_F(PlainJourneyTest, AReceiptSaysWhenInTheTimeOfItsCallOrConference) {
  // In London it is an hour later.
  site_.SetNow(absl::FromCivil(absl::CivilMinute(2027, 4, 10, 12, 30), absl::UTCTimeZone()));
  PlainBrowser browser(site_.port());
  GoToCheck(browser);
  browser.Press("send");
  EXPECT_TRUE(browser.Has(">1:30pm on 10 April 2027<"));
  const std::string address = browser.target();
  browser.Open(address + "&format=text");
  EXPECT_TRUE(browser.Has("Received:\n  1:30pm on 10 April 2027\n"));
  browser.Open("/cy" + address);
  EXPECT_TRUE(browser.Has(">1:30pm ar 10 Ebrill 2027<"));
  Book(browser);
  EXPECT_TRUE(browser.Has(">1:30pm on 10 April 2027<"));
}

TEST_F(PlainJourneyTest, APlaceIsBookedAndOneLessIsLeft) {
  const int places = site_.PlacesLeft();
  PlainBrowser browser(site_.port());
  Book(browser);
  EXPECT_THAT(browser.Title(), HasSubstr("Place booked"));
  EXPECT_TRUE(browser.Has("Ann Other"));
  EXPECT_EQ(site_.PlacesLeft(), places - 1);
}

TEST_F(PlainJourneyTest, WrongInputIsNamedAndKept) {
  PlainBrowser browser(site_.port());
  browser.Open(kSubmit);
  browser.Press("continue");
  EXPECT_THAT(browser.Title(), testing::StartsWith("Error: "));
  EXPECT_TRUE(browser.Has("There is a problem"));
  EXPECT_TRUE(browser.Has("Select whether you are sending this as an individual"));
  browser.Tick("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  browser.Press("continue");
  browser.Type("submitter.email", "not an <address>");
  browser.Type("submitter.full_name", "Ann");
  browser.Press("continue");
  EXPECT_EQ(browser.page().At("cache-control"), "no-store");
  EXPECT_TRUE(browser.Has("Enter an email address in the correct format"));
  EXPECT_EQ(browser.ValueOf("submitter.email"), "not an <address>");
  EXPECT_EQ(browser.ValueOf("submitter.full_name"), "Ann");
}

TEST_F(PlainJourneyTest, TheFirstButtonOfEachPageGoesOn) {
  // Enter in a text presses it: it must not be the other language, Back or Remove.
  const auto first_button = [](const PlainBrowser& browser) {
    for (const PlainControl& control : browser.controls()) {
      if (control.type == "button") return control.value;
    }
    return std::string();
  };
  PlainBrowser browser(site_.port());
  browser.Open(kSubmit);
  EXPECT_EQ(first_button(browser), "continue");
  browser.Tick("submitter.type", "SUBMITTER_TYPE_INDIVIDUAL");
  browser.Press("continue");
  EXPECT_EQ(first_button(browser), "continue");
  // A page that answers a post.
  browser.Press("continue");
  EXPECT_EQ(first_button(browser), "continue");
}

TEST_F(PlainJourneyTest, BackAndChangeLoseNothing) {
  PlainBrowser browser(site_.port());
  GoToCheck(browser);
  browser.Press("back");
  EXPECT_EQ(browser.ValueOf("consents.publish_afterwards"), "true");
  browser.Press("back");
  EXPECT_EQ(browser.ValueOf("information_outside_themes"), "Some words");
  browser.Type("information_outside_themes", "Other words");
  browser.Press("continue");
  browser.Press("continue");
  EXPECT_TRUE(browser.Has("Other words"));
  browser.Press("send");
  EXPECT_TRUE(browser.Has("Other words"));
}

TEST_F(PlainJourneyTest, SendingTwiceStoresOnce) {
  PlainBrowser browser(site_.port());
  GoToCheck(browser);
  PlainBrowser second = browser;
  browser.Press("send");
  second.Press("send");
  EXPECT_EQ(second.target(), browser.target());
  EXPECT_EQ(second.page().body, browser.page().body);
}

TEST_F(PlainJourneyTest, GoingBackAfterSendingShowsThatItWasSent) {
  PlainBrowser browser(site_.port());
  GoToCheck(browser);
  PlainBrowser back = browser;
  browser.Press("send");
  back.Press("back");
  EXPECT_TRUE(back.Has("You have already sent your evidence"));
}

TEST_F(PlainJourneyTest, OtherAnswersOfASecondTabAreToldApartFromThoseThatWereSent) {
  PlainBrowser browser(site_.port());
  browser.RefuseCookies();
  GoToCheck(browser);
  PlainBrowser other = browser;
  PlainBrowser back = browser;
  other.Press("back");
  other.Press("back");
  other.Type("information_outside_themes", "Something else");
  other.Press("continue");
  other.Press("continue");
  browser.Press("send");
  other.Press("send");
  EXPECT_EQ(other.page().status, 409);
  EXPECT_TRUE(other.Has("These answers were sent already"));
  back.Press("back");
  EXPECT_TRUE(back.Has("You have already sent your evidence"));
}

TEST_F(PlainJourneyTest, OneSecondLateIsRefusedWithEveryAnswerOnThePage) {
  v1::Call call = TestCall();
  PlainBrowser browser(site_.port());
  site_.SetNow(absl::FromUnixSeconds(call.close_time().seconds() - 3600));
  GoToCheck(browser, "Words that took an hour");
  site_.SetNow(absl::FromUnixSeconds(call.close_time().seconds()));
  browser.Press("send");
  EXPECT_EQ(browser.page().status, 200);
  EXPECT_TRUE(browser.Has("This call has closed"));
  EXPECT_TRUE(browser.Has("Words that took an hour"));
  // The organiser lets it in after all: the same page still sends.
  site_.SetNow(absl::FromUnixSeconds(call.close_time().seconds() - 1));
  browser.Press("send");
  EXPECT_THAT(browser.Title(), HasSubstr("Evidence sent"));
}

TEST_F(PlainJourneyTest, WhoComesAfterTheLastPlaceIsToldAndKeepsTheAnswers) {
  v1::Conference conference = TestConference();
  conference.set_place_count(1);
  site_.Apply(conference);
  PlainBrowser late(site_.port());
  late.Open(kBook);
  PlainBrowser first(site_.port());
  Book(first);
  EXPECT_THAT(first.Title(), HasSubstr("Place booked"));
  late.Type("full_name", "Late Comer");
  late.Type("email", "late@example.org");
  late.Press("continue");
  late.Press("continue");
  late.Press("send");
  EXPECT_TRUE(late.Has("Every place is taken"));
  EXPECT_TRUE(late.Has("Late Comer"));
  EXPECT_EQ(site_.PlacesLeft(), 0);
}

TEST_F(PlainJourneyTest, NewWordsOfConsentAreAskedAgainBeforeAnythingIsStored) {
  PlainBrowser browser(site_.port());
  GoToCheck(browser);
  v1::Call call = TestCall();
  call.mutable_consent_wording()->set_version("2027-03-02");
  call.mutable_consent_wording()->set_publish_afterwards("I agree to something else.");
  site_.Apply(call);
  browser.Press("send");
  EXPECT_EQ(browser.page().status, 200);
  EXPECT_TRUE(browser.Has("The wording of what you may agree to has changed"));
  EXPECT_TRUE(browser.Has("I agree to something else."));
  EXPECT_TRUE(browser.HasControl("consents.publish_afterwards"));
  EXPECT_EQ(browser.ValueOf("consents.publish_afterwards"), "") << "agreed to other words";
  browser.Press("continue");
  EXPECT_TRUE(browser.Has("Some words")) << "the rest is kept";
  browser.Press("send");
  EXPECT_THAT(browser.Title(), HasSubstr("Evidence sent"));
  EXPECT_TRUE(browser.Has("Wording of version 2027-03-02"));
}

// Script, SQL and marks of HTML, in every text of both forms: shown as they are, run nowhere.
TEST_F(PlainJourneyTest, HostileTextInEveryFieldIsStoredAndShownAsText) {
  for (const std::string evil :
       {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
        "'); DROP TABLE submissions; --", "' OR '1'='1", "</textarea><script>x</script>",
        "</title></main>&lt;b&gt;&#60;", "{{7*7}}${7*7}", "%3Cscript%3E"}) {
    PlainBrowser browser(site_.port());
    GoToCheck(browser, evil);
    EXPECT_THAT(browser.page().body, Not(HasSubstr("<script>")));
    EXPECT_THAT(browser.page().body, Not(HasSubstr("<img")));
    browser.Press("send");
    EXPECT_THAT(browser.Title(), HasSubstr("Evidence sent")) << evil;
    EXPECT_THAT(browser.page().body, Not(HasSubstr("<script>")));
    EXPECT_THAT(browser.page().body, Not(HasSubstr("<img")));
    browser.Open(browser.target() + "&format=text");
    EXPECT_TRUE(browser.Has(evil)) << evil;
  }
}

TEST_F(PlainJourneyTest, HostileTextThatIsRefusedIsShownAsTextToo) {
  const std::string evil = "\"'></textarea><script>alert(1)</script>";
  for (const char* path : {kSubmit, kBook}) {
    PlainBrowser browser(site_.port());
    browser.Open(path);
    for (int page = 0; page < 8 && !browser.Has("There is a problem"); ++page) {
      browser.FillEverything(evil);
      browser.Press("continue");
      EXPECT_THAT(browser.page().body, Not(HasSubstr("<script>alert"))) << browser.Title();
    }
    EXPECT_TRUE(browser.Has("There is a problem"));
  }
}

TEST_F(PlainJourneyTest, AReceiptNeedsItsKeyAndTellsNothingWithoutIt) {
  PlainBrowser browser(site_.port());
  GoToCheck(browser);
  browser.Press("send");
  const std::string target = browser.target();
  const std::string path = target.substr(0, target.find('?'));
  std::string wrong = target;
  wrong.back() = wrong.back() == 'A' ? 'B' : 'A';
  const RawReply without = Fetch(site_.port(), "GET", path);
  EXPECT_EQ(without.status, 404);
  EXPECT_EQ(Fetch(site_.port(), "GET", wrong).body, without.body);
  EXPECT_EQ(Fetch(site_.port(), "GET", "/calls/practice/submissions/none?key=x").body,
            without.body);
}

TEST_F(PlainJourneyTest, RandomPostsGiveAPageAndNeverAFault) {
  const char* seed_text = std::getenv("SEED");
  const unsigned seed = seed_text ? std::strtoul(seed_text, nullptr, 10) : std::random_device{}();
  const char* rounds_text = std::getenv("ROUNDS");
  const int rounds = rounds_text ? std::atoi(rounds_text) : 300;
  std::cout << "SEED=" << seed << "\n";
  std::mt19937 random(seed);
  PlainBrowser browser(site_.port());
  GoToCheck(browser);
  const std::string good = browser.PostOf("continue");
  const std::vector<std::string> pieces = {"&page=check",
                                           "&page=evidence",
                                           "&action=send",
                                           "&action=add:evidence",
                                           "&action=remove:evidence[0]",
                                           "&action=remove:evidence[999999999999]",
                                           "&action=change:x",
                                           "&evidence[199].title=x",
                                           "&evidence[18446744073709551616].title=x",
                                           "&draft=%FF%FF",
                                           "&draft=AAAA",
                                           "&evidence[0].links[0]=x",
                                           "&answers[x]=y",
                                           "&answers[[]]=y",
                                           "&request_id=x",
                                           "&submitter.type=99",
                                           "&%00=%00",
                                           "&[]=",
                                           "&evidence[-1].title=x",
                                           "&a.b.c.d.e.f=1"};
  for (int round = 0; round < rounds; ++round) {
    std::string body = good;
    for (unsigned i = random() % 4; i > 0; --i) body += pieces[random() % pieces.size()];
    for (unsigned i = random() % 6; i > 0; --i) {
      body[random() % body.size()] = static_cast<char>(random());
    }
    if (random() % 4 == 0) body.resize(random() % body.size() + 1);
    const RawReply reply = Fetch(site_.port(), "POST", random() % 2 ? kSubmit : kBook,
                                 {"Content-Type: application/x-www-form-urlencoded"}, body);
    ASSERT_TRUE(reply.status == 303 || reply.status == 409) << reply.status << " for " << body;
    if (reply.status == 409) continue;
    const std::string shown = reply.At("location");
    ASSERT_EQ(Fetch(site_.port(), "GET", shown.substr(0, shown.find('#'))).status, 200) << shown;
  }
  EXPECT_EQ(site_.log(), "");
}

}  // namespace
}  // namespace muster::gateway
