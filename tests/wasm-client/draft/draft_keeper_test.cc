#include "wasm-client/draft/draft_keeper.h"

#include <gtest/gtest.h>

#include "tests/wasm-client/fake_host.h"

namespace muster::client {
namespace {

class DraftKeeperTest : public testing::Test, public DraftSource {
 protected:
  DraftKeeperTest() { keeper_.Start("form call", DraftRecord(), true, false); }

  DraftRecord CurrentDraft() const override {
    DraftRecord record;
    record.page = "page";
    record.request = typed_;
    return record;
  }
  void Type(std::string_view text) {
    typed_ += text;
    keeper_.Changed();
  }
  // Moves the clock in steps of 10 ms, ticking as a browser would.
  void Wait(int64_t milliseconds) {
    for (int64_t passed = 0; passed < milliseconds; passed += 10) {
      host_.now += 10;
      keeper_.OnTick();
    }
  }
  const DraftRecord& LastSave() const { return host_.saves.back().record; }

  FakeHost host_;
  std::string typed_;
  DraftKeeper keeper_{&host_, this};
};

TEST_F(DraftKeeperTest, SavesWithin250MillisecondsAfterTheLastKey) {
  Type("a");
  Wait(100);
  Type("b");
  Wait(240);
  EXPECT_TRUE(host_.saves.empty());
  Wait(10);
  ASSERT_EQ(host_.saves.size(), 1u);
  EXPECT_EQ(LastSave().request, "ab");
  EXPECT_EQ(LastSave().key, "form call");
  EXPECT_EQ(LastSave().page, "page");
}

TEST_F(DraftKeeperTest, SavesEvery2SecondsWhileTypingGoesOn) {
  for (int i = 0; i < 60; ++i) {  // 6 s of a key every 100 ms.
    Type("x");
    Wait(100);
    if (keeper_.has_unsaved()) keeper_.OnSaved(SaveOutcome::kSaved);
  }
  EXPECT_EQ(host_.saves.size(), 3u);
}

TEST_F(DraftKeeperTest, HasOneSaveUnderWayAndSavesTheRestAfterIt) {
  Type("a");
  Wait(250);
  Type("b");
  Wait(1000);
  EXPECT_EQ(host_.saves.size(), 1u);
  keeper_.OnSaved(SaveOutcome::kSaved);
  Wait(10);
  ASSERT_EQ(host_.saves.size(), 2u);
  EXPECT_EQ(LastSave().request, "ab");
  EXPECT_EQ(host_.saves[1].expected_revision, host_.saves[0].record.revision);
}

TEST_F(DraftKeeperTest, SavesAtOnceOnAStepAlsoAfterTheSaveUnderWay) {
  Type("a");
  Wait(250);
  Type("b");
  keeper_.SaveNow(/*is_strict=*/true);
  EXPECT_EQ(host_.saves.size(), 1u);
  keeper_.OnSaved(SaveOutcome::kSaved);
  ASSERT_EQ(host_.saves.size(), 2u);
  EXPECT_TRUE(host_.saves[1].is_strict);
}

TEST_F(DraftKeeperTest, RevisionsGrowAndNeverComeAgainAfterADeletion) {
  Type("a");
  keeper_.SaveNow(false);
  keeper_.OnSaved(SaveOutcome::kSaved);
  const int64_t first = keeper_.revision();
  Type("b");
  keeper_.SaveNow(false);  // In the same millisecond.
  keeper_.OnSaved(SaveOutcome::kSaved);
  const int64_t second = keeper_.revision();
  EXPECT_GT(second, first);
  keeper_.Forget();
  host_.now += 5;
  keeper_.SaveNow(false);
  EXPECT_EQ(host_.saves.back().expected_revision, 0);
  EXPECT_GT(LastSave().revision, second);
}

TEST_F(DraftKeeperTest, FailedSaveIsToldAndTriedAgainAtLongerAndLongerTimes) {
  Type("a");
  Wait(250);
  keeper_.OnSaved(SaveOutcome::kFailed);
  EXPECT_EQ(keeper_.state(), DraftState::kNotSaved);
  Wait(1990);
  EXPECT_EQ(host_.saves.size(), 1u);
  Wait(10);
  ASSERT_EQ(host_.saves.size(), 2u);
  keeper_.OnSaved(SaveOutcome::kFailed);
  Wait(3990);
  EXPECT_EQ(host_.saves.size(), 2u);
  Wait(10);
  ASSERT_EQ(host_.saves.size(), 3u);
  keeper_.OnSaved(SaveOutcome::kSaved);
  EXPECT_EQ(keeper_.state(), DraftState::kSaved);
}

TEST_F(DraftKeeperTest, ConflictWritesNothingUntilSomebodyDecides) {
  Type("a");
  Wait(250);
  keeper_.OnSaved(SaveOutcome::kConflict);
  EXPECT_EQ(keeper_.state(), DraftState::kConflict);
  Type("b");
  Wait(5000);
  keeper_.Hidden();
  EXPECT_EQ(host_.saves.size(), 1u);
  ASSERT_TRUE(host_.tail.has_value());
  EXPECT_EQ(host_.tail->record.request, "ab");
  DraftRecord theirs;
  theirs.revision = host_.now - 3;
  keeper_.Keep(theirs);
  ASSERT_EQ(host_.saves.size(), 2u);
  EXPECT_EQ(LastSave().request, "ab");
  EXPECT_EQ(host_.saves[1].expected_revision, theirs.revision);
  keeper_.OnSaved(SaveOutcome::kSaved);
  EXPECT_FALSE(host_.tail.has_value());
}

TEST_F(DraftKeeperTest, TailGoesWhenTheOtherAnswersAreTaken) {
  Type("a");
  Wait(250);
  keeper_.OnSaved(SaveOutcome::kConflict);
  keeper_.Hidden();
  keeper_.Adopt(DraftRecord());
  EXPECT_FALSE(host_.tail.has_value());
}

TEST_F(DraftKeeperTest, HiddenPageKeepsTheUnsavedTailUntilItIsSaved) {
  Type("a");
  Wait(250);
  const int64_t under_way = LastSave().revision;
  Type("b");
  keeper_.Hidden();
  ASSERT_TRUE(host_.tail.has_value());
  EXPECT_EQ(host_.tail->record.request, "ab");
  EXPECT_EQ(host_.tail->stored_revision, 0);
  EXPECT_EQ(host_.tail->saving_revision, under_way);
  EXPECT_GT(host_.tail->record.revision, under_way);
  keeper_.OnSaved(SaveOutcome::kSaved);
  EXPECT_TRUE(host_.tail.has_value());
  ASSERT_EQ(host_.saves.size(), 2u);
  keeper_.OnSaved(SaveOutcome::kSaved);
  EXPECT_FALSE(host_.tail.has_value());
}

TEST_F(DraftKeeperTest, HiddenPageWithEverythingSavedKeepsNoTail) {
  Type("a");
  keeper_.SaveNow(false);
  keeper_.OnSaved(SaveOutcome::kSaved);
  keeper_.Hidden();
  EXPECT_FALSE(host_.tail.has_value());
  EXPECT_EQ(host_.saves.size(), 1u);
}

TEST_F(DraftKeeperTest, UnavailableStorageIsNeverWrittenTo) {
  keeper_.Start("form call", DraftRecord(), false, false);
  Type("a");
  Wait(3000);
  keeper_.SaveNow(true);
  keeper_.Hidden();
  EXPECT_TRUE(host_.saves.empty());
  EXPECT_EQ(keeper_.state(), DraftState::kUnavailable);
}

TEST_F(DraftKeeperTest, SlowSaveIsToldWhileItLasts) {
  Type("a");
  Wait(250);
  EXPECT_EQ(keeper_.state(), DraftState::kChanged);
  Wait(DraftKeeper::kSlowMilliseconds);
  EXPECT_EQ(keeper_.state(), DraftState::kSaving);
  keeper_.OnSaved(SaveOutcome::kSaved);
  EXPECT_EQ(keeper_.state(), DraftState::kSaved);
}

TEST_F(DraftKeeperTest, NextTickIsWhenTheSaveIsDue) {
  EXPECT_FALSE(keeper_.NextTick().has_value());
  Type("a");
  EXPECT_EQ(keeper_.NextTick(), 250);
  host_.now += 1900;
  Type("b");
  EXPECT_EQ(keeper_.NextTick(), 100);
}

}  // namespace
}  // namespace muster::client
