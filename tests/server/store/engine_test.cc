// The contract of engine.h, on each engine.
#include "server/store/engine.h"

#include <atomic>
#include <latch>
#include <string>
#include <thread>

#include "server/error.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

class EngineContract : public EngineTest {
 protected:
  EngineContract() {
    const std::string table = database().Dialect(
        "CREATE TABLE items (key TEXT NOT NULL PRIMARY KEY, "
        "number INTEGER CHECK (number >= 0), octets BLOB)");
    EXPECT_TRUE(Do([&table](Transaction& transaction) {
                  return transaction.Change(table, {}).status();
                }).ok());
  }

  absl::Status Do(Engine::WriteFunction write) { return engine().WriteAndWait(std::move(write)); }

  static absl::Status Put(Transaction& transaction, std::string_view key, std::int64_t number) {
    return transaction.Change("INSERT INTO items (key, number) VALUES ($1, $2)", {key, number})
        .status();
  }

  std::int64_t Items() { return Count(engine(), "SELECT count(*) FROM items"); }
};

TEST_P(EngineContract, WhatWasWrittenIsReadBackInItsTypes) {
  const std::string octets("\0\x01'\xff", 4);
  ASSERT_TRUE(Do([&](Transaction& transaction) {
                return transaction
                    .Change("INSERT INTO items (key, number, octets) VALUES ($1, $2, $3)",
                            {"a'b", std::int64_t{1} << 60, Bytes{octets}})
                    .status();
              }).ok());
  int rows = 0;
  ASSERT_TRUE(engine()
                  .Read([&](Transaction& transaction) {
                    return transaction.Query("SELECT key, number, octets, NULL FROM items", {},
                                             [&](const Row& row) {
                                               ++rows;
                                               EXPECT_EQ(row.Text(0), "a'b");
                                               EXPECT_EQ(row.Integer(1), std::int64_t{1} << 60);
                                               EXPECT_EQ(row.Octets(2), octets);
                                               EXPECT_TRUE(row.IsNull(3));
                                               EXPECT_FALSE(row.IsNull(2));
                                               return absl::OkStatus();
                                             });
                  })
                  .ok());
  EXPECT_EQ(rows, 1);
}

TEST_P(EngineContract, EmptyTextAndOctetsAreNotNull) {
  ASSERT_TRUE(Do([](Transaction& transaction) {
                return transaction
                    .Change("INSERT INTO items (key, octets) VALUES ($1, $2)",
                            {std::string_view(), Bytes{}})
                    .status();
              }).ok());
  EXPECT_EQ(
      Count(engine(), "SELECT count(*) FROM items WHERE key IS NOT NULL AND octets IS NOT NULL"),
      1);
}

TEST_P(EngineContract, PlaceholdersGoByTheirNumberNotTheirOrder) {
  ASSERT_TRUE(Do([](Transaction& transaction) {
                return transaction
                    .Change("INSERT INTO items (number, key) VALUES ($2, $1)", {"key", 7})
                    .status();
              }).ok());
  EXPECT_EQ(Count(engine(), "SELECT number FROM items WHERE key = 'key'"), 7);
}

TEST_P(EngineContract, TooFewValuesAreAnErrorAndWriteNothing) {
  EXPECT_FALSE(Do([](Transaction& transaction) {
                 return transaction
                     .Change("INSERT INTO items (key, number) VALUES ($1, $2)", {"key"})
                     .status();
               }).ok());
  EXPECT_EQ(Items(), 0);
}

TEST_P(EngineContract, AClosureThatFailsChangesNothing) {
  const absl::Status failed = Do([](Transaction& transaction) {
    absl::Status put = Put(transaction, "key", 1);
    EXPECT_TRUE(put.ok());
    return absl::OutOfRangeError("no");
  });
  EXPECT_EQ(failed, absl::OutOfRangeError("no"));
  EXPECT_EQ(Items(), 0);
}

TEST_P(EngineContract, BrokenConstraintsAreTold) {
  EXPECT_TRUE(Do([](Transaction& transaction) { return Put(transaction, "key", 1); }).ok());
  EXPECT_EQ(Do([](Transaction& transaction) { return Put(transaction, "key", 2); }).code(),
            absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Do([](Transaction& transaction) { return Put(transaction, "other", -1); }).code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_P(EngineContract, OneThatFailsAmongManyFailsAlone) {
  std::atomic<int> succeeded = 0;
  std::atomic<int> failed = 0;
  std::latch answered(100);
  BusyWriter busy(engine());
  for (int i = 0; i < 100; ++i) {
    engine().Write(
        [i](Transaction& transaction) {
          absl::Status put = Put(transaction, "key " + std::to_string(i), i);
          return i % 10 == 3 ? absl::CancelledError("no") : put;
        },
        [&, i](absl::Status status) {
          EXPECT_EQ(status.ok(), i % 10 != 3) << status;
          ++(status.ok() ? succeeded : failed);
          answered.count_down();
        });
  }
  busy.LetGo();
  answered.wait();
  EXPECT_EQ(succeeded, 90);
  EXPECT_EQ(failed, 10);
  EXPECT_EQ(Items(), 90);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM items WHERE number % 10 = 3"), 0);
}

TEST_P(EngineContract, EachSeesWhatTheOnesBeforeItDid) {
  ASSERT_TRUE(Do([](Transaction& transaction) { return Put(transaction, "counter", 0); }).ok());
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      for (int j = 0; j < kEach; ++j) {
        EXPECT_TRUE(
            Do([](Transaction& transaction) {
              return transaction.Change("UPDATE items SET number = number + 1", {}).status();
            }).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Count(engine(), "SELECT number FROM items"), kThreads * kEach);
}

TEST_P(EngineContract, AReadDoesNotWaitForAWriter) {
  BusyWriter busy(engine());
  EXPECT_EQ(Items(), 0);
}

TEST_P(EngineContract, AReadSeesOneStateThroughout) {
  ASSERT_TRUE(
      engine()
          .Read([&](Transaction& transaction) {
            const auto count = [&transaction] {
              std::int64_t result = -1;
              absl::Status status =
                  transaction.Query("SELECT count(*) FROM items", {}, [&result](const Row& row) {
                    result = row.Integer(0);
                    return absl::OkStatus();
                  });
              EXPECT_TRUE(status.ok());
              return result;
            };
            EXPECT_EQ(count(), 0);
            EXPECT_TRUE(Do([](Transaction& writing) { return Put(writing, "new", 1); }).ok());
            EXPECT_EQ(count(), 0);
            return absl::OkStatus();
          })
          .ok());
  EXPECT_EQ(Items(), 1);
}

TEST_P(EngineContract, AReaderCanNotWrite) {
  EXPECT_FALSE(
      engine().Read([](Transaction& transaction) { return Put(transaction, "key", 1); }).ok());
  EXPECT_EQ(Items(), 0);
}

TEST_P(EngineContract, WhatWasAnsweredIsThereAfterReopening) {
  ASSERT_TRUE(Do([](Transaction& transaction) { return Put(transaction, "key", 5); }).ok());
  Reopen();
  EXPECT_EQ(Count(engine(), "SELECT number FROM items WHERE key = 'key'"), 5);
}

TEST_P(EngineContract, ClosingAnswersWhatWasAccepted) {
  std::atomic<int> answered = 0;
  for (int i = 0; i < 1000; ++i) {
    engine().Write([i](Transaction& transaction) { return Put(transaction, std::to_string(i), i); },
                   [&answered](absl::Status status) { answered += status.ok() ? 1 : 0; });
  }
  Reopen();
  EXPECT_EQ(answered, 1000);
  EXPECT_EQ(Items(), 1000);
}

TEST_P(EngineContract, ATextWithU0000IsRefused) {
  const absl::Status refused =
      Do([](Transaction& transaction) { return Put(transaction, std::string_view("a\0b", 3), 1); });
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Items(), 0);
}

TEST_P(EngineContract, SumsAndComparisonsAreIntegers) {
  ASSERT_TRUE(Do([](Transaction& transaction) {
                absl::Status put = Put(transaction, "one", 123456789);
                return put.ok() ? Put(transaction, "two", 987654321) : put;
              }).ok());
  EXPECT_EQ(Count(engine(), "SELECT sum(number) FROM items"), 1111111110);
  EXPECT_EQ(Count(engine(), "SELECT -sum(number * 10000) FROM items"), -11111111100000);
  EXPECT_EQ(Count(engine(), "SELECT sum(number - number) FROM items"), 0);
  EXPECT_EQ(Count(engine(), "SELECT count(*) = 2 FROM items"), 1);
}

TEST_P(EngineContract, TextIsInOrderOfItsOctets) {
  ASSERT_TRUE(Do([](Transaction& transaction) {
                absl::Status put = absl::OkStatus();
                for (const char* key : {"a", "B", "\u00e9", "a b", "a-b", "ab"}) {
                  if (put.ok()) put = Put(transaction, key, 1);
                }
                return put;
              }).ok());
  std::string order;
  ASSERT_TRUE(engine()
                  .Read([&order](Transaction& transaction) {
                    return transaction.Query("SELECT key FROM items ORDER BY key", {},
                                             [&order](const Row& row) {
                                               order += std::string(row.Text(0)) + ",";
                                               return absl::OkStatus();
                                             });
                  })
                  .ok());
  EXPECT_EQ(order, "B,a,a b,a-b,ab,\u00e9,");
}

INSTANTIATE_TEST_SUITE_P(Engines, EngineContract, testing::ValuesIn(EngineKinds()), EngineName);

}  // namespace
}  // namespace muster::store
