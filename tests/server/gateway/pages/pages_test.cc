#include "server/gateway/pages/pages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "muster/v1/call_service.pb.h"
#include "muster/v1/submission_service.pb.h"
#include "server/error.h"
#include "server/gateway/pages/fixed_pages.h"
#include "tests/server/gateway/pages/page_test_site.h"

namespace muster::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr char kSubmit[] = "/calls/practice/submit";
constexpr char kCreateSubmission[] = "/muster.v1.SubmissionService/CreateSubmission";
constexpr char kGetSubmission[] = "/muster.v1.SubmissionService/GetSubmission";

class PagesTest : public testing::Test {
 protected:
  void SetTime(google::protobuf::Timestamp* timestamp, absl::Time time) {
    timestamp->set_seconds(absl::ToUnixSeconds(time));
  }

  PageTestSite site_;
};

TEST_F(PagesTest, EveryPageHasTheFrame) {
  for (const char* path :
       {"/", "/calls/practice", "/conferences/meeting", kSubmit, "/conferences/meeting/book",
        "/cookies", "/accessibility", "/privacy", "/nowhere"}) {
    const HttpResponse page = site_.Get(path);
    SCOPED_TRACE(path);
    EXPECT_EQ(page.Header("content-type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.body, StartsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
    EXPECT_THAT(page.body, HasSubstr(" \u2013 Muster</title>"));
    EXPECT_THAT(page.body, HasSubstr("href=\"#maincontent\">Skip to main content</a>"));
    EXPECT_THAT(page.body, HasSubstr("<main class=\"nhsuk-main-wrapper\" id=\"maincontent\">"));
    EXPECT_THAT(page.body,
                HasSubstr("<a class=\"nhsuk-footer__list-item-link\" href=\"/cookies\">"));
    EXPECT_THAT(page.body, HasSubstr("src=\"/assets/main-1.js\""));
    EXPECT_THAT(page.body, HasSubstr("href=\"/assets/main-2.css\""));
    EXPECT_THAT(page.body, Not(HasSubstr(" style=")));
    EXPECT_THAT(page.body, Not(HasSubstr("onclick")));
    const std::size_t heading = page.body.find("<h1");
    ASSERT_NE(heading, std::string::npos);
    EXPECT_EQ(page.body.find("<h1", heading + 1), std::string::npos) << "two headings";
  }
}

TEST_F(PagesTest, EveryPageOfAPreviewAndNoOtherSaysSoInItsLanguage) {
  PageTestSite preview(/*is_preview=*/true);
  for (const char* path : {"/", "/calls/practice", kSubmit, "/cookies", "/nowhere"}) {
    SCOPED_TRACE(path);
    const std::string english = preview.Get(path).body;
    const std::size_t words = english.find(
        "<p>This is a preview for the organiser. Nothing that is sent here is kept.</p>");
    EXPECT_LT(words, english.find("<main"));
    EXPECT_LT(words, english.find("id=\"muster-form\""));
    EXPECT_THAT(english, HasSubstr("<section class=\"nhsuk-width-container\" "
                                   "aria-label=\"Preview\">"));
    const std::string welsh =
        preview.Get(path == std::string("/") ? "/cy" : "/cy" + std::string(path)).body;
    EXPECT_THAT(
        welsh, HasSubstr("<p>Rhagolwg i&#39;r trefnydd yw hwn. Ni chedwir dim a anfonir yma.</p>"));
    EXPECT_THAT(site_.Get(path).body, Not(HasSubstr("Preview")));
  }
}

TEST_F(PagesTest, TheStartPageListsTheCalls) {
  const HttpResponse page = site_.Get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.Header("cache-control"), "no-cache");
  EXPECT_THAT(page.body, HasSubstr("<a href=\"/calls/practice\">Practice that works</a>"));
  EXPECT_THAT(page.body, HasSubstr("Tell us what works."));
}

TEST_F(PagesTest, ALongListOfCallsGoesOnOnAnotherPage) {
  std::string asked;
  site_.methods["/muster.v1.CallService/ListCalls"] = [&asked](std::string_view bytes) {
    v1::ListCallsRequest request;
    request.ParseFromString(std::string(bytes));
    asked = request.page_token();
    v1::ListCallsResponse response;
    if (asked.empty()) response.set_next_page_token("a b&c");
    services::Reply reply;
    reply.response = response.SerializeAsString();
    return reply;
  };
  EXPECT_THAT(site_.Get("/").body, HasSubstr("<a href=\"/?from=a%20b%26c\">More calls</a>"));
  EXPECT_THAT(site_.Get("/?from=a%20b%26c").body, Not(HasSubstr("More calls")));
  EXPECT_EQ(asked, "a b&c");
}

TEST_F(PagesTest, ACallPageSaysEverythingAboutTheCall) {
  const HttpResponse page = site_.Get("/calls/practice");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<title>Practice that works \u2013 Calls for evidence \u2013 "));
  EXPECT_THAT(page.body, HasSubstr("<h2>Why</h2>\n<p>Because <em>it matters</em>.</p>"));
  EXPECT_THAT(page.body, HasSubstr("<strong>Theme workforce</strong><br>About workforce"));
  EXPECT_THAT(page.body, HasSubstr("fits none of the themes"));
  EXPECT_THAT(page.body, HasSubstr("for an organisation"));
  EXPECT_THAT(page.body, HasSubstr("<li>I agree to contribute.</li>"));
  EXPECT_THAT(page.body, HasSubstr("<time datetime=\"2027-01-10T09:00:00Z\">9am on 10 January 2027"
                                   "</time>"));
  EXPECT_THAT(page.body, HasSubstr(">10am on 10 July 2027</time>"));
  // Until there is a way to change what was sent, nothing is said of a time for that.
  EXPECT_THAT(page.body, Not(HasSubstr("10 August 2027")));
  EXPECT_THAT(page.body, HasSubstr("<a href=\"mailto:evidence@example.org\">"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/calls/practice/submit\" role=\"button\" "
                                   "draggable=\"false\">Submit evidence</a>"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/conferences/meeting\" role=\"button\" "
                                   "draggable=\"false\">Book a place</a>"));
}

TEST_F(PagesTest, ACallPageCanBeShared) {
  const HttpResponse page = site_.Get("/calls/practice");
  const std::string encoded = "https%3A%2F%2Fpublic.test%2Fcalls%2Fpractice";
  EXPECT_THAT(page.body, HasSubstr("https://www.facebook.com/sharer/sharer.php?u=" + encoded));
  EXPECT_THAT(page.body,
              HasSubstr("https://www.linkedin.com/sharing/share-offsite/?url=" + encoded));
  EXPECT_THAT(page.body, HasSubstr("https://x.com/intent/post?url=" + encoded +
                                   "&amp;text=Practice%20that%20works"));
  EXPECT_THAT(page.body, HasSubstr("data-copy-address=\"https://public.test/calls/practice\""));
  EXPECT_THAT(page.body,
              HasSubstr("<link rel=\"canonical\" href=\"https://public.test/calls/practice\">"));
  EXPECT_THAT(page.body, HasSubstr("<meta property=\"og:title\" content=\"Practice that works\">"));
  EXPECT_THAT(page.body, HasSubstr("<meta property=\"og:url\" "
                                   "content=\"https://public.test/calls/practice\">"));
}

TEST_F(PagesTest, ACallThatIsNotOpenSaysSoInsteadOfShowingItsForm) {
  SetTime(site_.call.mutable_open_time(), site_.now + absl::Seconds(1));
  EXPECT_THAT(site_.Get(kSubmit).body, HasSubstr("This call is not open yet"));
  EXPECT_THAT(site_.Get("/calls/practice").body, Not(HasSubstr("Submit evidence</a>")));
  SetTime(site_.call.mutable_open_time(), site_.now);
  EXPECT_THAT(site_.Get(kSubmit).body, HasSubstr("id=\"muster-form\""));
  SetTime(site_.call.mutable_close_time(), site_.now);
  EXPECT_THAT(site_.Get(kSubmit).body, HasSubstr("This call has closed"));
  EXPECT_THAT(site_.Get(kSubmit).body, Not(HasSubstr("id=\"muster-form\"")));
  EXPECT_THAT(site_.Get("/calls/practice").body, HasSubstr("This call closed at "));
  EXPECT_THAT(site_.Get(kSubmit).body, HasSubstr("href=\"/calls/practice/submit?saved=yes\""));
  EXPECT_THAT(site_.Get(std::string(kSubmit) + "?saved=yes").body, HasSubstr("id=\"muster-form\""));
}

TEST_F(PagesTest, AConferencePageSaysWhenWhereAndHowManyPlacesAreLeft) {
  const HttpResponse page = site_.Get("/conferences/meeting");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("The hall<br>1 High Street"));
  EXPECT_THAT(page.body, HasSubstr("12 of 100"));
  EXPECT_THAT(page.body, HasSubstr("10am on 1 October 2027"));
  EXPECT_THAT(page.body, HasSubstr("href=\"/conferences/meeting/book\""));
  site_.conference.set_places_left(0);
  EXPECT_THAT(site_.Get("/conferences/meeting").body, HasSubstr("Every place is taken."));
  EXPECT_THAT(site_.Get("/conferences/meeting").body, Not(HasSubstr("/book\"")));
  EXPECT_THAT(site_.Get("/conferences/meeting/book").body, HasSubstr("Every place is taken"));
  SetTime(site_.conference.mutable_booking_close_time(), site_.now);
  EXPECT_THAT(site_.Get("/conferences/meeting/book").body, HasSubstr("Booking has closed"));
}

TEST_F(PagesTest, AFormPageHasWhatScriptNeedsToTakeOver) {
  const HttpResponse page = site_.Get(kSubmit);
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("<div class=\"nhsuk-width-container\" id=\"muster-form\" "
                                   "data-form=\"submission\" data-context=\""));
  EXPECT_THAT(page.body, HasSubstr("href=\"/assets/core-3.wasm\" as=\"fetch\""));
  // A script behind the style sheet would wait for it.
  EXPECT_LT(page.body.find("core-3.wasm"), page.body.find("javascript\">musterCore="));
  EXPECT_LT(page.body.find("javascript\">musterCore="), page.body.find("rel=\"stylesheet\""));
  EXPECT_THAT(page.body, HasSubstr("<meta name=\"referrer\" content=\"same-origin\">"));
  EXPECT_THAT(page.body, HasSubstr("<meta name=\"robots\" content=\"noindex\">"));
}

TEST_F(PagesTest, NothingIsAtOtherAddresses) {
  for (const char* path :
       {"/calls", "/calls/", "/calls/other", "/calls/practice/", "/calls/practice/book",
        "/calls/practice/submit/", "/calls/practice/submissions", "/calls/practice/submissions/",
        "/calls/PRACTICE", "/calls/practice%2Fsubmit", "/calls/../cookies", "//", "/conferences",
        "/conferences/meeting/submit", "/calls/practice/bookings/x", "/calls/a/b/c/d/e", "*"}) {
    EXPECT_EQ(site_.Get(path).status, 404) << path;
  }
}

TEST_F(PagesTest, AMethodThatAPageDoesNotTakeIs405WithThoseThatItDoes) {
  HttpRequest request;
  request.method = "DELETE";
  request.path = kSubmit;
  const HttpResponse form = site_.Send(request);
  EXPECT_EQ(form.status, 405);
  EXPECT_EQ(form.Header("allow"), "GET, HEAD, POST");
  request.method = "POST";
  request.path = "/calls/practice";
  const HttpResponse page = site_.Send(request);
  EXPECT_EQ(page.status, 405);
  EXPECT_EQ(page.Header("allow"), "GET, HEAD");
  request.path = "/nowhere";
  EXPECT_EQ(site_.Send(request).status, 404);
}

TEST_F(PagesTest, APostFromAnotherSiteIsRefusedInWords) {
  for (const HttpHeader& header : std::vector<HttpHeader>{{"sec-fetch-site", "cross-site"},
                                                          {"sec-fetch-site", "same-site"},
                                                          {"origin", "https://evil.test"},
                                                          {"origin", "null"}}) {
    const HttpResponse page = site_.Post(kSubmit, {{"action", "continue"}}, {header});
    EXPECT_EQ(page.status, 403) << header.name << header.value;
    EXPECT_THAT(page.body, HasSubstr("not sent from our pages"));
  }
  EXPECT_NE(site_.Post(kSubmit, {}, {{"origin", "http://muster.test"}}).status, 403);
  EXPECT_NE(site_.Post(kSubmit, {}, {{"origin", "null"}, {"sec-fetch-site", "same-origin"}}).status,
            403);
}

TEST_F(PagesTest, OnlyAPlainFormPostOfLimitedSizeIsRead) {
  HttpRequest request;
  request.method = "POST";
  request.path = kSubmit;
  for (const char* type : {"", "text/plain", "multipart/form-data; boundary=x",
                           "application/x-www-form-urlencodedx"}) {
    request.headers = {{"content-type", type}};
    EXPECT_EQ(site_.Send(request).status, 415) << type;
  }
  request.headers = {{"content-type", "application/x-www-form-urlencoded; charset=UTF-8"}};
  request.body = "a=" + std::string(1024 * 1024, 'a');
  EXPECT_EQ(site_.Send(request).status, 413);
  request.body.clear();
  for (int i = 0; i < 6000; ++i) request.body += "a=&";
  EXPECT_EQ(site_.Send(request).status, 413);
}

TEST_F(PagesTest, AReceiptOfAPreviewSaysSoAsTextToo) {
  PageTestSite preview(/*is_preview=*/true);
  for (PageTestSite* site : {&site_, &preview}) {
    site->methods[kGetSubmission] = [](std::string_view) {
      services::Reply reply;
      v1::GetSubmissionResponse response;
      response.mutable_receipt()->set_reference("AB12-CD34-EF56");
      reply.response = response.SerializeAsString();
      return reply;
    };
  }
  const std::string path = "/calls/practice/submissions/0190-abc?key=k&format=text";
  EXPECT_THAT(preview.Get(path).body, StartsWith("This is a preview for the organiser. Nothing"));
  EXPECT_THAT(preview.Get("/cy" + path).body, StartsWith("Rhagolwg i'r trefnydd yw hwn."));
  EXPECT_THAT(site_.Get(path).body, Not(HasSubstr("preview")));
}

TEST_F(PagesTest, AReceiptIsShownForItsKeyOnlyAndKeptNowhere) {
  site_.methods[kGetSubmission] = [](std::string_view bytes) {
    v1::GetSubmissionRequest request;
    request.ParseFromString(std::string(bytes));
    if (request.access_key() != "k/e+y" ||
        request.name() != "calls/practice/submissions/0190-abc") {
      return services::ReplyFromStatus(
          MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_SUBMISSION_NOT_FOUND, "none"));
    }
    v1::GetSubmissionResponse response;
    v1::Receipt& receipt = *response.mutable_receipt();
    receipt.set_name(request.name());
    receipt.set_reference("AB12-CD34-EF56");
    receipt.mutable_submission()->mutable_submitter()->set_full_name("<i>Ann</i>");
    services::Reply reply;
    reply.response = response.SerializeAsString();
    return reply;
  };
  const std::string path = "/calls/practice/submissions/0190-abc";
  EXPECT_EQ(site_.Get(path).status, 404);
  EXPECT_EQ(site_.Get(path + "?key=other").status, 404);
  EXPECT_EQ(site_.Get(path + "?key=").body, site_.Get(path + "?key=other").body);
  const HttpResponse page = site_.Get(path + "?key=k%2Fe%2By");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.Header("cache-control"), "no-store");
  EXPECT_EQ(page.Header("cross-origin-opener-policy"), "same-origin");
  EXPECT_THAT(page.body, HasSubstr("AB12-CD34-EF56"));
  EXPECT_THAT(page.body, HasSubstr("&lt;i&gt;Ann&lt;/i&gt;"));
  EXPECT_THAT(page.body, HasSubstr("format=text"));
  const HttpResponse text = site_.Get(path + "?key=k%2Fe%2By&format=text");
  EXPECT_EQ(text.Header("content-type"), "text/plain; charset=utf-8");
  EXPECT_EQ(text.Header("cache-control"), "no-store");
  EXPECT_THAT(text.body, HasSubstr("AB12-CD34-EF56"));
  EXPECT_THAT(text.body, HasSubstr("<i>Ann</i>"));
  EXPECT_TRUE(site_.log.empty());
}

// Sends complete answers by a plain post of the check page.
HttpResponse SendAnswers(PageTestSite& site, const std::string& prefix = "") {
  v1::SubmissionContent content;
  content.mutable_submitter()->set_type(v1::SUBMITTER_TYPE_INDIVIDUAL);
  content.mutable_submitter()->set_full_name("Ann <Other>");
  content.mutable_submitter()->set_email("ann@example.org");
  content.set_information_outside_themes("What took an hour to write");
  const std::string page = site.Get(prefix + kSubmit).body;
  const std::string field = "name=\"wording\" value=\"";
  const std::string wording = page.substr(page.find(field) + field.size(), 32);
  return site.Post(prefix + kSubmit, {{"page", "check"},
                                      {"draft", absl::Base64Escape(content.SerializeAsString())},
                                      {"request_id", "01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a17"},
                                      {"wording", wording},
                                      {"action", "send"}});
}

TEST_F(PagesTest, ASendThatFailsKeepsEveryAnswerAndSaysWhatToDo) {
  struct Case {
    absl::StatusCode code;
    v1::ErrorReason reason;
    int status;
    const char* words;
  };
  for (const Case& failure :
       {Case{absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, 503,
             "could not be sent"},
        Case{absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_BUSY, 503,
             "Wait a minute, and send again."},
        Case{absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_FULL, 503,
             "The service has no room to store anything at the moment."},
        Case{absl::StatusCode::kInternal, v1::ERROR_REASON_UNSPECIFIED, 503, "Nothing is lost"},
        Case{absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CALL_CLOSED, 409,
             "the call closed at 10am on 10 July 2027"},
        Case{absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_RULES_FAILED, 422,
             "was not accepted"}}) {
    site_.methods[kCreateSubmission] = [&failure](std::string_view) {
      return services::ReplyFromStatus(MakeError(failure.code, failure.reason, "for developers"));
    };
    const HttpResponse page = SendAnswers(site_);
    EXPECT_EQ(page.status, failure.status) << failure.words;
    EXPECT_THAT(page.body, HasSubstr(failure.words));
    EXPECT_THAT(page.body, HasSubstr("What took an hour to write"));
    EXPECT_THAT(page.body, HasSubstr("Ann &lt;Other&gt;"));
    EXPECT_THAT(page.body, HasSubstr("01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a17"));
    EXPECT_THAT(page.body, Not(HasSubstr("for developers")));
    EXPECT_EQ(page.Header("cache-control"), "no-store");
  }
}

TEST_F(PagesTest, WhoSendsTooFastHearsWhenToSendAgainAndLosesNothing) {
  site_.methods[kCreateSubmission] = [](std::string_view) {
    return services::ReplyFromStatus(
        MakeRetryableError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_SENDER_TOO_FAST,
                           "for developers", absl::Milliseconds(1001)));
  };
  const HttpResponse page = SendAnswers(site_);
  EXPECT_EQ(page.status, 429);
  EXPECT_EQ(page.Header("retry-after"), "2") << "whole seconds, not before the time";
  EXPECT_THAT(page.body, HasSubstr("Wait a minute, and send again."));
  EXPECT_THAT(page.body, HasSubstr("What took an hour to write"));
  EXPECT_THAT(page.body, HasSubstr("01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a17"));
  EXPECT_THAT(SendAnswers(site_, "/cy").body, HasSubstr("Arhoswch funud, ac anfonwch eto."));
}

TEST_F(PagesTest, ASendThatSucceedsLeadsToTheReceipt) {
  site_.methods[kCreateSubmission] = [](std::string_view) {
    v1::CreateSubmissionResponse response;
    response.mutable_receipt()->set_name("calls/practice/submissions/abc");
    response.mutable_receipt()->set_access_key("k/e+y");
    services::Reply reply;
    reply.response = response.SerializeAsString();
    return reply;
  };
  const HttpResponse page = SendAnswers(site_);
  EXPECT_EQ(page.status, 303);
  EXPECT_EQ(page.Header("location"), "/calls/practice/submissions/abc?key=k%2Fe%2By");
  EXPECT_EQ(page.Header("cache-control"), "no-store");
}

TEST_F(PagesTest, WhatBreaksIsAPageWithANumberThatIsInTheLog) {
  site_.methods["/muster.v1.CallService/GetCall"] = [](std::string_view) {
    services::Reply reply;
    reply.code = absl::StatusCode::kInternal;
    reply.message = "the disk is on fire";
    return reply;
  };
  const HttpResponse page = site_.Get("/calls/practice?key=secret");
  EXPECT_EQ(page.status, 500);
  EXPECT_THAT(page.body, Not(HasSubstr("fire")));
  ASSERT_EQ(site_.log.size(), 1u);
  EXPECT_THAT(site_.log[0], HasSubstr("the disk is on fire"));
  EXPECT_THAT(site_.log[0], Not(HasSubstr("secret")));
  const std::string number = site_.log[0].substr(std::string("page error ").size(), 10);
  EXPECT_THAT(page.body, HasSubstr(number));
}

TEST_F(PagesTest, ABusyStoreIsA503WithATimeToComeBack) {
  site_.methods["/muster.v1.CallService/GetCall"] = [](std::string_view) {
    services::Reply reply;
    reply.code = absl::StatusCode::kUnavailable;
    return reply;
  };
  EXPECT_EQ(site_.Get("/calls/practice").status, 503);
  EXPECT_EQ(site_.Get("/calls/practice").Header("retry-after"), "5");
}

TEST_F(PagesTest, EveryRefusalIsAPageInWords) {
  HttpRequest head;
  PagesOptions options;
  options.clock = [] { return absl::UnixEpoch(); };
  Pages pages(options, {});
  for (const int status : {400, 403, 404, 405, 409, 413, 414, 415, 417, 431, 500, 503, 505}) {
    const HttpResponse page = pages.Refuse(status, &head);
    EXPECT_EQ(page.status, status);
    EXPECT_EQ(page.Header("cache-control"), "no-store");
    EXPECT_THAT(page.body, HasSubstr("<h1"));
  }
}

// Every text that an organiser writes, as a script would have it.
TEST_F(PagesTest, AScriptInAnyTextOfACallOrConferenceIsShownAsText) {
  const std::string evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";
  v1::Call& call = site_.call;
  for (std::string* text :
       {call.mutable_title(), call.mutable_summary(), call.mutable_guidance_markdown(),
        call.mutable_themes(0)->mutable_title(), call.mutable_themes(0)->mutable_description(),
        call.mutable_contacts(0)->mutable_display_name(), call.mutable_contacts(0)->mutable_email(),
        call.mutable_consent_wording()->mutable_display_on_day(),
        call.mutable_consent_wording()->mutable_contribute_to_session(),
        call.mutable_consent_wording()->mutable_publish_afterwards(), call.mutable_time_zone()}) {
    *text = evil;
  }
  v1::Question* question = call.add_questions();
  question->set_id("q");
  question->set_kind(v1::QUESTION_KIND_ONE_OF);
  question->set_label(evil);
  question->set_hint(evil);
  question->add_choices()->set_label(evil);
  question->mutable_choices(0)->set_value(evil);
  v1::Conference& conference = site_.conference;
  for (std::string* text :
       {conference.mutable_title(), conference.mutable_summary(),
        conference.mutable_venue()->mutable_display_name(),
        conference.mutable_venue()->mutable_address_lines(0), conference.mutable_time_zone(),
        conference.mutable_contacts(0)->mutable_display_name(),
        conference.mutable_contacts(0)->mutable_email()}) {
    *text = evil;
  }
  for (const char* path :
       {"/", "/calls/practice", "/conferences/meeting", kSubmit, "/conferences/meeting/book"}) {
    const HttpResponse page = site_.Get(path);
    EXPECT_EQ(page.status, 200) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("<script>"))) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("<img"))) << path;
    EXPECT_THAT(page.body, Not(HasSubstr("\"'>"))) << path;
  }
}

}  // namespace
}  // namespace muster::gateway
