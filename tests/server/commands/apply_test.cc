#include "server/commands/apply.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/server/services/world.h"

namespace muster::commands {
namespace {

using testing::HasSubstr;

std::string ErrorOf(const std::string& text) {
  return std::string(ReadCall("my.textproto", text).status().message());
}

TEST(ApplyTest, SyntaxErrorsComeWithLineAndColumn) {
  EXPECT_THAT(ErrorOf("name: \"calls/x\"\ntitle \"no colon\""),
              testing::StartsWith("my.textproto:2:7: "));
}

TEST(ApplyTest, UnknownFieldComesWithLineAndColumnAndItsName) {
  const std::string error = ErrorOf("name: \"calls/x\"\n  titel: \"Title\"\n");
  EXPECT_THAT(error, testing::StartsWith("my.textproto:2:"));
  EXPECT_THAT(error, HasSubstr("titel"));
}

TEST(ApplyTest, EveryFailedRuleHasALineWithPathAndText) {
  v1::Call call = services::SampleCall();
  call.clear_title();
  call.mutable_themes(1)->set_id("Not An Id");
  call.mutable_contacts(0)->set_email("nobody");
  call.set_time_zone("Europe/Atlantis");
  const std::string error = ErrorOf(call.DebugString());
  EXPECT_THAT(error, HasSubstr("my.textproto: title: value is required\n"));
  EXPECT_THAT(error, HasSubstr("my.textproto: themes[1].id: "));
  EXPECT_THAT(error, HasSubstr("my.textproto: contacts[0].email: must be a valid email address"));
  EXPECT_THAT(error, HasSubstr("my.textproto: time_zone: "));
}

TEST(ApplyTest, CrossFieldRulesHoldForCallsAndConferences) {
  v1::Call call = services::SampleCall();
  std::swap(*call.mutable_open_time(), *call.mutable_close_time());
  EXPECT_THAT(ErrorOf(call.DebugString()), HasSubstr("open_time must be before close_time"));
  v1::Conference conference = services::SampleConference();
  std::swap(*conference.mutable_start_time(), *conference.mutable_end_time());
  EXPECT_THAT(
      std::string(ReadConference("my.textproto", conference.DebugString()).status().message()),
      HasSubstr("start_time must be before end_time"));
}

TEST(ApplyTest, SampleCallAndConferencePassTheirRules) {
  EXPECT_TRUE(ReadCall("sample", services::SampleCall().DebugString()).ok());
  EXPECT_TRUE(ReadConference("sample", services::SampleConference().DebugString()).ok());
}

TEST(ApplyTest, SampleCallSaysWhatTheFirstRealCallNeeds) {
  const v1::Call call = services::SampleCall();
  EXPECT_EQ(call.themes_size(), 4);
  EXPECT_EQ(call.conference(), services::SampleConference().name());
  EXPECT_EQ(absl::FromUnixSeconds(call.open_time().seconds()),
            services::London("2026-11-01 00:00:00"));
  EXPECT_EQ(absl::FromUnixSeconds(call.close_time().seconds()),
            services::London("2027-09-30 23:59:00"));
  EXPECT_EQ(absl::FromUnixSeconds(call.edit_until_time().seconds()),
            services::London("2027-10-14 23:59:00"));
}

}  // namespace
}  // namespace muster::commands
