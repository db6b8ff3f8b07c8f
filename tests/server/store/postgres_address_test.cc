#include "server/store/postgres_address.h"

#include <algorithm>

#include "gmock/gmock.h"

namespace muster::store {
namespace {

std::string Setting(const PostgresAddress& address, std::string_view key) {
  const auto found = std::find_if(address.settings.begin(), address.settings.end(),
                                  [key](const auto& setting) { return setting.first == key; });
  return found == address.settings.end() ? "" : found->second;
}

TEST(PostgresAddressTest, HostsAndDatabaseAreNamedAndNeitherUserNorPassword) {
  const auto address = ParsePostgresAddress("postgres://ada:s%40crat@one:5433,two/muster");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->text, "the PostgreSQL database muster on one:5433,two");
  EXPECT_EQ(Setting(*address, "user"), "ada");
  EXPECT_EQ(Setting(*address, "password"), "s@crat");
  EXPECT_EQ(Setting(*address, "host"), "one,two");
}

TEST(PostgresAddressTest, OnlyAHostThatTakesWritesWillDoWhateverTheAddressSays) {
  const auto address =
      ParsePostgresAddress("postgresql://one/muster?target_session_attrs=any&connect_timeout=9");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(Setting(*address, "target_session_attrs"), "read-write");
  EXPECT_EQ(Setting(*address, "connect_timeout"), "9");
  EXPECT_EQ(Setting(*address, "client_encoding"), "UTF8");
}

TEST(PostgresAddressTest, WhatIsNotSaidIsLeftToTheEnvironment) {
  const auto address = ParsePostgresAddress("postgres://");
  ASSERT_TRUE(address.ok()) << address.status();
  EXPECT_EQ(address->text, "the PostgreSQL database on the default host");
  for (const char* key : {"host", "port", "user", "password", "dbname", "passfile"}) {
    EXPECT_EQ(Setting(*address, key), "") << key;
  }
}

TEST(PostgresAddressTest, AWrongOneIsRefusedAndNotRepeated) {
  for (const char* wrong : {"", "postgres:", "sqlite:x", "host=one",
                            "postgres://ada:s@crat@one/muster", "postgres://ada:1/crat@one/muster",
                            "postgres://one/muster?s@crat=1", "postgres://one:99x/m",
                            "postgres://ada:[crat/muster", "postgres://ada:s%crat@one/muster"}) {
    const auto refused = ParsePostgresAddress(wrong);
    EXPECT_EQ(refused.status().code(), absl::StatusCode::kInvalidArgument) << wrong;
    EXPECT_THAT(std::string(refused.status().message()), testing::Not(testing::HasSubstr("crat")));
  }
}

}  // namespace
}  // namespace muster::store
