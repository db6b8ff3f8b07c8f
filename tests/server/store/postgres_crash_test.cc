// The engine while its PostgreSQL crashes: what it tells, and what is there afterwards.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "server/store/postgres_engine.h"
#include "tests/server/store/postgres_server.h"

namespace muster::store {
namespace {

// Acknowledges under load until the server crashes; gives how many of these are lost.
std::int64_t LostInACrash(const std::string& synchronous_commit) {
  PostgresServer server;
  const std::string database = server.MakeDatabase();
  PostgresOptions options;
  options.address = *ParsePostgresAddress(server.Address(database));
  options.session.synchronous_commit = synchronous_commit;
  options.patience = absl::Seconds(1);
  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenPostgres(options);
  EXPECT_TRUE(engine.ok()) << engine.status();
  server.Ask("CREATE TABLE items (key TEXT PRIMARY KEY, number BIGINT)", database);
  std::atomic<bool> stopping = false;
  std::atomic<std::int64_t> acknowledged = 0;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 8; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; !stopping; ++i) {
        const std::string key = absl::StrCat(writer, "-", i);
        const absl::Status put = (*engine)->WriteAndWait([&key](Transaction& transaction) {
          return transaction.Change("INSERT INTO items (key, number) VALUES ($1, 1)", {key})
              .status();
        });
        if (put.ok()) ++acknowledged;
      }
    });
  }
  while (acknowledged < 500) std::this_thread::yield();
  server.Crash();
  stopping = true;
  for (std::thread& writer : writers) writer.join();
  server.Start();
  const std::int64_t kept = std::stoll(server.Ask("SELECT count(*) FROM items", database));
  std::printf("synchronous_commit=%s: %ld acknowledged, %ld kept\n", synchronous_commit.c_str(),
              static_cast<long>(acknowledged), static_cast<long>(kept));
  return std::max<std::int64_t>(acknowledged - kept, 0);
}

TEST(PostgresCrashTest, ItsStatusTellsWhileTheDatabaseIsAwayAndThatItIsBackAlsoIfNobodyWrites) {
  PostgresServer server;
  const std::string database = server.MakeDatabase();
  const auto engine = OpenPostgres(
      {.address = *ParsePostgresAddress(server.Address(database)), .patience = absl::Seconds(1)});
  ASSERT_TRUE(engine.ok()) << engine.status();
  const auto write = [&] {
    return (*engine)->WriteAndWait([](Transaction& transaction) {
      return transaction.Query("SELECT 1", {}, [](const Row&) { return absl::OkStatus(); });
    });
  };
  ASSERT_TRUE(write().ok());
  EXPECT_EQ((*engine)->Status().read_only_reason, "");
  server.Crash();
  EXPECT_FALSE(write().ok());
  EXPECT_EQ((*engine)->Status().read_only_reason, "the database can't be reached");
  server.Start();
  const absl::Time until = absl::Now() + absl::Seconds(60);
  while ((*engine)->Status().read_only_reason != "" && absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ((*engine)->Status().read_only_reason, "");
  EXPECT_TRUE(write().ok());
}

TEST(PostgresCrashTest, WhatWasAcknowledgedIsThereAfterACrash) { EXPECT_EQ(LostInACrash("on"), 0); }

TEST(PostgresCrashTest, ControlCommitsThatDoNotWaitForTheDiskAreLost) {
  EXPECT_GT(LostInACrash("off"), 0);
}

}  // namespace
}  // namespace muster::store
