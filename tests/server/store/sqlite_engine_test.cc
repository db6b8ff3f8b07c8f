// What sqlite_engine.h promises beyond engine.h: of the disk, of its file, and of its bounds.
#include "server/store/sqlite_engine.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "server/error.h"
#include "server/store/sqlite_sync_guard.h"
#include "tests/server/store/hooked_vfs.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

using testing::HasSubstr;

absl::Status Append(Transaction& transaction, std::string_view name) {
  return transaction
      .Change("INSERT INTO secrets (name, value, create_time_us) VALUES ($1, $2, 0)",
              {name, Bytes{"secret"}})
      .status();
}

class SqliteEngineTest : public testing::Test {
 protected:
  std::unique_ptr<Engine> Open(SqliteOptions options = {}) {
    options.path = path_;
    absl::StatusOr<std::unique_ptr<Engine>> engine = OpenSqlite(options);
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }
  absl::Status OpenFails() { return OpenSqlite({.path = path_}).status(); }

  // Runs statements on the file with SQLite itself.
  void Sql(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
  }
  // What a query gives on a connection that is not the engine's.
  std::string Ask(const std::string& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open(path_.c_str(), &database), SQLITE_OK);
    std::string answer;
    sqlite3_exec(
        database, sql.c_str(),
        [](void* result, int, char** values, char**) {
          *static_cast<std::string*>(result) = values[0] == nullptr ? "NULL" : values[0];
          return 0;
        },
        &answer, nullptr);
    sqlite3_close(database);
    return answer;
  }
  std::uintmax_t LogBytes() {
    std::error_code none;
    const std::uintmax_t size = std::filesystem::file_size(path_ + "-wal", none);
    return none ? 0 : size;
  }

  TestFolder folder_;
  const std::string path_ = folder_.File("muster.db");
};

TEST_F(SqliteEngineTest, TheFileIsForItsOwnerAloneAndSaysWhatItIs) {
  std::unique_ptr<Engine> engine = Open();
  for (const char* ending : {"", "-wal", "-shm"}) {
    struct stat information;
    ASSERT_EQ(stat((path_ + ending).c_str(), &information), 0) << ending;
    EXPECT_EQ(information.st_mode & 0777, 0600u) << ending;
  }
  EXPECT_EQ(Ask("PRAGMA application_id"), std::to_string(0x4d555354));
  EXPECT_EQ(Ask("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(Count(*engine, "PRAGMA synchronous"), 2);
  EXPECT_EQ(Count(*engine, "PRAGMA foreign_keys"), 1);
}

TEST_F(SqliteEngineTest, TablesAreStrict) {
  std::unique_ptr<Engine> engine = Open();
  EXPECT_EQ(Count(*engine,
                  "SELECT count(*) FROM pragma_table_list "
                  "WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND NOT strict"),
            0);
}

TEST_F(SqliteEngineTest, AnotherConnectionSeesTheWriteBeforeItIsAnswered) {
  std::unique_ptr<Engine> engine = Open();
  std::promise<std::string> seen;
  engine->Write([](Transaction& transaction) { return Append(transaction, "a"); },
                [&](absl::Status) { seen.set_value(Ask("SELECT count(*) FROM secrets")); });
  EXPECT_EQ(seen.get_future().get(), "1");
}

TEST_F(SqliteEngineTest, NothingIsAnsweredBeforeItsSync) {
  std::atomic<int> syncs = 0;
  std::atomic<bool> hold = false;
  std::promise<void> syncing;
  std::promise<void> go_on;
  std::shared_future<void> may_go_on(go_on.get_future());
  RegisterHookedVfs([&] {
    ++syncs;
    if (hold.exchange(false)) {
      syncing.set_value();
      may_go_on.wait();
    }
    return true;
  });
  std::unique_ptr<Engine> engine = Open({.vfs = kHookedVfs});
  std::atomic<bool> answered = false;
  std::promise<void> answer;
  hold = true;
  engine->Write([](Transaction& transaction) { return Append(transaction, "a"); },
                [&](absl::Status status) {
                  EXPECT_TRUE(status.ok());
                  answered = true;
                  answer.set_value();
                });
  ASSERT_EQ(syncing.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  EXPECT_FALSE(answered);
  go_on.set_value();
  answer.get_future().wait();
  EXPECT_GT(syncs, 0);
  engine.reset();
}

TEST_F(SqliteEngineTest, ManyWaitingWritesShareOneSync) {
  std::atomic<int> syncs = 0;
  RegisterHookedVfs([&] {
    ++syncs;
    return true;
  });
  std::unique_ptr<Engine> engine = Open({.vfs = kHookedVfs});
  BusyWriter busy(*engine);
  const int before = syncs;
  for (int i = 0; i < 200; ++i) {
    engine->Write([i](Transaction& transaction) { return Append(transaction, std::to_string(i)); },
                  [](absl::Status status) { EXPECT_TRUE(status.ok()); });
  }
  busy.LetGo();
  ASSERT_TRUE(engine->WriteAndWait([](Transaction&) { return absl::OkStatus(); }).ok());
  EXPECT_LE(syncs - before, 3);
  EXPECT_EQ(Count(*engine, "SELECT count(*) FROM secrets"), 200);
  engine.reset();
}

TEST_F(SqliteEngineTest, WhatComesWhileABatchRunsIsInItsCommitAsFarAsItHasRoom) {
  std::vector<int> commits;
  SqliteOptions options;
  options.batch_capacity = 4;
  options.commit_observer = [&commits](const CommitRecord& commit) {
    commits.push_back(commit.write_count);
  };
  std::unique_ptr<Engine> engine = Open(options);
  BusyWriter busy(*engine);
  for (int i = 0; i < 5; ++i) {
    engine->Write([i](Transaction& transaction) { return Append(transaction, std::to_string(i)); },
                  [](absl::Status status) { EXPECT_TRUE(status.ok()); });
  }
  busy.LetGo();
  engine.reset();
  EXPECT_THAT(commits, testing::ElementsAre(4, 2));
  EXPECT_EQ(Ask("SELECT count(*) FROM secrets"), "5");
}

TEST_F(SqliteEngineTest, AFailedSyncEndsTheProcess) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        std::atomic<bool> fail = false;
        RegisterHookedVfs([&] { return !fail; });
        std::unique_ptr<Engine> engine = Open({.vfs = kHookedVfs});
        fail = true;
        engine->WriteAndWait([](Transaction& transaction) { return Append(transaction, "a"); })
            .IgnoreError();
        _exit(0);
      },
      testing::ExitedWithCode(kSyncFailedExitStatus), "could not sync");
}

TEST_F(SqliteEngineTest, AFullQueueRefusesWithARetryDelayAndRunsNothing) {
  std::unique_ptr<Engine> engine = Open({.queue_capacity = 3});
  BusyWriter busy(*engine);
  std::atomic<int> stored = 0;
  absl::Status refused;
  for (int i = 0; i < 3; ++i) {
    engine->Write([i](Transaction& transaction) { return Append(transaction, std::to_string(i)); },
                  [&](absl::Status status) {
                    if (status.ok()) {
                      ++stored;
                    } else {
                      refused = status;
                    }
                  });
  }
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STORE_BUSY);
  EXPECT_GT(RetryDelayOf(refused).value_or(absl::ZeroDuration()), absl::ZeroDuration());
  busy.LetGo();
  engine.reset();
  EXPECT_EQ(stored, 2);
  EXPECT_EQ(Ask("SELECT count(*) FROM secrets"), "2");
}

TEST_F(SqliteEngineTest, WhenEveryReaderIsBusyAReadIsRefusedInTime) {
  std::unique_ptr<Engine> engine = Open({.reader_count = 1, .busy_timeout = absl::Milliseconds(1)});
  absl::Status inner;
  ASSERT_TRUE(engine
                  ->Read([&](Transaction&) {
                    inner = engine->Read([](Transaction&) { return absl::OkStatus(); });
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_EQ(ReasonOf(inner), v1::ERROR_REASON_STORE_BUSY);
}

TEST_F(SqliteEngineTest, ABatchIsMendedWhenSqliteUndoesItForOneOfThem) {
  std::unique_ptr<Engine> engine = Open();
  std::atomic<int> stored = 0;
  BusyWriter busy(*engine);
  for (int i = 0; i < 10; ++i) {
    engine->Write(
        [i](Transaction& transaction) -> absl::Status {
          absl::Status appended = Append(transaction, std::to_string(i));
          if (i != 5) return appended;
          // What SQLite does by itself on a full disk.
          return transaction.Change("ROLLBACK", {}).status();
        },
        [&, i](absl::Status status) {
          EXPECT_EQ(status.ok(), i != 5) << i << status;
          stored += status.ok() ? 1 : 0;
        });
  }
  busy.LetGo();
  engine.reset();
  EXPECT_EQ(stored, 9);
  EXPECT_EQ(Ask("SELECT count(*) FROM secrets"), "9");
}

TEST_F(SqliteEngineTest, OnlyTheFirstOfRefusedBatchesRunsTwice) {
  std::unique_ptr<Engine> engine = Open();
  int runs = 0;
  for (int i = 0; i < 6; ++i) {
    const bool refused = i == 1 || i == 2;
    const absl::Status status = engine->WriteAndWait([&](Transaction& transaction) {
      ++runs;
      absl::Status appended = Append(transaction, std::to_string(i));
      return refused ? absl::CancelledError("no") : appended;
    });
    EXPECT_EQ(status.ok(), !refused) << status;
    EXPECT_EQ(runs, i == 0 ? 1 : i + 2);
  }
  EXPECT_EQ(Ask("SELECT count(*) FROM secrets"), "4");
}

TEST_F(SqliteEngineTest, ABatchThatSqliteUndoesForManyOfThemFailsForThemAlone) {
  std::unique_ptr<Engine> engine = Open();
  BusyWriter busy(*engine);
  for (int i = 0; i < 30; ++i) {
    engine->Write(
        [i](Transaction& transaction) -> absl::Status {
          absl::Status appended = Append(transaction, std::to_string(i));
          if (i % 3 != 0) return appended;
          return transaction.Change("ROLLBACK", {}).status();
        },
        [i](absl::Status status) { EXPECT_EQ(status.ok(), i % 3 != 0) << i << status; });
  }
  busy.LetGo();
  engine.reset();
  EXPECT_EQ(Ask("SELECT count(*) FROM secrets"), "20");
}

TEST_F(SqliteEngineTest, ACommitDoesNotWaitForACheckpoint) {
  std::atomic<std::thread::id> writer;
  std::atomic<bool> checkpoint_waits = false;
  std::promise<void> go_on;
  std::shared_future<void> may_go_on(go_on.get_future());
  RegisterHookedVfs([&] {
    if (writer.load() != std::thread::id() && writer.load() != std::this_thread::get_id()) {
      checkpoint_waits = true;
      may_go_on.wait();
    }
    return true;
  });
  std::unique_ptr<Engine> engine = Open({.checkpoint_bytes = 1 << 16, .vfs = kHookedVfs});
  const auto write = [&](int i) {
    return engine->WriteAndWait([&writer, i](Transaction& transaction) {
      writer = std::this_thread::get_id();
      return Append(transaction, std::to_string(i));
    });
  };
  int written = 0;
  while (!checkpoint_waits) ASSERT_TRUE(write(written++).ok());
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(write(written++).ok());
  go_on.set_value();
  EXPECT_EQ(Count(*engine, "SELECT count(*) FROM secrets"), written);
  engine.reset();
}

TEST_F(SqliteEngineTest, AFullFileIsToldWithARetryDelayAndPasses) {
  std::unique_ptr<Engine> engine = Open();
  const std::string large(100000, 'x');
  const auto write_large = [&] {
    return engine->WriteAndWait([&](Transaction& transaction) {
      return transaction
          .Change(
              "INSERT INTO secrets (name, value, create_time_us) VALUES (hex(randomblob(8)), "
              "$1, 0)",
              {Bytes{large}})
          .status();
    });
  };
  const auto limit = [&](const char* pragma) {
    // On the writer's connection, as a closure runs there.
    return engine->WriteAndWait([&](Transaction& transaction) {
      return transaction.Query(pragma, {}, [](const Row&) { return absl::OkStatus(); });
    });
  };
  ASSERT_TRUE(limit("PRAGMA max_page_count = 60").ok());
  absl::Status status;
  for (int i = 0; i < 10 && status.ok(); ++i) status = write_large();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_STORE_FULL) << status;
  EXPECT_GT(RetryDelayOf(status).value_or(absl::ZeroDuration()), absl::ZeroDuration());
  EXPECT_GT(Count(*engine, "SELECT count(*) FROM secrets"), 0);
  ASSERT_TRUE(limit("PRAGMA max_page_count = 100000").ok());
  EXPECT_TRUE(write_large().ok());
}

TEST_F(SqliteEngineTest, TheLogStaysWithinItsLimit) {
  std::unique_ptr<Engine> engine = Open({.checkpoint_bytes = 1 << 18, .log_limit_bytes = 1 << 20});
  const std::string large(10000, 'x');
  std::uintmax_t most = 0;
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(engine
                    ->WriteAndWait([&](Transaction& transaction) {
                      return transaction
                          .Change(
                              "INSERT INTO secrets (name, value, create_time_us) "
                              "VALUES (hex(randomblob(8)), $1, 0)",
                              {Bytes{large}})
                          .status();
                    })
                    .ok());
    most = std::max(most, LogBytes());
  }
  // Ten times the limit was written. Nothing reads an old state, so the writer's own checkpoint has
  // nobody to wait for and the log ends with the write that reached the limit, however slow the
  // disk and the machine are.
  EXPECT_LT(most, (1u << 20) + (64u << 10));
  EXPECT_GT(most, 0u);
}

TEST_F(SqliteEngineTest, ATransactionOfManyMegabytesIsReadAsItWasWritten) {
  std::unique_ptr<Engine> engine = Open();
  const auto octets = [](int i) { return std::string(200'000, static_cast<char>('a' + i % 26)); };
  const auto write = [&](int first, bool refused) {
    return engine->WriteAndWait([&](Transaction& transaction) {
      absl::Status status;
      for (int i = first; status.ok() && i < first + 100; ++i) {
        const std::string value = octets(i);
        status = transaction
                     .Change("INSERT INTO secrets (name, value, create_time_us) VALUES ($1, $2, 0)",
                             {std::to_string(i), Bytes{value}})
                     .status();
      }
      return refused ? absl::CancelledError("no") : status;
    });
  };
  // More than the writer's cache holds, so that pages are in the log before their commit is.
  EXPECT_TRUE(write(0, false).ok());
  EXPECT_FALSE(write(100, true).ok());
  EXPECT_TRUE(write(200, false).ok());
  const auto check = [&](Engine& opened) {
    int read = 0;
    EXPECT_TRUE(opened
                    .Read([&](Transaction& transaction) {
                      return transaction.Query("SELECT name, value FROM secrets", {},
                                               [&](const Row& row) {
                                                 const int i = std::stoi(std::string(row.Text(0)));
                                                 EXPECT_EQ(row.Octets(1), octets(i)) << i;
                                                 ++read;
                                                 return absl::OkStatus();
                                               });
                    })
                    .ok());
    EXPECT_EQ(read, 200);
  };
  check(*engine);
  engine.reset();
  check(*Open());
}

TEST_F(SqliteEngineTest, ASecondOpeningIsRefusedInOneLine) {
  std::unique_ptr<Engine> engine = Open();
  const absl::Status refused = OpenFails();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("in use by another process"));
  engine.reset();
  EXPECT_NE(Open(), nullptr);
}

TEST_F(SqliteEngineTest, ANewerFileIsRefusedAndLeftAsItIs) {
  Open().reset();
  Sql("PRAGMA user_version = 9999");
  const absl::Status refused = OpenFails();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("newer Muster (schema 9999"));
  EXPECT_EQ(Ask("PRAGMA user_version"), "9999");
}

TEST_F(SqliteEngineTest, AFileThatIsNotOursIsRefusedAndLeftAsItIs) {
  Sql("CREATE TABLE theirs (x)");
  EXPECT_THAT(std::string(OpenFails().message()), HasSubstr("not a data file of Muster"));
  EXPECT_EQ(Ask("PRAGMA journal_mode"), "delete");
  std::filesystem::remove(path_);
  std::ofstream(path_) << std::string(5000, 'x');
  EXPECT_THAT(std::string(OpenFails().message()), HasSubstr("not a data file of Muster"));
}

TEST_F(SqliteEngineTest, AFolderThatCanNotBeUsedIsToldInOneLine) {
  for (const char* path : {"/proc/muster.db", "/dev/null/muster.db", "/none/none/muster.db"}) {
    const absl::Status refused = OpenSqlite({.path = path}).status();
    EXPECT_FALSE(refused.ok());
    EXPECT_THAT(std::string(refused.message()), HasSubstr("can't"));
    EXPECT_THAT(std::string(refused.message()), testing::Not(HasSubstr("\n")));
  }
}

TEST_F(SqliteEngineTest, AMissingFolderIsMadeForItsOwnerAlone) {
  const std::string folder = folder_.File("data");
  ASSERT_TRUE(OpenSqlite({.path = folder + "/muster.db"}).ok());
  struct stat information;
  ASSERT_EQ(stat(folder.c_str(), &information), 0);
  EXPECT_EQ(information.st_mode & 0777, 0700u);
}

TEST_F(SqliteEngineTest, AfterAnUncleanEndTheLogIsWrittenAnewAndPutBack) {
  // A copy of the files of an engine that is at work is what a killed process leaves.
  std::unique_ptr<Engine> engine = Open();
  ASSERT_TRUE(
      engine->WriteAndWait([](Transaction& transaction) { return Append(transaction, "a"); }).ok());
  const std::string left = folder_.File("left.db");
  for (const char* ending : {"", "-wal"}) {
    std::filesystem::copy_file(path_ + ending, left + ending);
  }
  struct stat before;
  ASSERT_EQ(stat((left + "-wal").c_str(), &before), 0);
  ASSERT_GT(before.st_size, 0);
  absl::StatusOr<std::unique_ptr<Engine>> again = OpenSqlite({.path = left});
  ASSERT_TRUE(again.ok()) << again.status();
  struct stat after;
  ASSERT_EQ(stat((left + "-wal").c_str(), &after), 0);
  EXPECT_NE(after.st_ino, before.st_ino);
  EXPECT_EQ(after.st_size, 0);
  EXPECT_EQ(Count(**again, "SELECT count(*) FROM secrets"), 1);
}

}  // namespace
}  // namespace muster::store
