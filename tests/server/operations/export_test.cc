// A store as JSON lines and back.
#include <sys/stat.h>

#include <fstream>

#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "server/operations/export_file.h"
#include "server/operations/tables.h"
#include "server/store/secrets.h"
#include "server/store/sqlite_connection.h"
#include "server/store/sqlite_engine.h"
#include "tests/read_file.h"
#include "tests/server/services/world.h"
#include "tests/server/store/test_store.h"

namespace muster::operations {
namespace {

using testing::HasSubstr;

// More rows than are read together, of every table.
void Fill(services::World& world) {
  v1::Conference conference = services::SampleConference();
  conference.set_place_count(500);
  world.Apply(conference);
  for (int number = 1; number <= 150; ++number) {
    ASSERT_TRUE(world.Create(services::GoodSubmission(number)).ok());
    ASSERT_TRUE(world.Create(services::GoodBooking(1000 + number)).ok());
  }
  v1::Call call = services::SampleCall();
  call.set_name("calls/another");
  call.set_title("Ŵyth \"quoted\" \\ line\nend 🧑‍⚕️");
  world.Apply(call);
}

// A round trip through an empty store of each kind of engine.
class ExportTest : public store::EngineTest {
 protected:
  ExportTest() { Fill(world_); }

  std::string ExportFrom(store::Engine& engine, const std::string& name) {
    const absl::StatusOr<std::int64_t> rows = Export(engine, folder_.File(name));
    EXPECT_TRUE(rows.ok()) << rows.status();
    return folder_.File(name);
  }
  std::string Edited(const std::string& file,
                     std::initializer_list<std::pair<absl::string_view, absl::string_view>> edits) {
    const std::string edited = folder_.File("edited.jsonl");
    std::ofstream(edited) << absl::StrReplaceAll(ReadFile(file), edits);
    return edited;
  }
  void ExpectRefusedAndNothingThere(const std::string& file, absl::StatusCode code,
                                    const std::string& words) {
    const absl::Status refused = Import(file, engine()).status();
    EXPECT_EQ(refused.code(), code) << refused;
    EXPECT_THAT(std::string(refused.message()), HasSubstr(words));
    for (const Table& table : Tables()) EXPECT_EQ(store::Count(engine(), table.count), 0);
  }

  services::World world_;
  store::TestFolder folder_;
};

TEST_P(ExportTest, ExportImportExportGivesTheSameBytes) {
  const std::string first = ExportFrom(world_.engine(), "first.jsonl");
  const absl::StatusOr<VerifyReport> report = Import(first, engine());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->submission_count, 150);
  const std::string second = ExportFrom(engine(), "second.jsonl");
  EXPECT_EQ(ReadFile(first), ReadFile(second));
  EXPECT_THAT(ReadFile(first), HasSubstr("{\"calls\":{\"name\":\"calls/another\",\"revision\":1,"));
}

TEST_P(ExportTest, AnImportedStoreGoesOn) {
  ASSERT_TRUE(Import(ExportFrom(world_.engine(), "first.jsonl"), engine()).ok());
  store::BookingStore bookings(&engine());
  store::NewBooking wanted = store::SampleBooking("Ada", store::RequestId(7), world_.now());
  wanted.parent = services::kConferenceName;
  wanted.content_sha256.assign(32, 'x');
  const auto booked = store::Create(bookings, wanted);
  ASSERT_TRUE(booked.ok()) << booked.status();
  EXPECT_EQ(store::Count(engine(), "SELECT max(sequence) FROM events"),
            store::Count(world_.engine(), "SELECT max(sequence) FROM events") + 1);
  // The keys that senders hold still fit.
  const auto secret = [&](store::Engine& of) { return *store::AccessKeySecret(of, world_.now()); };
  EXPECT_EQ(secret(engine()), secret(world_.engine()));
}

TEST_P(ExportTest, AnExportIsForItsOwnerAloneAndReplacesNothing) {
  const std::string file = ExportFrom(world_.engine(), "first.jsonl");
  struct stat information;
  ASSERT_EQ(stat(file.c_str(), &information), 0);
  EXPECT_EQ(information.st_mode & 0777, 0600u);
  EXPECT_TRUE(absl::IsAlreadyExists(Export(world_.engine(), file).status()));
}

TEST_P(ExportTest, OnlyAnEmptyStoreIsImportedInto) {
  const std::string file = ExportFrom(world_.engine(), "first.jsonl");
  ASSERT_TRUE(store::CallStore(&engine()).Apply(store::SampleCall(), store::At("10:00")).ok());
  const absl::Status refused = Import(file, engine()).status();
  EXPECT_TRUE(absl::IsFailedPrecondition(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()), HasSubstr("it has 1 calls"));
  EXPECT_EQ(store::Count(engine(), "SELECT count(*) FROM submissions"), 0);
}

TEST_P(ExportTest, AFileThatIsNotWholeOrNotAsItWasIsRefusedAndNothingOfItStays) {
  const std::string file = ExportFrom(world_.engine(), "first.jsonl");
  const auto kInvalid = absl::StatusCode::kInvalidArgument;
  const std::string whole = ReadFile(file);
  {
    std::ofstream(folder_.File("cut.jsonl")) << whole.substr(0, whole.size() * 2 / 3);
    ExpectRefusedAndNothingThere(folder_.File("cut.jsonl"), kInvalid, "the file ends");
  }
  {
    const std::string begin = "{\"bookings\"";
    std::string without = whole;
    const std::size_t at = without.find(begin);
    without.erase(at, without.find('\n', at) + 1 - at);
    std::ofstream(folder_.File("without.jsonl")) << without;
    ExpectRefusedAndNothingThere(folder_.File("without.jsonl"), kInvalid, "not those that were");
  }
  std::ofstream(folder_.File("more.jsonl")) << whole << whole.substr(0, whole.find('\n') + 1);
  ExpectRefusedAndNothingThere(folder_.File("more.jsonl"), kInvalid, "after the end");
  std::ofstream(folder_.File("long.jsonl")) << std::string(20 << 20, 'x');
  ExpectRefusedAndNothingThere(folder_.File("long.jsonl"), kInvalid, ":1: ");
  ExpectRefusedAndNothingThere(Edited(file, {{"calls/another", "calls/anothex"}}), kInvalid,
                               "not those that were exported");
  ExpectRefusedAndNothingThere(Edited(file, {{"\"revision\":1", "\"revision\":\"1\""}}), kInvalid,
                               ":3: it is no line of an export");
  ExpectRefusedAndNothingThere(Edited(file, {{"{\"calls\":", "{\"cells\":"}}), kInvalid,
                               "it is no line");
  ExpectRefusedAndNothingThere(Edited(file, {{"\"schema\":", "\"schema\":9"}}), kInvalid,
                               ":1: was exported in format 1 from schema 9");
  ExpectRefusedAndNothingThere(folder_.File("none"), absl::StatusCode::kNotFound, "can't open");
}

TEST_P(ExportTest, WhatIsNotSoundIsNotImported) {
  {
    const auto connection = store::SqliteConnection::Open(
        {.path = world_.data_file(), .busy_timeout = absl::Seconds(5), .cache_kib = 100});
    ASSERT_TRUE((*connection)->Run("UPDATE conference_places SET places_taken = 3").ok());
  }
  ExpectRefusedAndNothingThere(ExportFrom(world_.engine(), "first.jsonl"),
                               absl::StatusCode::kDataLoss, "has 3 places taken and 150 bookings");
}

INSTANTIATE_TEST_SUITE_P(Engines, ExportTest, testing::ValuesIn(store::EngineKinds()),
                         store::EngineName);

TEST(TablesTest, AreAllTablesAndAllColumnsOfTheSchema) {
  store::TestFolder folder;
  ASSERT_TRUE(store::OpenSqlite({.path = folder.File("muster.db")}).ok());
  const auto connection = store::SqliteConnection::Open(
      {.path = folder.File("muster.db"), .busy_timeout = absl::Seconds(5), .cache_kib = 100});
  const auto texts = [&](const std::string& sql) {
    std::vector<std::string> found;
    EXPECT_TRUE((*connection)
                    ->Query(sql, {},
                            [&](const store::Row& row) {
                              found.emplace_back(row.Text(0));
                              return absl::OkStatus();
                            })
                    .ok());
    return found;
  };
  std::vector<std::string> names;
  for (const Table& table : Tables()) {
    names.emplace_back(table.name);
    std::vector<std::string> columns;
    for (const Column& column : table.columns) columns.emplace_back(column.name);
    EXPECT_EQ(texts("SELECT name FROM pragma_table_info('" + names.back() + "') ORDER BY cid"),
              columns);
  }
  // Left behind: it passes within days, and only who holds its key can read it.
  names.emplace_back("form_drafts");
  EXPECT_THAT(texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND "
                    "name NOT LIKE 'sqlite_%'"),
              testing::UnorderedElementsAreArray(names));
}

}  // namespace
}  // namespace muster::operations
