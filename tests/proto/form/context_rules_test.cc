#include "proto/form/context_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "muster/v1/submission.pb.h"
#include "proto/rules/violations.h"
#include "tests/proto/form/sample.h"

namespace muster::form {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "path: rule id" of each violation of good content after `change`.
std::vector<std::string> Found(const std::function<void(v1::SubmissionContent&)>& change) {
  const v1::FormContext context = SampleCallWithQuestions();
  v1::SubmissionContent content;
  content.ParseFromString(
      Payload(kForm, context, With(SubmissionAnswers(), {{"answers[paid]", "yes"}})));
  change(content);
  rules::Violations violations;
  const bool good = CheckContext(kForm, context, content.SerializeAsString(), violations);
  EXPECT_EQ(good, violations.empty());
  std::vector<std::string> found;
  for (const rules::Violation& violation : violations) {
    EXPECT_FALSE(violation.message.empty());
    found.push_back(rules::PathText(violation.field) + ": " + violation.rule_id);
  }
  return found;
}

void Answer(v1::SubmissionContent& content, const char* id, std::vector<std::string> values) {
  v1::Answer& answer = *content.add_answers();
  answer.set_question_id(id);
  for (std::string& value : values) answer.add_values(std::move(value));
}

TEST(ContextRulesTest, GoodContentPasses) {
  EXPECT_THAT(Found([](auto&) {}), IsEmpty());
  EXPECT_THAT(Found([](auto& content) {
                Answer(content, "team-size", {"0123456789"});
                Answer(content, "regions", {"south", "north"});
                Answer(content, "band", {"4"});
                Answer(content, "story", {std::string(4000, 'x')});
              }),
              IsEmpty());
}

TEST(ContextRulesTest, AThemeMustBeOneOfTheCall) {
  EXPECT_THAT(Found([](auto& content) { content.mutable_evidence(0)->add_themes("weather"); }),
              ElementsAre("content.evidence[0].themes[1]: context.choice_unknown"));
}

TEST(ContextRulesTest, TheWordingOfConsentsMustBeThePresentOne) {
  EXPECT_THAT(
      Found([](auto& content) { content.mutable_consents()->set_wording_version("2025-01-01"); }),
      ElementsAre("content.consents.wording_version: context.value_outdated"));
}

TEST(ContextRulesTest, AnAnswerMustSuitItsQuestion) {
  EXPECT_THAT(Found([](auto& content) {
                Answer(content, "colour", {"red"});
                Answer(content, "paid", {"no"});
                Answer(content, "team-size", {"01234567890"});
                Answer(content, "band", {"5"});
                Answer(content, "regions", {"north", "north"});
                Answer(content, "story", {"a", "b"});
              }),
              ElementsAre("content.answers[1]: context.question_unknown",
                          "content.answers[2]: context.question_repeated",
                          "content.answers[3].values[0]: context.answer_too_long",
                          "content.answers[4].values[0]: context.answer_not_choice",
                          "content.answers[5].values[1]: context.answer_not_choice",
                          "content.answers[6].values: context.answer_count"));
}

TEST(ContextRulesTest, ARequiredQuestionMustBeAnswered) {
  EXPECT_THAT(Found([](auto& content) { content.clear_answers(); }),
              ElementsAre("content.answers[\"paid\"]: context.answer_required"));
  EXPECT_THAT(Found([](auto& content) { content.mutable_answers(0)->set_values(0, "  "); }),
              ElementsAre("content.answers[\"paid\"]: context.answer_required"));
}

TEST(ContextRulesTest, MoreThanAFormCanHoldIsRefusedNotCut) {
  EXPECT_THAT(Found([](auto& content) {
                content.set_information_outside_themes(std::string(2 << 20, 'x'));
              }),
              ElementsAre("content: context.too_large"));
}

TEST(ContextRulesTest, ARequestThatIsNoneIsRefusedWithoutViolations) {
  rules::Violations violations;
  EXPECT_FALSE(CheckRequest(kForm, SampleCall(), "\xFF", violations));
  EXPECT_TRUE(violations.empty());
}

std::vector<std::string> IdsOfRequest(const std::string& bytes) {
  rules::Violations violations;
  CheckRequest(kForm, SampleCall(), bytes, violations);
  std::vector<std::string> ids;
  for (const rules::Violation& violation : violations) ids.push_back(violation.rule_id);
  return ids;
}

TEST(ContextRulesTest, ContentInPiecesIsMergedAndUnknownGroupsArePassedOver) {
  const v1::FormContext context = SampleCall();
  v1::SubmissionContent more;
  more.add_evidence()->add_themes("weather");
  std::string piece = more.SerializeAsString();
  piece = std::string("\x12") + static_cast<char>(piece.size()) + piece;
  const std::string request =
      RequestBytes(kForm, context, SubmissionAnswers(), "01935b2e-7c1a-7cc3-98c4-dc0c0c07398f");
  const std::string group = "\x7b\x08\x01\x73\x74\x7c";  // 15: holds 1 and a group 14.
  for (const std::string& bytes : {piece + request, request + piece, piece + group + request})
    EXPECT_THAT(IdsOfRequest(bytes), testing::Contains("context.choice_unknown"));
  rules::Violations violations;
  EXPECT_TRUE(CheckRequest(kForm, context, request + group, violations));
  EXPECT_FALSE(CheckRequest(kForm, context, request + "\x7b\x74", violations));
}

}  // namespace
}  // namespace muster::form
