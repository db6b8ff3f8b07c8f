#include <algorithm>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/error.h"
#include "server/services/dispatcher.h"
#include "server/store/resource.h"
#include "tests/server/services/details.h"
#include "tests/server/services/world.h"

namespace muster::services {
namespace {

using testing::ElementsAre;
using testing::Pair;

class SubmissionServiceTest : public testing::Test {
 protected:
  // Sends what must be taken.
  v1::Receipt Send(const v1::CreateSubmissionRequest& request) {
    const auto response = world_.Create(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->receipt() : v1::Receipt();
  }

  absl::Status Refusal(const v1::CreateSubmissionRequest& request) {
    return world_.Create(request).status();
  }

  absl::StatusOr<v1::GetSubmissionResponse> Read(const std::string& name, const std::string& key) {
    v1::GetSubmissionRequest request;
    request.set_name(name);
    request.set_access_key(key);
    return world_.Get(request);
  }

  static std::vector<SeenViolation> ViolationsOf(const absl::Status& status) {
    return ReadDetails(ReplyFromStatus(status).details).violations;
  }

  World world_;
};

TEST_F(SubmissionServiceTest, ReceiptSaysWhatWasReceivedAndUnderWhichWords) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  const v1::Receipt receipt = Send(request);
  EXPECT_THAT(receipt.name(), testing::StartsWith("calls/assistant-practitioners/submissions/"));
  EXPECT_THAT(receipt.reference(), testing::MatchesRegex("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-"
                                                         "[2-9A-HJ-NP-Z]{4}"));
  EXPECT_EQ(receipt.create_time().seconds(), absl::ToUnixSeconds(world_.now()));
  EXPECT_EQ(receipt.submission().SerializeAsString(), request.content().SerializeAsString());
  EXPECT_EQ(receipt.content_sha256(), store::Sha256(request.content().SerializeAsString()));
  ASSERT_EQ(receipt.consents_size(), 3);
  const v1::ConsentWording wording = SampleCall().consent_wording();
  EXPECT_EQ(receipt.consents(0).field(), "display_on_day");
  EXPECT_EQ(receipt.consents(0).wording(), wording.display_on_day());
  EXPECT_EQ(receipt.consents(0).wording_version(), "2026-11-01");
  EXPECT_TRUE(receipt.consents(0).given());
  EXPECT_EQ(receipt.consents(1).wording(), wording.contribute_to_session());
  EXPECT_FALSE(receipt.consents(1).given());
  EXPECT_EQ(receipt.consents(2).wording(), wording.publish_afterwards());
  EXPECT_FALSE(receipt.consents(2).given());
}

TEST_F(SubmissionServiceTest, RepeatedRequestReturnsTheFirstReceiptAndStoresNoSecondRow) {
  const v1::Receipt first = Send(GoodSubmission());
  world_.SetTime(London("2027-02-01 09:00:00"));
  EXPECT_EQ(Send(GoodSubmission()).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(world_.SubmissionCount(), 1);
}

TEST_F(SubmissionServiceTest, OtherContentUnderTheSameRequestIdIsRefused) {
  Send(GoodSubmission());
  v1::CreateSubmissionRequest other = GoodSubmission();
  other.mutable_content()->mutable_submitter()->set_full_name("Someone Else");
  const absl::Status refusal = Refusal(other);
  EXPECT_EQ(refusal.code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(ReasonOf(refusal), v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(world_.SubmissionCount(), 1);
}

TEST_F(SubmissionServiceTest, LastSecondIsTakenAndOneSecondLaterIsRefused) {
  world_.SetTime(London("2027-09-30 23:58:59"));
  Send(GoodSubmission(1));
  world_.SetTime(London("2027-09-30 23:59:00"));
  const absl::Status refusal = Refusal(GoodSubmission(2));
  EXPECT_EQ(refusal.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refusal), v1::ERROR_REASON_CALL_CLOSED);
  EXPECT_THAT(MetadataOf(refusal), ElementsAre(Pair("close_time", "2027-09-30T22:59:00Z")));
  EXPECT_EQ(world_.SubmissionCount(), 1);
}

TEST_F(SubmissionServiceTest, BeforeOpeningIsRefusedWithTheOpeningTime) {
  world_.SetTime(London("2026-10-31 23:59:59"));
  const absl::Status refusal = Refusal(GoodSubmission());
  EXPECT_EQ(ReasonOf(refusal), v1::ERROR_REASON_CALL_NOT_OPEN);
  EXPECT_THAT(MetadataOf(refusal), ElementsAre(Pair("open_time", "2026-11-01T00:00:00Z")));
}

TEST_F(SubmissionServiceTest, RepeatAfterClosingReturnsTheFirstReceipt) {
  const v1::Receipt first = Send(GoodSubmission());
  world_.SetTime(London("2027-10-01 09:00:00"));
  EXPECT_EQ(Send(GoodSubmission()).SerializeAsString(), first.SerializeAsString());
}

TEST_F(SubmissionServiceTest, RepeatAfterTheWordingChangedReturnsTheReceiptWithTheFirstWords) {
  const v1::Receipt first = Send(GoodSubmission());
  v1::Call call = SampleCall();
  call.mutable_consent_wording()->set_version("2027-02-01");
  call.mutable_consent_wording()->set_display_on_day("Other words.");
  world_.Apply(call);
  EXPECT_EQ(Send(GoodSubmission()).SerializeAsString(), first.SerializeAsString());
}

TEST_F(SubmissionServiceTest, OutdatedConsentWordingIsRefusedWithThePresentVersion) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->mutable_consents()->set_wording_version("2026-10-01");
  const absl::Status refusal = Refusal(request);
  EXPECT_EQ(refusal.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(refusal), v1::ERROR_REASON_CONSENT_WORDING_CHANGED);
  EXPECT_THAT(MetadataOf(refusal), ElementsAre(Pair("wording_version", "2026-11-01")));
  EXPECT_EQ(world_.SubmissionCount(), 0);
}

TEST_F(SubmissionServiceTest, ThemeThatTheCallDoesNotHaveIsAViolation) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->mutable_evidence(0)->add_themes("gardening");
  const absl::Status refusal = Refusal(request);
  EXPECT_EQ(refusal.code(), absl::StatusCode::kInvalidArgument);
  const std::vector<SeenViolation> violations = ViolationsOf(refusal);
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].path, "content.evidence[0].themes[1]");
  EXPECT_EQ(violations[0].rule_id, "context.choice_unknown");
}

TEST_F(SubmissionServiceTest, AnswerThatDoesNotSuitItsQuestionIsAViolation) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->mutable_answers(0)->set_values(0, "perhaps");
  const std::vector<SeenViolation> violations = ViolationsOf(Refusal(request));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].rule_id, "context.answer_not_choice");
}

TEST_F(SubmissionServiceTest, MissingAnswerToARequiredQuestionIsAViolation) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->clear_answers();
  const std::vector<SeenViolation> violations = ViolationsOf(Refusal(request));
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].rule_id, "context.answer_required");
}

TEST_F(SubmissionServiceTest, SubmissionIsCheckedAgainstTheCallAsItIsNow) {
  Send(GoodSubmission(1));
  v1::Call closed = SampleCall();
  *closed.mutable_close_time() = closed.open_time();
  world_.Apply(closed);
  EXPECT_EQ(ReasonOf(Refusal(GoodSubmission(2))), v1::ERROR_REASON_CALL_CLOSED);
  world_.Apply(SampleCall());
  Send(GoodSubmission(2));
  EXPECT_EQ(world_.SubmissionCount(), 2);
}

TEST_F(SubmissionServiceTest, WhatTheCallHasComeToTakeOrToRefuseSinceItWasLastSeenIsKnown) {
  const v1::Call first = SampleCall();
  Send(GoodSubmission(1));
  v1::Call other = first;
  other.clear_themes();
  other.add_themes()->set_id("gardening");
  other.mutable_themes(0)->set_title("Gardening");
  other.mutable_consent_wording()->set_version("2027-02-01");
  world_.Apply(other);
  v1::CreateSubmissionRequest request = GoodSubmission(2);
  EXPECT_EQ(ReasonOf(Refusal(request)), v1::ERROR_REASON_CONSENT_WORDING_CHANGED);
  world_.Apply(first);
  Send(GoodSubmission(3));
  world_.Apply(other);
  request.mutable_content()->mutable_consents()->set_wording_version("2027-02-01");
  EXPECT_EQ(ViolationsOf(Refusal(request)).at(0).rule_id, "context.choice_unknown");
  world_.Apply(first);
  Send(GoodSubmission(4));
  world_.Apply(other);
  request.mutable_content()->mutable_evidence(0)->set_themes(0, "gardening");
  EXPECT_EQ(Send(request).consents(0).wording_version(), "2027-02-01");
  request.set_validate_only(true);
  world_.Apply(first);
  EXPECT_EQ(ReasonOf(Refusal(request)), v1::ERROR_REASON_CONSENT_WORDING_CHANGED);
}

TEST_F(SubmissionServiceTest, ValidateOnlyGivesTheSameVerdictsAndStoresNothing) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.set_validate_only(true);
  EXPECT_FALSE(Send(request).has_create_time());
  world_.SetTime(London("2027-10-01 09:00:00"));
  EXPECT_EQ(ReasonOf(Refusal(request)), v1::ERROR_REASON_CALL_CLOSED);
  request.mutable_content()->mutable_submitter()->set_email("no address");
  EXPECT_EQ(ReasonOf(Refusal(request)), v1::ERROR_REASON_RULES_FAILED);
  EXPECT_EQ(world_.SubmissionCount(), 0);
}

TEST_F(SubmissionServiceTest, UnknownCallIsNotFound) {
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.set_parent("calls/no-such-call");
  const absl::Status refusal = Refusal(request);
  EXPECT_EQ(refusal.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(ReasonOf(refusal), v1::ERROR_REASON_CALL_NOT_FOUND);
}

TEST_F(SubmissionServiceTest, KeyReadsBackSubmissionAndReceipt) {
  const v1::Receipt receipt = Send(GoodSubmission());
  const auto read = Read(receipt.name(), receipt.access_key());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->receipt().SerializeAsString(), receipt.SerializeAsString());
  EXPECT_EQ(read->submission().name(), receipt.name());
  EXPECT_EQ(read->submission().reference(), receipt.reference());
  EXPECT_EQ(read->submission().state(), v1::SUBMISSION_STATE_RECEIVED);
  EXPECT_FALSE(read->submission().etag().empty());
  EXPECT_EQ(read->submission().content().SerializeAsString(),
            receipt.submission().SerializeAsString());
}

TEST_F(SubmissionServiceTest, WrongKeyAndUnknownNameGetTheSameAnswer) {
  const v1::Receipt receipt = Send(GoodSubmission(1));
  const v1::Receipt other = Send(GoodSubmission(2));
  const absl::Status wrong_key = Read(receipt.name(), other.access_key()).status();
  std::string nearly = receipt.access_key();
  nearly.back() = nearly.back() == 'A' ? 'B' : 'A';
  const absl::Status nearly_right = Read(receipt.name(), nearly).status();
  const absl::Status unknown =
      Read("calls/assistant-practitioners/submissions/none", receipt.access_key()).status();
  EXPECT_EQ(ReasonOf(unknown), v1::ERROR_REASON_SUBMISSION_NOT_FOUND);
  EXPECT_EQ(wrong_key, unknown);
  EXPECT_EQ(nearly_right, unknown);
}

TEST_F(SubmissionServiceTest, KeyOfABookingReadsNoSubmission) {
  const v1::Receipt receipt = Send(GoodSubmission());
  const auto booking = world_.Create(GoodBooking(2));
  ASSERT_TRUE(booking.ok()) << booking.status();
  EXPECT_FALSE(Read(receipt.name(), booking->receipt().access_key()).ok());
}

TEST_F(SubmissionServiceTest, UnknownFieldsAreNeitherStoredNorPartOfTheDigest) {
  v1::CreateSubmissionRequest plain = GoodSubmission(1);
  v1::CreateSubmissionRequest padded = GoodSubmission(2);
  padded.mutable_content()
      ->GetReflection()
      ->MutableUnknownFields(padded.mutable_content())
      ->AddLengthDelimited(9999, "state: approved");
  v1::Submitter* submitter = padded.mutable_content()->mutable_submitter();
  submitter->GetReflection()->MutableUnknownFields(submitter)->AddVarint(777, 1);
  const v1::Receipt receipt = Send(padded);
  EXPECT_EQ(receipt.content_sha256(), Send(plain).content_sha256());
  EXPECT_EQ(receipt.submission().SerializeAsString(), plain.content().SerializeAsString());
  const auto read = Read(receipt.name(), receipt.access_key());
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->submission().content().SerializeAsString(), plain.content().SerializeAsString());
}

TEST_F(SubmissionServiceTest, ScriptAndSqlInEveryTextComeBackAsTheyWere) {
  const std::string hostile = "<script>alert(1)</script>'; DROP TABLE submission; --";
  v1::CreateSubmissionRequest request = GoodSubmission();
  request.mutable_content()->mutable_submitter()->set_full_name(hostile);
  request.mutable_content()->mutable_submitter()->set_profession(hostile);
  v1::EvidenceItem* item = request.mutable_content()->mutable_evidence(0);
  item->set_title(hostile);
  item->set_setting(hostile);
  item->set_what_was_done(hostile);
  item->set_what_changed(hostile);
  request.mutable_content()->set_information_outside_themes(hostile);
  const v1::Receipt receipt = Send(request);
  const auto read = Read(receipt.name(), receipt.access_key());
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->submission().content().SerializeAsString(),
            request.content().SerializeAsString());
  EXPECT_EQ(world_.SubmissionCount(), 1);
}

}  // namespace
}  // namespace muster::services
