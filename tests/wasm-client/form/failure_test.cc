#include "wasm-client/form/failure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "muster/v1/error_reason.pb.h"
#include "muster/v1/form_context.pb.h"

namespace muster::client {
namespace {

using testing::HasSubstr;

constexpr form::Form kForm = {.texts = &form::kEnglishTexts,
                              .id = "test",
                              .method = "/Service/Create",
                              .subject = "your evidence",
                              .check_title = "",
                              .send_label = "",
                              .receipt_title = "",
                              .receipt_next_steps = {},
                              .task_list_title = {},
                              .declaration = {},
                              .receipt_copy_field_number = 1,
                              .content_name = "content",
                              .content = nullptr,
                              .steps = {},
                              .validate = nullptr};

class FailureTest : public testing::Test {
 protected:
  FailureTest() {
    context_.set_title("Winter call");
    context_.mutable_close_time()->set_seconds(1'806'530'399);
    context_.set_close_time_text("11:59pm on 31 March 2027");
    context_.set_contact_email("ask@example.org");
  }

  std::string Words(const SendOutcome& outcome, bool is_saved = true) {
    const Problem problem = ProblemOf(kForm, context_, outcome, {is_saved, now_});
    std::string words = problem.text + "\n";
    for (const Way& way : problem.ways) words += std::string(form::kEnglishTexts[way.label]) + "\n";
    return words;
  }
  std::string WordsOfReason(std::string_view reason) {
    SendOutcome outcome;
    outcome.result = SendResult::kRefused;
    outcome.reason = reason;
    return Words(outcome);
  }

  v1::FormContext context_;
  int64_t now_ = 1'806'530'400'000;
};

TEST_F(FailureTest, EveryReasonOfAFormHasWordsOfItsOwn) {
  std::set<std::string> all;
  for (const char* reason : {"CALL_CLOSED", "CALL_NOT_OPEN", "CONFERENCE_FULL", "CALL_NOT_FOUND",
                             "CONSENT_WORDING_CHANGED", "REQUEST_ID_REUSED", "SOMETHING_NEW"}) {
    v1::ErrorReason known;
    if (std::string_view(reason) != "SOMETHING_NEW") {
      EXPECT_TRUE(v1::ErrorReason_Parse("ERROR_REASON_" + std::string(reason), &known)) << reason;
    }
    EXPECT_TRUE(all.insert(WordsOfReason(reason)).second) << reason;
  }
}

TEST_F(FailureTest, ClosedCallSaysWhenItClosedAndWhomToAsk) {
  SendOutcome outcome;
  outcome.result = SendResult::kRefused;
  outcome.reason = "CALL_CLOSED";
  EXPECT_THAT(Words(outcome), HasSubstr("Winter call closed at 11:59pm on 31 March 2027"));
  const Problem problem = ProblemOf(kForm, context_, outcome, {true, now_});
  EXPECT_TRUE(problem.ways.empty());
  EXPECT_EQ(problem.contact_email, "ask@example.org");
}

TEST_F(FailureTest, ClosedEarlierThanThePageSaysNamesNoTime) {
  now_ -= 86'400'000;
  EXPECT_THAT(WordsOfReason("CALL_CLOSED"), HasSubstr("Winter call closed, before"));
}

TEST_F(FailureTest, WhatIsNotReachedCanBeTriedAgainAndIsNotSentTwice) {
  SendOutcome outcome;
  EXPECT_THAT(Words(outcome), HasSubstr("Try again"));
  EXPECT_THAT(Words(outcome), HasSubstr("will not send it twice"));
}

TEST_F(FailureTest, AnswersAreSaidToBeSavedOnlyIfTheyAre) {
  for (const SendResult result :
       {SendResult::kNotReached, SendResult::kBusy, SendResult::kRefused}) {
    SendOutcome outcome;
    outcome.result = result;
    EXPECT_THAT(Words(outcome, true), HasSubstr("saved on this device"));
    EXPECT_THAT(Words(outcome, false), HasSubstr("only on this page"));
  }
}

TEST_F(FailureTest, EveryPlaceholderIsFilledIn) {
  for (const char* reason :
       {"", "CALL_CLOSED", "CALL_NOT_OPEN", "CONFERENCE_FULL", "CALL_NOT_FOUND",
        "CONSENT_WORDING_CHANGED", "REQUEST_ID_REUSED", "BOOKING_CLOSED"}) {
    EXPECT_THAT(WordsOfReason(reason), testing::Not(HasSubstr("$"))) << reason;
  }
}

TEST_F(FailureTest, NoTextBlamesOrSpeaksInCodes) {
  for (const char* reason :
       {"", "CALL_CLOSED", "CALL_NOT_OPEN", "CONFERENCE_FULL", "CALL_NOT_FOUND",
        "CONSENT_WORDING_CHANGED", "REQUEST_ID_REUSED", "BOOKING_CLOSED"}) {
    const std::string words = WordsOfReason(reason);
    for (const char* bad : {"please", "sorry", "Please", "Sorry", "valid", "oops", "error", "_"}) {
      EXPECT_THAT(words, testing::Not(HasSubstr(bad))) << reason;
    }
  }
}

}  // namespace
}  // namespace muster::client
