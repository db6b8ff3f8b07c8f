// A data file of every past schema, as it was written then, opens, goes on and verifies; however
// the power goes while it is brought up to date.
#include <sqlite3.h>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "server/operations/restore.h"
#include "server/operations/verify.h"
#include "server/store/request_ids.h"
#include "server/store/schema.h"
#include "server/store/sqlite_connection.h"
#include "server/store/sqlite_copy.h"
#include "server/store/sqlite_engine.h"
#include "server/store/uuid.h"
#include "tests/read_file.h"
#include "tests/server/store/simulated_disk.h"
#include "tests/server/store/test_store.h"

namespace muster::operations {
namespace {

// As every past file has it.
constexpr char kRequestId[] = "01936f4a-5b00-7000-8000-000000000000";

std::string PastFile(int schema) {
  return absl::StrFormat("tests/server/operations/past_schemas/%04d.sql", schema);
}

std::vector<int> PastSchemas() {
  std::vector<int> schemas;
  for (const store::Migration& migration : store::Migrations()) schemas.push_back(migration.number);
  schemas.pop_back();
  return schemas;
}

class UpgradeTest : public testing::TestWithParam<int> {
 protected:
  // Writes the past file where there is none.
  void Load(const std::string& path, const std::string& vfs = "") {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                              vfs.empty() ? nullptr : vfs.c_str()),
              SQLITE_OK);
    const std::string sql = ReadFile(PastFile(GetParam()));
    ASSERT_FALSE(sql.empty()) << "each released schema leaves a file: " << PastFile(GetParam());
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  static void ExpectWhole(store::Engine& engine) {
    const absl::StatusOr<VerifyReport> report = Verify(engine);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->ok()) << InWords(*report);
    EXPECT_EQ(report->submission_count, 3);
    EXPECT_EQ(report->booking_count, 2);
  }

  store::TestFolder folder_;
};

TEST_P(UpgradeTest, APastFileOpensAndVerifiesAndItsRequestIdsHold) {
  Load(folder_.File("muster.db"));
  const auto engine = store::OpenSqlite({.path = folder_.File("muster.db")});
  ASSERT_TRUE(engine.ok()) << engine.status();
  ExpectWhole(**engine);
  const absl::Status read = (*engine)->Read([](store::Transaction& transaction) {
    return store::FindRequestId(transaction, {.request_id = *store::ParseUuid(kRequestId),
                                              .kind = "submissions",
                                              .parent_name = "calls/past",
                                              .content_sha256 = std::string(32, 'x')})
        .status();
  });
  EXPECT_TRUE(absl::IsAlreadyExists(read)) << read;
}

TEST_P(UpgradeTest, APastCopyRestoresAndIsOtherwiseOnlyLookedIntoWithAWord) {
  Load(folder_.File("copy.db"));
  const std::string before = ReadFile(folder_.File("copy.db"));
  const absl::Status refused = store::OpenSqliteToRead(folder_.File("copy.db")).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused));
  EXPECT_THAT(std::string(refused.message()), testing::HasSubstr("an older Muster (schema "));
  const absl::StatusOr<Restored> restored =
      Restore({.from = folder_.File("copy.db"), .data_file = folder_.File("muster.db")},
              store::At("10:00"));
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->report.submission_count, 3);
  EXPECT_EQ(ReadFile(folder_.File("copy.db")), before);
}

// The process is killed, or the power goes, at each change of the disk that the upgrade makes.
TEST_P(UpgradeTest, AnUpgradeThatEndsAnywhereIsThereOrNotAndTheNextOneFinishesIt) {
  const std::uint64_t seed = store::Seed();
  int ends = 0;
  for (const store::End end : {store::End::kKill, store::End::kPowerCut}) {
    for (std::int64_t change = 1;; ++change) {
      store::SimulatedDisk disk(seed + static_cast<std::uint64_t>(change));
      Load(disk.path(), store::SimulatedDisk::kVfs);
      const store::SqliteOptions options = {
          .path = disk.path(), .vfs = store::SimulatedDisk::kVfs, .disk = &disk};
      ASSERT_TRUE(disk.SyncFolder(store::FolderOf(disk.path())).ok());
      disk.Restart(store::End::kKill);
      disk.EndAt(change, end);
      { const auto first = store::OpenSqlite(options); }
      const bool has_ended = disk.HasEnded();
      disk.Restart(end);
      {
        const auto second = store::OpenSqlite(options);
        ASSERT_TRUE(second.ok()) << "ended at change " << change << ": " << second.status();
        ExpectWhole(**second);
      }
      disk.Restart(store::End::kKill);
      if (!has_ended) break;
      ++ends;
    }
  }
  std::printf("%d ends\n", ends);
  EXPECT_GT(ends, 10);
}

INSTANTIATE_TEST_SUITE_P(Schemas, UpgradeTest, testing::ValuesIn(PastSchemas()));

}  // namespace
}  // namespace muster::operations
