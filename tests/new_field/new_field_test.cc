// Run in a tree whose contract has the new field. It leaves requests and what the native rules say
// of them in build/new_field, for new_field.test.mjs to give to WebAssembly.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "muster/v1/submission_service.form.h"
#include "muster/v1/submission_service.pb.h"
#include "proto/form/context_rules.h"
#include "proto/form/render.h"
#include "proto/rules/violations.h"
#include "server/services/form_context.h"
#include "tests/server/services/world.h"

namespace muster::form {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const Form& kForm = v1::kCreateSubmissionRequestForm;
constexpr char kPath[] = "submitter.telephone";
constexpr char kGood[] = "+44 20 7946 0000";
constexpr char kBad[] = "ask at the desk";

void WriteFile(const std::string& name, const std::string& bytes) {
  std::filesystem::create_directories("build/new_field");
  std::ofstream("build/new_field/" + name, std::ios::binary) << bytes;
}

class NewFieldTest : public testing::Test {
 protected:
  static Answers AnswersWith(const char* telephone) {
    Answers answers =
        Answers::Parse(*kForm.content, services::GoodSubmission().content().SerializeAsString());
    EXPECT_TRUE(answers.Set(kPath, telephone)) << "the form has no such question";
    return answers;
  }

  std::string Request(const char* telephone) const {
    return RequestBytes(kForm, context_, AnswersWith(telephone),
                        services::GoodSubmission().request_id());
  }

  static std::string Telephone(const v1::SubmissionContent& content) {
    return std::string(Answers::Parse(*kForm.content, content.SerializeAsString()).Get(kPath));
  }

  const v1::FormContext context_ =
      services::FormContextFromCall(services::SampleCall(), absl::UnixEpoch());
};

TEST_F(NewFieldTest, IsAQuestionOfThePage) {
  const Answers answers = AnswersWith(kGood);
  PageView view;
  view.form = &kForm;
  view.context = &context_;
  view.answers = &answers;
  view.place = {"about-you", false};
  const Page page = RenderPage(view);
  EXPECT_THAT(page.main, HasSubstr("Your telephone number (optional)</label>"));
  EXPECT_THAT(page.main, HasSubstr("id=\"submitter-telephone\" name=\"submitter.telephone\""));
  EXPECT_THAT(page.main, HasSubstr("autocomplete=\"tel\""));
}

TEST_F(NewFieldTest, IsHeldToItsRuleInItsOwnWords) {
  const Turn turn = TakeTurn(kForm, context_, AnswersWith(kBad), {"about-you", false}, "continue");
  ASSERT_EQ(turn.errors.size(), 1U);
  EXPECT_EQ(turn.errors[0].path, kPath);
  EXPECT_EQ(turn.errors[0].text, "Enter a telephone number with digits, spaces and + only");
  rules::Violations violations;
  EXPECT_FALSE(CheckRequest(kForm, context_, Request(kBad), violations));
  ASSERT_EQ(violations.size(), 1U);
  EXPECT_EQ(rules::PathText(violations[0].field), "content.submitter.telephone");
  EXPECT_EQ(violations[0].rule_id, "string.pattern");
  WriteFile("context.bin", context_.SerializeAsString());
  WriteFile("bad.request", Request(kBad));
  WriteFile("bad.violations", violations.Serialize());
  WriteFile("good.request", Request(kGood));
}

TEST_F(NewFieldTest, IsRefusedStoredAndReturnedByTheService) {
  services::World world;
  v1::CreateSubmissionRequest request;
  ASSERT_TRUE(request.ParseFromString(Request(kBad)));
  EXPECT_EQ(world.Create(request).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(world.SubmissionCount(), 0);
  ASSERT_TRUE(request.ParseFromString(Request(kGood)));
  const auto created = world.Create(request);
  ASSERT_TRUE(created.ok()) << created.status();
  v1::GetSubmissionRequest get;
  get.set_name(created->receipt().name());
  get.set_access_key(created->receipt().access_key());
  const auto stored = world.Get(get);
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(Telephone(stored->submission().content()), kGood);
}

TEST_F(NewFieldTest, IsALineOfTheReceiptAndOfItsPlainText) {
  services::World world;
  v1::CreateSubmissionRequest request;
  ASSERT_TRUE(request.ParseFromString(Request(kGood)));
  const auto created = world.Create(request);
  ASSERT_TRUE(created.ok()) << created.status();
  const std::string receipt = created->receipt().SerializeAsString();
  EXPECT_THAT(
      RenderReceipt(kForm, context_, receipt, "noon", "/r", "").main,
      HasSubstr("Telephone number</dt><dd class=\"nhsuk-summary-list__value\">+44 20 7946"));
  EXPECT_THAT(RenderReceiptText(kForm, context_, receipt, "noon", "/r"),
              HasSubstr("Telephone number:\n  +44 20 7946 0000\n"));
}

}  // namespace
}  // namespace muster::form
