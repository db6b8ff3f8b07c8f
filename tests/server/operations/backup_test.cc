// Copies of a store, and putting one back.
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "gmock/gmock.h"
#include "server/operations/backups.h"
#include "server/operations/restore.h"
#include "server/store/conference_store.h"
#include "server/store/sqlite_copy.h"
#include "server/store/sqlite_engine.h"
#include "tests/read_file.h"
#include "tests/server/services/world.h"
#include "tests/server/store/test_store.h"

namespace muster::operations {
namespace {

using testing::HasSubstr;

std::vector<std::string> NamesIn(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class BackupTest : public testing::Test {
 protected:
  BackupTest() : backups_(&world_.engine(), [this] { return world_.now(); }) {}

  void Book(int number) {
    const auto booked = world_.Create(services::GoodBooking(number));
    EXPECT_TRUE(booked.ok()) << booked.status();
  }
  std::string MakeCopy(const std::string& name) {
    const absl::Status made = backups_.Make(folder_.File(name));
    EXPECT_TRUE(made.ok()) << made;
    return folder_.File(name);
  }
  static VerifyReport ReportOf(const std::string& copy) {
    const auto engine = store::OpenSqliteToRead(copy);
    EXPECT_TRUE(engine.ok()) << engine.status();
    if (!engine.ok()) return {};
    absl::StatusOr<VerifyReport> report = Verify(**engine);
    EXPECT_TRUE(report.ok()) << report.status();
    return report.ok() ? *std::move(report) : VerifyReport();
  }
  absl::StatusOr<Restored> RestoreFrom(const std::string& copy, bool replace = false) {
    return Restore({.from = copy, .data_file = folder_.File("data.db"), .replace = replace},
                   services::London("2027-01-13 09:00:00"));
  }

  services::World world_;
  store::TestFolder folder_;
  Backups backups_;
};

TEST_F(BackupTest, ACopyIsOneFileForItsOwnerAloneThatVerifies) {
  Book(1);
  const std::string copy = MakeCopy("copy.db");
  EXPECT_THAT(NamesIn(folder_.path()), testing::ElementsAre("copy.db"));
  struct stat information;
  ASSERT_EQ(stat(copy.c_str(), &information), 0);
  EXPECT_EQ(information.st_mode & 0777, 0600u);
  // No log belongs to it: bytes 18 and 19 of a file with one are 2.
  EXPECT_EQ(ReadFile(copy).substr(18, 2), std::string("\x01\x01"));
  EXPECT_EQ(InWords(ReportOf(copy)), InWords(*Verify(world_.engine())));
  EXPECT_THAT(NamesIn(folder_.path()), testing::ElementsAre("copy.db"));
  EXPECT_EQ(backups_.record().last_success_time, world_.now());
}

TEST_F(BackupTest, ACopyTakenUnderLoadIsOneMomentOfTheStore) {
  v1::Conference conference = services::SampleConference();
  conference.set_place_count(1000);
  world_.Apply(conference);
  std::atomic<bool> stopping = false;
  std::atomic<int> booked = 0;
  std::thread load([&] {
    for (int number = 1; !stopping && number <= 400; ++number, ++booked) {
      Book(number);
      v1::CreateSubmissionRequest request = services::GoodSubmission(1000 + number);
      request.mutable_content()->set_information_outside_themes(std::string(3000, 'x'));
      EXPECT_TRUE(world_.Create(request).ok());
    }
  });
  for (int round = 0; round < 5; ++round) {
    const int before = booked;
    const VerifyReport report = ReportOf(MakeCopy("copy" + std::to_string(round)));
    EXPECT_TRUE(report.ok()) << InWords(report);
    EXPECT_GE(report.booking_count, before);
    EXPECT_LE(report.booking_count - report.submission_count, 1);
  }
  stopping = true;
  load.join();
}

TEST_F(BackupTest, AFileThatIsThereIsLeftAsItIs) {
  std::ofstream(folder_.File("copy.db")) << "precious";
  EXPECT_TRUE(absl::IsAlreadyExists(backups_.Make(folder_.File("copy.db"))));
  EXPECT_EQ(ReadFile(folder_.File("copy.db")), "precious");
  EXPECT_EQ(backups_.record().failure_count, 1);
  EXPECT_THAT(NamesIn(folder_.path()), testing::ElementsAre("copy.db"));
}

TEST_F(BackupTest, OneThatIsGivenUpLeavesNothing) {
  const absl::Status made = world_.engine().CopyTo(folder_.File("copy.db"), [] { return false; });
  EXPECT_TRUE(absl::IsCancelled(made)) << made;
  EXPECT_THAT(NamesIn(folder_.path()), testing::IsEmpty());
  backups_.Stop();
  EXPECT_TRUE(absl::IsCancelled(backups_.Make(folder_.File("copy.db"))));
}

TEST_F(BackupTest, AFolderThatCannotBeWrittenIsSaidInWords) {
  const absl::Status made = backups_.Make(folder_.File("none/copy.db"));
  EXPECT_THAT(std::string(made.message()), HasSubstr("none/copy.db"));
}

TEST_F(BackupTest, ARestoredStoreIsTheOneThatWasCopied) {
  Book(1);
  const std::string copy = MakeCopy("copy.db");
  Book(2);
  const absl::StatusOr<Restored> restored = RestoreFrom(copy);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->report.booking_count, 1);
  EXPECT_EQ(restored->aside, "");
  EXPECT_THAT(NamesIn(folder_.path()), testing::ElementsAre("copy.db", "data.db"));
  const auto engine = store::OpenSqlite({.path = folder_.File("data.db")});
  ASSERT_TRUE(engine.ok()) << engine.status();
  EXPECT_EQ(store::Count(**engine, "SELECT count(*) FROM bookings"), 1);
}

TEST_F(BackupTest, ARestoreOverADataFileNeedsAWordAndKeepsWhatWasThere) {
  const std::string copy = MakeCopy("copy.db");
  std::filesystem::copy_file(MakeCopy("other.db"), folder_.File("data.db"));
  std::ofstream(folder_.File("data.db-wal")) << "a log that was left";
  const std::string before = ReadFile(folder_.File("data.db"));
  EXPECT_TRUE(absl::IsAlreadyExists(RestoreFrom(copy).status()));
  EXPECT_EQ(ReadFile(folder_.File("data.db")), before);

  const absl::StatusOr<Restored> restored = RestoreFrom(copy, true);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->aside, folder_.File("data.db.before-restore-20270113T090000Z"));
  EXPECT_EQ(ReadFile(restored->aside), before);
  EXPECT_EQ(ReadFile(restored->aside + "-wal"), "a log that was left");
  EXPECT_FALSE(std::filesystem::exists(folder_.File("data.db-wal")));
  EXPECT_TRUE(ReportOf(folder_.File("data.db")).ok());
}

TEST_F(BackupTest, ALogThatWasLeftAloneIsPutAsideAndNotPlayedIntoTheCopy) {
  const std::string copy = MakeCopy("copy.db");
  {
    // As a crash leaves them: what was booked is in the log alone.
    auto engine = store::OpenSqlite({.path = folder_.File("old.db")});
    ASSERT_TRUE(engine.ok()) << engine.status();
    ASSERT_TRUE(store::ConferenceStore(engine->get())
                    .Apply(services::SampleConference(), world_.now())
                    .ok());
    std::filesystem::copy_file(folder_.File("old.db-wal"), folder_.File("data.db-wal"));
  }
  const std::string log = ReadFile(folder_.File("data.db-wal"));
  const absl::Status refused = RestoreFrom(copy).status();
  EXPECT_TRUE(absl::IsAlreadyExists(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("data.db-wal exists"));

  const absl::StatusOr<Restored> restored = RestoreFrom(copy, true);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->aside, folder_.File("data.db.before-restore-20270113T090000Z-wal"));
  EXPECT_EQ(ReadFile(restored->aside), log);
  EXPECT_FALSE(std::filesystem::exists(folder_.File("data.db-wal")));
  EXPECT_TRUE(ReportOf(folder_.File("data.db")).ok());
}

TEST_F(BackupTest, WhatWasPutAsideForNothingIsPutBack) {
  const std::string copy = MakeCopy("copy.db");
  std::filesystem::copy_file(copy, folder_.File("data.db"));
  std::ofstream(folder_.File("data.db-wal")) << "a log that was left";
  // The log can be put aside, the data file can't.
  std::ofstream(folder_.File("data.db.before-restore-20270113T090000Z")) << "of another restore";
  const std::vector<std::string> before = NamesIn(folder_.path());
  EXPECT_TRUE(absl::IsAlreadyExists(RestoreFrom(copy, true).status()));
  EXPECT_EQ(NamesIn(folder_.path()), before);
  EXPECT_EQ(ReadFile(folder_.File("data.db-wal")), "a log that was left");
}

TEST_F(BackupTest, LookingIntoAStoreLeavesNothingBesideIt) {
  std::filesystem::create_directory(folder_.File("100%?#"));
  ASSERT_TRUE(RestoreFrom(MakeCopy("100%?#/copy.db")).ok());
  EXPECT_TRUE(ReportOf(folder_.File("data.db")).ok());
  EXPECT_TRUE(ReportOf(folder_.File("100%?#/copy.db")).ok());
  EXPECT_THAT(NamesIn(folder_.path()), testing::ElementsAre("100%?#", "data.db"));
  EXPECT_THAT(NamesIn(folder_.File("100%?#")), testing::ElementsAre("copy.db"));
}

TEST_F(BackupTest, AServedStoreIsNotReplaced) {
  const std::string copy = MakeCopy("copy.db");
  const absl::StatusOr<Restored> restored =
      Restore({.from = copy, .data_file = world_.data_file(), .replace = true}, world_.now());
  EXPECT_TRUE(absl::IsUnavailable(restored.status())) << restored.status();
}

TEST_F(BackupTest, ADamagedCopyIsNotPutInPlace) {
  Book(1);
  const std::string copy = MakeCopy("copy.db");
  {
    const auto engine = store::OpenSqlite({.path = copy});
    ASSERT_TRUE((*engine)
                    ->WriteAndWait([](store::Transaction& transaction) {
                      return transaction.Change("UPDATE bookings SET state = 2", {}).status();
                    })
                    .ok());
  }
  const absl::StatusOr<Restored> restored = RestoreFrom(copy);
  EXPECT_TRUE(absl::IsDataLoss(restored.status()));
  EXPECT_THAT(std::string(restored.status().message()),
              HasSubstr("is in another state than the log says"));
  EXPECT_THAT(NamesIn(folder_.path()), testing::Each(testing::StartsWith("copy.db")));
}

TEST_F(BackupTest, AFileThatIsNoStoreIsRefused) {
  std::ofstream(folder_.File("copy.db")) << std::string(5000, 'x');
  EXPECT_TRUE(absl::IsFailedPrecondition(RestoreFrom(folder_.File("copy.db")).status()));
  EXPECT_TRUE(absl::IsNotFound(RestoreFrom(folder_.File("none.db")).status()));
}

}  // namespace
}  // namespace muster::operations
