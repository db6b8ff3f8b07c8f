#include "server/store/schema.h"

#include <fstream>

#include "gmock/gmock.h"
#include "server/store/sqlite_connection.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

constexpr Migration kFirst = {1, "CREATE TABLE a (x INTEGER) STRICT;"};
constexpr Migration kSecond = {2, "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO b VALUES (5);"};
constexpr Migration kBroken = {2,
                               "CREATE TABLE b (x INTEGER) STRICT; INSERT INTO none VALUES (5);"};

class SchemaTest : public testing::Test {
 protected:
  SchemaTest() {
    const std::string path = folder_.File("muster.db");
    std::ofstream(path).flush();
    connection_ = *SqliteConnection::Open(
        {.path = path, .vfs = "", .busy_timeout = absl::Seconds(1), .cache_kib = 100});
  }
  absl::Status MigrateTo(std::initializer_list<Migration> migrations) {
    return Migrate(*connection_, {migrations.begin(), migrations.end()});
  }
  std::int64_t Ask(std::string_view sql) { return connection_->QueryInteger(sql).value_or(-1); }

  TestFolder folder_;
  std::unique_ptr<SqliteConnection> connection_;
};

TEST_F(SchemaTest, OurMigrationsAreNumberedFromOneWithoutGaps) {
  int number = 0;
  for (const Migration& migration : Migrations()) EXPECT_EQ(migration.number, ++number);
  EXPECT_GT(number, 0);
}

TEST_F(SchemaTest, EachRunsOnceAndInOrder) {
  ASSERT_TRUE(MigrateTo({kFirst}).ok());
  EXPECT_EQ(Ask("PRAGMA user_version"), 1);
  ASSERT_TRUE(MigrateTo({kFirst, kSecond}).ok());
  ASSERT_TRUE(MigrateTo({kFirst, kSecond}).ok());
  EXPECT_EQ(Ask("PRAGMA user_version"), 2);
  EXPECT_EQ(Ask("SELECT sum(x) FROM b"), 5);
}

TEST_F(SchemaTest, OneThatFailsLeavesTheFileAtTheOneBefore) {
  ASSERT_TRUE(MigrateTo({kFirst}).ok());
  const absl::Status failed = MigrateTo({kFirst, kBroken});
  EXPECT_THAT(std::string(failed.message()), testing::StartsWith("migration 2: "));
  EXPECT_EQ(Ask("PRAGMA user_version"), 1);
  EXPECT_EQ(Ask("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
  EXPECT_TRUE(MigrateTo({kFirst, kSecond}).ok());
}

TEST_F(SchemaTest, OnlyAnEmptyFileOrOursOfAKnownNumberIsTaken) {
  const Migration both[] = {kFirst, kSecond};
  EXPECT_TRUE(CheckIsOurs(*connection_, both).ok());
  ASSERT_TRUE(MigrateTo({kFirst, kSecond}).ok());
  EXPECT_TRUE(CheckIsOurs(*connection_, both).ok());
  const Migration one[] = {kFirst};
  EXPECT_THAT(std::string(CheckIsOurs(*connection_, one).message()),
              testing::HasSubstr("newer Muster (schema 2, this one knows 1)"));
  ASSERT_TRUE(connection_->Run("PRAGMA application_id = 7").ok());
  EXPECT_FALSE(CheckIsOurs(*connection_, both).ok());
}

TEST_F(SchemaTest, EachDefinitionThatIsNotOursIsNamed) {
  const Migration both[] = {kFirst, kSecond};
  std::vector<std::string> faults;
  const auto check = [&] {
    faults.clear();
    return CheckDefinitions(*connection_, both,
                            [&faults](std::string_view fault) { faults.emplace_back(fault); });
  };
  ASSERT_TRUE(MigrateTo({kFirst}).ok());
  EXPECT_TRUE(check().ok());
  EXPECT_THAT(faults, testing::IsEmpty());
  ASSERT_TRUE(connection_
                  ->Run("DROP TABLE a; CREATE TABLE a (y INTEGER) STRICT; CREATE TABLE c (x);"
                        "PRAGMA user_version = 2")
                  .ok());
  ASSERT_TRUE(check().ok());
  EXPECT_THAT(faults,
              testing::ElementsAre("the file: a is not defined as this program defines it",
                                   "the file: b is missing", "the file: c is not of this program"));
}

}  // namespace
}  // namespace muster::store
