// What only the engine of PostgreSQL does: conflicts, lost connections and hosts, time limits, and
// commits of which it is not known whether they are where they should be.
#include "server/store/postgres_engine.h"

#include <atomic>
#include <future>
#include <thread>

#include "gmock/gmock.h"
#include "server/error.h"
#include "server/store/event_log.h"
#include "tests/server/store/postgres_server.h"

namespace muster::store {
namespace {

using testing::HasSubstr;

class PostgresEngineTest : public testing::Test {
 protected:
  static PostgresServer& Server() {
    static PostgresServer server;
    return server;
  }

  PostgresEngineTest() { Ask("CREATE TABLE items (key TEXT PRIMARY KEY, number BIGINT)"); }

  PostgresOptions Options() {
    PostgresOptions options;
    options.address = *ParsePostgresAddress(Server().Address(database_));
    options.session.statement_timeout = absl::Milliseconds(500);
    options.session.lock_timeout = absl::Milliseconds(300);
    options.patience = absl::Seconds(20);
    options.report = [this](PostgresIncident incident, std::string_view) {
      ++seen_[static_cast<int>(incident)];
    };
    return options;
  }
  std::unique_ptr<Engine> Open() { return Open(Options()); }
  static std::unique_ptr<Engine> Open(const PostgresOptions& options) {
    absl::StatusOr<std::unique_ptr<Engine>> engine = OpenPostgres(options);
    EXPECT_TRUE(engine.ok()) << engine.status();
    return *std::move(engine);
  }

  std::string Ask(const std::string& sql) { return Server().Ask(sql, database_); }
  // Ends all connections of the engine's, on the server's side.
  void EndConnections() {
    Ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database_ +
        "' AND pid != pg_backend_pid()");
  }
  int Seen(PostgresIncident incident) const { return seen_[static_cast<int>(incident)]; }

  static absl::Status Put(Transaction& transaction, std::string_view key, std::int64_t number) {
    return transaction.Change("INSERT INTO items (key, number) VALUES ($1, $2)", {key, number})
        .status();
  }
  static absl::StatusOr<std::int64_t> Sum(Transaction& transaction) {
    std::int64_t sum = 0;
    absl::Status read =
        transaction.Query("SELECT sum(number) FROM items", {}, [&sum](const Row& row) {
          sum = row.Integer(0);
          return absl::OkStatus();
        });
    if (!read.ok()) return read;
    return sum;
  }

  static std::string NewDatabase() {
    const std::string name = Server().MakeDatabase();
    Open({.address = *ParsePostgresAddress(Server().Address(name))}).reset();
    return name;
  }

  const std::string database_ = NewDatabase();
  std::atomic<int> seen_[4] = {};
};

TEST_F(PostgresEngineTest, WhatConflictsRunsAgainAlsoBetweenServers) {
  std::unique_ptr<Engine> one = Open();
  std::unique_ptr<Engine> other = Open();
  Ask("INSERT INTO items VALUES ('counter', 0)");
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&engine = i % 2 == 0 ? *one : *other] {
      for (int j = 0; j < 10; ++j) {
        const absl::Status done = engine.WriteAndWait([](Transaction& transaction) -> absl::Status {
          const absl::StatusOr<std::int64_t> sum = Sum(transaction);
          if (!sum.ok()) return sum.status();
          return transaction.Change("UPDATE items SET number = $1", {*sum + 1}).status();
        });
        EXPECT_TRUE(done.ok()) << done;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Ask("SELECT number FROM items"), "160");
  EXPECT_GT(Seen(PostgresIncident::kConflict), 0);
  std::printf("%d conflicts\n", Seen(PostgresIncident::kConflict));
}

// Each sees both rows as they were and changes one: which no order of the two would give.
TEST_F(PostgresEngineTest, TransactionsAreSerializable) {
  std::unique_ptr<Engine> engine = Open();
  Ask("INSERT INTO items VALUES ('one', 1), ('two', 1)");
  std::atomic<int> has_read = 0;
  const auto take = [&](std::string_view key) {
    return engine->WriteAndWait([&, first = true](Transaction& transaction) mutable {
      const absl::StatusOr<std::int64_t> sum = Sum(transaction);
      if (!sum.ok()) return sum.status();
      if (std::exchange(first, false)) {
        ++has_read;
        while (has_read < 2) std::this_thread::yield();
      }
      if (*sum < 2) return absl::OutOfRangeError("taken");
      return transaction.Change("UPDATE items SET number = 0 WHERE key = $1", {key}).status();
    });
  };
  absl::Status one;
  std::thread thread([&] { one = take("one"); });
  const absl::Status two = take("two");
  thread.join();
  EXPECT_NE(one.ok(), two.ok()) << one << two;
  EXPECT_EQ(Ask("SELECT sum(number) FROM items"), "1");
}

TEST_F(PostgresEngineTest, AConflictAtTheCommitIsNoFailedCommit) {
  std::atomic<int> failed_commits = 0;
  PostgresOptions options = Options();
  options.commit_observer = [&](const CommitRecord& commit) {
    failed_commits += commit.ok ? 0 : 1;
  };
  std::unique_ptr<Engine> engine = Open(options);
  Ask("INSERT INTO items VALUES ('one', 1), ('two', 1)");
  std::atomic<int> has_changed = 0;
  const auto add = [&](std::string_view key) {
    return engine->WriteAndWait([&, first = true](Transaction& transaction) mutable {
      const absl::StatusOr<std::int64_t> sum = Sum(transaction);
      if (!sum.ok()) return sum.status();
      absl::Status changed =
          transaction.Change("UPDATE items SET number = $1 WHERE key = $2", {*sum, key}).status();
      // Both have read what the other one changes; what is left to them is the commit.
      if (changed.ok() && std::exchange(first, false)) {
        ++has_changed;
        while (has_changed < 2) std::this_thread::yield();
      }
      return changed;
    });
  };
  absl::Status one;
  std::thread thread([&] { one = add("one"); });
  const absl::Status two = add("two");
  thread.join();
  EXPECT_TRUE(one.ok()) << one;
  EXPECT_TRUE(two.ok()) << two;
  EXPECT_EQ(Ask("SELECT sum(number) FROM items"), "5");
  EXPECT_GT(Seen(PostgresIncident::kConflict), 0);
  EXPECT_EQ(failed_commits, 0);
}

TEST_F(PostgresEngineTest, ALockThatIsHeldTooLongIsToldInTimeAndNothingIsStored) {
  std::unique_ptr<Engine> engine = Open();
  std::thread holder([this] {
    Ask("BEGIN; LOCK TABLE items IN EXCLUSIVE MODE; INSERT INTO items VALUES ('held', 1); "
        "SELECT pg_sleep(2); COMMIT");
  });
  while (Ask("SELECT count(*) FROM pg_locks WHERE mode = 'ExclusiveLock' AND relation = "
             "'items'::regclass") == "0") {
  }
  const absl::Time begin = absl::Now();
  const absl::Status late =
      engine->WriteAndWait([](Transaction& transaction) { return Put(transaction, "key", 1); });
  EXPECT_EQ(late.code(), absl::StatusCode::kUnavailable) << late;
  EXPECT_LT(absl::Now() - begin, absl::Seconds(1.9));
  EXPECT_GT(Seen(PostgresIncident::kTimeout), 0);
  holder.join();
  EXPECT_EQ(Ask("SELECT count(*) FROM items"), "1");
}

TEST_F(PostgresEngineTest, AStatementThatTakesTooLongIsEnded) {
  std::unique_ptr<Engine> engine = Open();
  const absl::Status late = engine->WriteAndWait([](Transaction& transaction) {
    return transaction.Query("SELECT pg_sleep(10)", {},
                             [](const Row&) { return absl::OkStatus(); });
  });
  EXPECT_EQ(late.code(), absl::StatusCode::kUnavailable) << late;
  EXPECT_THAT(std::string(late.message()), HasSubstr("57014"));
  EXPECT_EQ(Seen(PostgresIncident::kTimeout), 1);
  EXPECT_TRUE(
      engine->WriteAndWait([](Transaction& transaction) { return Put(transaction, "k", 1); }).ok());
}

TEST_F(PostgresEngineTest, AConnectionLostBeforeTheCommitIsMadeAgainAndTheWriteRunsAgain) {
  std::unique_ptr<Engine> engine = Open();
  int runs = 0;
  const absl::Status done = engine->WriteAndWait([&](Transaction& transaction) {
    absl::Status put = Put(transaction, "key", 1);
    if (++runs == 1) EndConnections();
    return put.ok() ? Put(transaction, "other", 2) : put;
  });
  EXPECT_TRUE(done.ok()) << done;
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(Seen(PostgresIncident::kConnectionLost), 1);
  EXPECT_EQ(Ask("SELECT count(*) FROM items"), "2");
}

TEST_F(PostgresEngineTest, AConnectionLostDuringTheCommitLeavesItUnknown) {
  // Runs within the COMMIT.
  Ask("CREATE FUNCTION end_itself() RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; "
      "END'; CREATE CONSTRAINT TRIGGER late AFTER INSERT ON items DEFERRABLE INITIALLY DEFERRED "
      "FOR EACH ROW EXECUTE FUNCTION end_itself()");
  std::unique_ptr<Engine> engine = Open();
  int runs = 0;
  const absl::Status done = engine->WriteAndWait([&](Transaction& transaction) {
    ++runs;
    return Put(transaction, "key", 1);
  });
  EXPECT_EQ(ReasonOf(done), v1::ERROR_REASON_STORE_UNAVAILABLE) << done;
  EXPECT_THAT(std::string(done.message()), HasSubstr("not known"));
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(Seen(PostgresIncident::kNotKnown), 1);
}

TEST_F(PostgresEngineTest, AReadGoesToANewConnectionWhereItsOwnWasLost) {
  std::unique_ptr<Engine> engine = Open();
  EXPECT_EQ(Count(*engine, "SELECT count(*) FROM items"), 0);
  EndConnections();
  EXPECT_EQ(Count(*engine, "SELECT count(*) FROM items"), 0);
}

TEST_F(PostgresEngineTest, OneMoreThanMayWaitIsRefusedWithADelay) {
  PostgresOptions options = Options();
  options.queue_capacity = 2;
  std::unique_ptr<Engine> engine = Open(options);
  BusyWriter busy(*engine);
  BusyWriter other(*engine);
  const absl::Status refused =
      engine->WriteAndWait([](Transaction& transaction) { return Put(transaction, "key", 1); });
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STORE_BUSY);
  EXPECT_TRUE(RetryDelayOf(refused).has_value());
}

TEST_F(PostgresEngineTest, AFullDiskOfTheDatabaseIsToldAsOneAndNothingIsStored) {
  std::unique_ptr<Engine> engine = Open();
  Ask("CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS "
      "$$ BEGIN RAISE 'could not extend file' USING ERRCODE = 'disk_full'; END $$; "
      "CREATE TRIGGER fill BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION fill()");
  const auto put = [&] {
    return engine->WriteAndWait([](Transaction& transaction) { return Put(transaction, "k", 1); });
  };
  const absl::Status full = put();
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted) << full;
  EXPECT_EQ(ReasonOf(full), v1::ERROR_REASON_STORE_FULL);
  EXPECT_GT(RetryDelayOf(full).value_or(absl::ZeroDuration()), absl::ZeroDuration());
  Ask("DROP TRIGGER fill ON items");
  EXPECT_EQ(Ask("SELECT count(*) FROM items"), "0");
  EXPECT_TRUE(put().ok());
}

TEST_F(PostgresEngineTest, NumbersGoOnAfterThoseThatAnImportBrought) {
  std::unique_ptr<Engine> engine = Open();
  const absl::Status appended = engine->WriteAndWait([&engine](Transaction& transaction) {
    absl::Status done =
        transaction
            .Change(
                "INSERT INTO events (sequence, time_us, kind, resource_name, revision, "
                "content_sha256) VALUES (1, 0, 'k', 'n', 1, ''), (7, 0, 'k', 'n', 1, '')",
                {})
            .status();
    if (done.ok()) done = engine->ContinueNumbering(transaction);
    if (!done.ok()) return done;
    return AppendEvent(transaction, {.time = At("10:00"),
                                     .kind = "k",
                                     .resource_name = "n",
                                     .revision = 1,
                                     .content_sha256 = "",
                                     .message = std::nullopt});
  });
  EXPECT_TRUE(appended.ok()) << appended;
  EXPECT_EQ(Ask("SELECT max(sequence) FROM events"), "8");
}

TEST_F(PostgresEngineTest, ADatabaseThatWouldDamageWhatIsStoredIsRefused) {
  Server().Ask("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
  const absl::Status latin =
      OpenPostgres({.address = *ParsePostgresAddress(Server().Address("latin"))}).status();
  EXPECT_THAT(std::string(latin.message()), HasSubstr("latin on "));
  EXPECT_THAT(std::string(latin.message()), HasSubstr("must be UTF8"));
  PostgresServer careless({"fsync=off"});
  const absl::Status lost =
      OpenPostgres({.address = *ParsePostgresAddress(careless.Address("postgres"))}).status();
  EXPECT_EQ(lost.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(lost.message()), HasSubstr("fsync is off"));
}

// A replica that never answers: commits wait for it until their time is over.
class PostgresReplicaTest : public PostgresEngineTest {
 protected:
  ~PostgresReplicaTest() override { WaitFor(""); }
  static void WaitFor(const std::string& replica) {
    Server().Ask("ALTER SYSTEM SET synchronous_standby_names = '" + replica + "'");
    Server().Ask("SELECT pg_reload_conf()");
    while (Server().Ask("SHOW synchronous_standby_names") != replica) {
    }
  }
  // As a caller would that repeats: stores what is not there yet.
  static absl::Status PutOnce(Engine& engine) {
    return engine.WriteAndWait([](Transaction& transaction) {
      return transaction
          .Change("INSERT INTO items (key, number) VALUES ('key', 1) ON CONFLICT DO NOTHING", {})
          .status();
    });
  }
  // Asks the commit that waits for the replica to wait no more, as an administrator may.
  static void CutTheWaitShort() {
    while (Server().Ask("SELECT pg_cancel_backend(pid) FROM pg_stat_activity "
                        "WHERE wait_event = 'SyncRep'") != "t") {
    }
  }
};

TEST_F(PostgresReplicaTest, AWaitThatWasCutShortIsNotKnownAndSoIsItsRepeatUntilTheReplicaHasIt) {
  std::unique_ptr<Engine> engine = Open();
  WaitFor("somebody");
  for (int i = 0; i < 2; ++i) {
    std::future<absl::Status> cut =
        std::async(std::launch::async, [&] { return PutOnce(*engine); });
    CutTheWaitShort();
    const absl::Status status = cut.get();
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_STORE_UNAVAILABLE) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr("wait for the replica was cut short"));
    // It is committed here all the same: only the answer can say that it may be lost.
    EXPECT_EQ(Count(*engine, "SELECT count(*) FROM items"), 1);
  }
  EXPECT_EQ(Seen(PostgresIncident::kNotKnown), 2);
  EXPECT_EQ(Seen(PostgresIncident::kConnectionLost), 0);
  WaitFor("");
  EXPECT_TRUE(PutOnce(*engine).ok());
}

TEST_F(PostgresReplicaTest, ARefusalBecauseOfWhatIsNotYetOnTheReplicaIsNotKnownEither) {
  std::unique_ptr<Engine> engine = Open();
  WaitFor("somebody");
  std::future<absl::Status> refused = std::async(std::launch::async, [&] {
    return engine->WriteAndWait([](Transaction& transaction) -> absl::Status {
      const absl::StatusOr<std::int64_t> sum = Sum(transaction);
      return sum.ok() ? absl::OutOfRangeError("full") : sum.status();
    });
  });
  CutTheWaitShort();
  EXPECT_EQ(ReasonOf(refused.get()), v1::ERROR_REASON_STORE_UNAVAILABLE);
}

TEST_F(PostgresReplicaTest, AWaitThatNobodyWaitsForIsEndedAndWritesGoOnOnceThereIsAReplica) {
  std::unique_ptr<Engine> engine = Open();
  WaitFor("somebody");
  for (int i = 0; i < 3; ++i) {
    const absl::Status late = PutOnce(*engine);
    EXPECT_EQ(ReasonOf(late), v1::ERROR_REASON_STORE_UNAVAILABLE) << late;
    EXPECT_THAT(std::string(late.message()), HasSubstr("no answer in time"));
  }
  // The last one waits yet; those before it were ended by the connections made since.
  EXPECT_LE(std::stoi(Server().Ask("SELECT count(*) FROM pg_stat_activity "
                                   "WHERE wait_event = 'SyncRep'")),
            2);
  WaitFor("");
  EXPECT_TRUE(PutOnce(*engine).ok());
}

}  // namespace
}  // namespace muster::store
