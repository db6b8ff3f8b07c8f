#include "server/operations/backup_schedule.h"

#include <filesystem>
#include <fstream>
#include <future>

#include "gmock/gmock.h"
#include "tests/server/services/world.h"
#include "tests/server/store/test_store.h"

namespace muster::operations {
namespace {

using testing::ElementsAre;

constexpr absl::Duration kDay = absl::Hours(24);

class BackupFolderTest : public testing::Test {
 protected:
  BackupFolderTest()
      : backups_(&world_.engine(), [this] { return now_; }),
        folder_({.folder = path_, .every = kDay, .keep = 3}, &backups_, now_) {}

  void MakeFile(const std::string& name) {
    std::filesystem::create_directories(path_);
    std::ofstream(path_ + "/" + name) << "x";
  }
  std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
  }
  std::string MakeCopy() {
    const absl::StatusOr<std::string> made = folder_.MakeCopy(now_);
    EXPECT_TRUE(made.ok()) << made.status();
    return made.value_or("");
  }

  services::World world_;
  store::TestFolder parent_;
  const std::string path_ = parent_.File("copies/of/mine");
  absl::Time now_ = store::At("10:15");
  Backups backups_;
  BackupFolder folder_;
};

TEST_F(BackupFolderTest, TheFirstIsDueAtOnceAndTheNextAfterItsTimeAlsoInANewProgram) {
  EXPECT_EQ(*folder_.NextTime(now_), now_);
  EXPECT_EQ(MakeCopy(), path_ + "/muster-20270101T101500Z.db");
  EXPECT_EQ(*folder_.NextTime(now_ + absl::Hours(1)), now_ + kDay);
  const BackupFolder another({.folder = path_, .every = kDay, .keep = 3}, &backups_, now_);
  EXPECT_EQ(*another.NextTime(now_ + absl::Hours(1)), now_ + kDay);
  EXPECT_EQ(*another.LastTime(now_), now_);
}

TEST_F(BackupFolderTest, TheOldestLeaveWhenANewOneIsThere) {
  for (int day = 0; day < 5; ++day, now_ += kDay) MakeCopy();
  EXPECT_THAT(Names(), ElementsAre("muster-20270103T101500Z.db", "muster-20270104T101500Z.db",
                                   "muster-20270105T101500Z.db"));
}

TEST_F(BackupFolderTest, OneThatCannotBeRemovedIsSaidAndTheOthersLeave) {
  const std::string stuck = "muster-20260101T000000Z.db";
  std::filesystem::create_directories(path_ + "/" + stuck + "/full");
  for (int day = 0; day < 2; ++day, now_ += kDay) MakeCopy();
  for (int day = 2; day < 5; ++day, now_ += kDay) {
    const std::string said(folder_.MakeCopy(now_).status().message());
    EXPECT_THAT(said, testing::HasSubstr("T101500Z.db was made, but can't remove"));
    EXPECT_THAT(said, testing::HasSubstr(path_ + "/" + stuck));
  }
  EXPECT_THAT(Names(), ElementsAre(stuck, "muster-20270103T101500Z.db",
                                   "muster-20270104T101500Z.db", "muster-20270105T101500Z.db"));
}

TEST_F(BackupFolderTest, WhatIsNotOursStays) {
  MakeFile("muster-20200101T101500Z.db.old");
  MakeFile("muster-2020.db");
  MakeFile("notes.txt");
  MakeFile("muster-20200101T101500Z.db.partial-abc123");
  for (int day = 0; day < 4; ++day, now_ += kDay) MakeCopy();
  EXPECT_THAT(Names(), ElementsAre("muster-2020.db", "muster-20200101T101500Z.db.old",
                                   "muster-20270102T101500Z.db", "muster-20270103T101500Z.db",
                                   "muster-20270104T101500Z.db", "notes.txt"));
}

TEST_F(BackupFolderTest, AClockThatWasSetBackNeitherStopsThemNorRemovesTheNewOne) {
  for (int year = 2031; year <= 2035; ++year) {
    MakeFile("muster-" + std::to_string(year) + "0101T000000Z.db");
  }
  EXPECT_EQ(*folder_.NextTime(now_), now_);
  MakeCopy();
  EXPECT_THAT(Names(), testing::Contains("muster-20270101T101500Z.db"));
}

TEST_F(BackupFolderTest, OneOfATimeToComeIsNotTheLastOneAndLeavesFirst) {
  MakeCopy();
  MakeFile("muster-20310101T000000Z.db");
  const BackupFolder folder({.folder = path_, .every = kDay, .keep = 3}, &backups_, now_);
  EXPECT_EQ(backups_.record().last_success_time, now_);
  EXPECT_EQ(*folder.NextTime(now_ + absl::Hours(1)), now_ + kDay);
  for (int day = 1; day < 3; ++day) {
    now_ += kDay;
    MakeCopy();
  }
  EXPECT_THAT(Names(), ElementsAre("muster-20270101T101500Z.db", "muster-20270102T101500Z.db",
                                   "muster-20270103T101500Z.db"));
  EXPECT_EQ(*folder.NextTime(now_ + absl::Hours(1)), now_ + kDay);
}

TEST_F(BackupFolderTest, WhenNoneCanBeMadeNoneLeaves) {
  for (int day = 0; day < 3; ++day, now_ += kDay) MakeCopy();
  backups_.Stop();
  EXPECT_FALSE(folder_.MakeCopy(now_).ok());
  EXPECT_EQ(Names().size(), 3u);
}

TEST_F(BackupFolderTest, AFolderThatCannotBeMadeIsSaidInWords) {
  std::ofstream(parent_.File("copies")) << "a file";
  EXPECT_THAT(std::string(folder_.NextTime(now_).status().message()),
              testing::HasSubstr("can't use the folder"));
}

TEST_F(BackupFolderTest, TheScheduleMakesWhatIsDueAndTellsAndEndsWhenTold) {
  std::promise<std::string> told;
  {
    const BackupSchedule schedule(
        {.folder = path_, .every = kDay, .keep = 3}, &backups_, [this] { return now_; },
        [&](bool ok, const std::string& line) {
          EXPECT_TRUE(ok);
          told.set_value(line);
        });
    EXPECT_THAT(told.get_future().get(), testing::EndsWith("muster-20270101T101500Z.db"));
  }
  EXPECT_THAT(Names(), ElementsAre("muster-20270101T101500Z.db"));
  EXPECT_EQ(backups_.record().last_success_time, now_);
}

TEST_F(BackupFolderTest, TheScheduleTellsOfOneThatCouldNotBeMade) {
  std::ofstream(parent_.File("copies")) << "a file";
  std::promise<bool> told;
  const BackupSchedule schedule(
      {.folder = path_, .every = kDay, .keep = 3}, &backups_, [this] { return now_; },
      [&](bool ok, const std::string&) { told.set_value(ok); });
  EXPECT_FALSE(told.get_future().get());
}

TEST_F(BackupFolderTest, TheScheduleKnowsOfCopiesOfAnEarlierStart) {
  MakeCopy();
  Backups later(&world_.engine(), [this] { return now_; });
  const BackupSchedule schedule(
      {.folder = path_, .every = kDay, .keep = 3}, &later, [this] { return now_; },
      [](bool, const std::string&) {});
  EXPECT_EQ(later.record().last_success_time, now_);
}

}  // namespace
}  // namespace muster::operations
