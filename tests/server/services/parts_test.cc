// The parts of the services that need no store.
#include <map>
#include <set>
#include <string>

#include "absl/strings/cord.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/error.h"
#include "server/services/access_keys.h"
#include "server/services/dispatcher.h"
#include "server/services/form_context.h"
#include "server/services/organiser_rules.h"
#include "server/services/rule_error.h"
#include "server/store/resource.h"
#include "tests/server/services/details.h"
#include "tests/server/services/world.h"

namespace muster::services {
namespace {

TEST(ErrorTest, CarriesReasonMetadataAndRetryDelayAndNothingElse) {
  const absl::Status busy =
      MakeRetryableError(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_STORE_BUSY,
                         "too much is waiting", absl::Milliseconds(1500));
  EXPECT_EQ(ReasonOf(busy), v1::ERROR_REASON_STORE_BUSY);
  EXPECT_EQ(RetryDelayOf(busy), absl::Milliseconds(1500));
  EXPECT_EQ(RetryDelayOf(absl::InternalError("x")), std::nullopt);
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), v1::ERROR_REASON_UNSPECIFIED);
  const SeenDetails details = ReadDetails(ReplyFromStatus(busy).details);
  EXPECT_EQ(details.retry_info.retry_delay().seconds(), 1);
  EXPECT_EQ(details.retry_info.retry_delay().nanos(), 500000000);
}

TEST(AccessKeysTest, KeyBelongsToOneNameUnderOneSecret) {
  const AccessKeys keys(std::string(32, 'a'));
  const AccessKeys other(std::string(32, 'b'));
  const std::string key = keys.KeyOf("calls/x/submissions/1");
  EXPECT_EQ(key.size(), 43u);
  EXPECT_EQ(keys.KeyOf("calls/x/submissions/1"), key);
  EXPECT_NE(keys.KeyOf("calls/x/submissions/2"), key);
  EXPECT_NE(other.KeyOf("calls/x/submissions/1"), key);
  EXPECT_TRUE(keys.Matches("calls/x/submissions/1", key));
  EXPECT_FALSE(keys.Matches("calls/x/submissions/1", key.substr(1)));
  EXPECT_FALSE(keys.Matches("calls/x/submissions/1", ""));
  EXPECT_FALSE(keys.Matches("calls/x/submissions/2", key));
}

TEST(DigestTest, IsSha256) {
  // The digest of no bytes, as FIPS 180 publishes it.
  const std::string digest = store::Sha256("");
  ASSERT_EQ(digest.size(), 32u);
  EXPECT_EQ(static_cast<unsigned char>(digest[0]), 0xe3);
  EXPECT_EQ(static_cast<unsigned char>(digest[31]), 0x55);
}

TEST(RuleErrorTest, KeepsTheBytesOfTheViolationsWhereAllFit) {
  rules::Violations violations;
  rules::Violation violation;
  rules::ParsePathText("content.full_name", violation.field);
  violation.rule_id = "required";
  violation.message = "value is required";
  violations.Add(violation);
  const absl::Status status = MakeRuleError(violations);
  EXPECT_EQ(status.GetPayload("type.googleapis.com/buf.validate.Violations"),
            absl::Cord(violations.Serialize()));
  EXPECT_EQ(status.message(), "1 rule failed");
}

TEST(FormContextTest, NamesWhatTheContractsHintsAskFor) {
  const v1::FormContext context = FormContextFromCall(SampleCall(), absl::UnixEpoch());
  EXPECT_EQ(context.parent(), kCallName);
  EXPECT_EQ(context.home_path(), "/calls/assistant-practitioners");
  EXPECT_EQ(context.contact_email(), "evidence@example.org");
  EXPECT_EQ(context.close_time_text(), "11:59pm on 30 September 2027");
  ASSERT_EQ(context.choice_lists_size(), 1);
  EXPECT_EQ(context.choice_lists(0).name(), "themes");
  EXPECT_EQ(context.choice_lists(0).choices_size(), 4);
  EXPECT_EQ(context.choice_lists(0).choices(2).value(), "education");
  std::map<std::string, std::string> texts;
  for (const v1::NamedText& text : context.texts()) texts[text.name()] = text.text();
  EXPECT_EQ(texts["consent_wording.version"], "2026-11-01");
  EXPECT_EQ(texts["consent_wording.publish_afterwards"],
            SampleCall().consent_wording().publish_afterwards());
  EXPECT_EQ(context.questions_size(), 3);
}

TEST(FormContextTest, AQuestionIsFrozenFromItsTimeOn) {
  v1::Call call = SampleCall();
  call.mutable_questions(1)->mutable_freeze_time()->set_seconds(1000);
  EXPECT_EQ(FormContextFromCall(call, absl::FromUnixSeconds(999)).frozen_question_ids_size(), 0);
  const v1::FormContext frozen = FormContextFromCall(call, absl::FromUnixSeconds(1000));
  ASSERT_EQ(frozen.frozen_question_ids_size(), 1);
  EXPECT_EQ(frozen.frozen_question_ids(0), call.questions(1).id());
}

TEST(FormContextTest, ConferenceGivesItsBookingWindow) {
  const v1::FormContext context = FormContextFromConference(SampleConference());
  EXPECT_EQ(context.parent(), kConferenceName);
  EXPECT_EQ(context.close_time_text(), "5pm on 10 November 2027");
  EXPECT_EQ(context.open_time().seconds(), absl::ToUnixSeconds(London("2026-11-01 00:00:00")));
}

TEST(FormContextTest, TimesAreWordedInTheirZone) {
  EXPECT_EQ(TimeInWords(London("2027-06-01 09:05:00"), "Europe/London", "en"),
            "9:05am on 1 June 2027");
  EXPECT_EQ(TimeInWords(London("2027-06-01 00:00:00"), "Europe/London", "en"),
            "midnight on 1 June 2027");
  EXPECT_EQ(TimeInWords(London("2027-06-01 12:00:00"), "Europe/London", "en"),
            "midday on 1 June 2027");
  EXPECT_EQ(TimeInWords(London("2027-06-01 12:30:00"), "Asia/Tokyo", "en"),
            "8:30pm on 1 June 2027 (Tokyo time)");
  EXPECT_EQ(TimeInWords(London("2027-06-01 12:30:00"), "America/New_York", "cy"),
            "7:30am ar 1 Mehefin 2027 (amser New York)");
  EXPECT_EQ(TimeInWords(London("2027-06-01 12:30:00"), "Etc/UTC", "en"),
            "11:30am UTC on 1 June 2027");
  EXPECT_EQ(TimeInWords(London("2027-06-01 12:30:00"), "No/Where", "en"),
            "11:30am UTC on 1 June 2027");
}

TEST(OrganiserRulesTest, FindWhatOptionsCannotSay) {
  v1::Call call = SampleCall();
  call.clear_translations();
  rules::Violations none;
  CheckOrganiserRules(call, none);
  EXPECT_TRUE(none.ok());
  call.set_time_zone("Europe/Atlantis");
  call.mutable_themes(3)->set_id("education");
  call.mutable_questions(1)->set_id("evaluated");
  call.mutable_questions(1)->mutable_choices(1)->set_value("acute");
  rules::Violations violations;
  CheckOrganiserRules(call, violations);
  std::vector<std::string> paths;
  for (const rules::Violation& violation : violations) {
    paths.push_back(rules::PathText(violation.field));
  }
  EXPECT_THAT(paths, testing::ElementsAre("time_zone", "themes[3].id", "questions[1].id",
                                          "questions[1].choices[1].value"));
}

TEST(OrganiserRulesTest, ATranslationIsWhole) {
  v1::Call call = SampleCall();
  ASSERT_EQ(call.translations_size(), 1);
  rules::Violations good;
  CheckOrganiserRules(call, good);
  EXPECT_TRUE(good.ok());
  v1::CallTranslation& welsh = *call.mutable_translations(0);
  welsh.mutable_themes(0)->set_id("something-else");
  welsh.mutable_questions(1)->mutable_choices()->RemoveLast();
  welsh.mutable_consent_wording()->set_version("other");
  *call.add_translations() = welsh;
  rules::Violations violations;
  CheckOrganiserRules(call, violations);
  std::set<std::string> paths;
  for (const rules::Violation& violation : violations) {
    paths.insert(rules::PathText(violation.field));
  }
  EXPECT_THAT(paths, testing::IsSupersetOf({"translations[0].themes[0]", "translations[0].themes",
                                            "translations[0].questions[1].choices",
                                            "translations[0].consent_wording.version",
                                            "translations[1].language_code"}));
}

TEST(FormContextTest, IsInTheLanguageWithTheIdsOfTheCall) {
  const v1::Call call = SampleCall();
  const v1::FormContext welsh = FormContextFromCall(call, absl::UnixEpoch(), "cy");
  const v1::FormContext english = FormContextFromCall(call, absl::UnixEpoch());
  EXPECT_EQ(welsh.language_code(), "cy");
  EXPECT_EQ(english.language_code(), "en");
  EXPECT_EQ(welsh.home_path(), "/cy" + english.home_path());
  EXPECT_NE(welsh.title(), english.title());
  ASSERT_EQ(welsh.questions_size(), english.questions_size());
  for (int i = 0; i < welsh.questions_size(); ++i) {
    EXPECT_EQ(welsh.questions(i).id(), english.questions(i).id());
    EXPECT_EQ(welsh.questions(i).required(), english.questions(i).required());
    EXPECT_NE(welsh.questions(i).label(), english.questions(i).label());
  }
  v1::Call untranslated = call;
  untranslated.clear_translations();
  EXPECT_EQ(FormContextFromCall(untranslated, absl::UnixEpoch(), "cy").language_code(), "en");
}

TEST(TimeInWordsTest, IsInTheLanguage) {
  EXPECT_EQ(TimeInWords(London("2027-09-30 22:59:00"), "Europe/London", "cy"),
            "10:59pm ar 30 Medi 2027");
  EXPECT_EQ(TimeInWords(London("2027-06-01 12:00:00"), "Europe/London", "cy"),
            "hanner dydd ar 1 Mehefin 2027");
}

TEST(OrganiserRulesTest, ConditionsThemesAndBoundsMustHoldTogether) {
  v1::Call call = SampleCall();
  call.clear_translations();
  // 0: yes or no, 1: one of, 2: a long text.
  call.mutable_questions(1)->mutable_choices(0)->set_exclusive(true);
  call.mutable_questions(1)->mutable_shown_when()->set_question_id("evaluated");
  call.mutable_questions(1)->mutable_shown_when()->add_values("perhaps");
  call.mutable_questions(2)->mutable_shown_when()->set_question_id("advice");
  call.mutable_questions(2)->mutable_shown_when()->add_values("yes");
  call.mutable_questions(2)->add_themes("weather");
  v1::Question& number = *call.add_questions();
  number.set_id("number");
  number.set_kind(v1::QUESTION_KIND_NUMBER);
  number.set_minimum("10");
  number.set_maximum("9.5");
  rules::Violations violations;
  CheckOrganiserRules(call, violations);
  std::vector<std::string> found;
  for (const rules::Violation& violation : violations) {
    found.push_back(rules::PathText(violation.field) + ": " + violation.rule_id);
  }
  EXPECT_THAT(found,
              testing::ElementsAre("questions[1].choices[0].exclusive: organiser.choice_exclusive",
                                   "questions[1].shown_when: organiser.condition_unknown",
                                   "questions[2].shown_when: organiser.condition_unknown",
                                   "questions[2].themes[0]: organiser.theme_unknown",
                                   "questions[3].minimum: organiser.bounds_reversed"));
}

}  // namespace
}  // namespace muster::services
