// The store on a disk whose reads and writes fail and in memory that runs out, at every call in
// turn and at random together with power cuts: each answer is one that the contract knows, nothing
// acknowledged is lost, and once the fault is over the same process works again.
#include <sqlite3.h>

#include <algorithm>
#include <limits>

#include "gtest/gtest.h"
#include "tests/server/store/failing_memory.h"
#include "tests/server/store/store_life.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

constexpr int kWrites = 12;
// Faults that a call in turn meets; more than any of these lives makes calls.
constexpr std::int64_t kMostCalls = 5000;
constexpr std::int64_t kAlways = std::numeric_limits<std::int32_t>::max();

constexpr StoreLife::OtherFaults kMemory = {FailingMemory::IsSet, FailingMemory::HasFailed,
                                            FailingMemory::FailNothing};

struct FaultKind {
  const char* name;
  DiskFault fault;
};

const FaultKind kFaultKinds[] = {
    {"ReadFails", {DiskOperation::kRead, 1, 1, SQLITE_IOERR_READ, false}},
    {"WriteFails", {DiskOperation::kWrite, 1, 1, SQLITE_IOERR_WRITE, false}},
    {"WriteIsCutShort", {DiskOperation::kWrite, 1, 1, SQLITE_IOERR_WRITE, true}},
    {"DiskIsFull", {DiskOperation::kWrite, 1, 1, SQLITE_FULL, true}},
    {"TruncateFails", {DiskOperation::kTruncate, 1, 1, SQLITE_IOERR_TRUNCATE, false}},
    {"OpenFails", {DiskOperation::kOpen, 1, 1, SQLITE_CANTOPEN, false}},
    {"RemoveFails", {DiskOperation::kRemove, 1, 1, SQLITE_IOERR_DELETE, false}},
    {"RenameFails", {DiskOperation::kRename, 1, 1, SQLITE_IOERR, false}},
    {"SharedMemoryFails", {DiskOperation::kShare, 1, 1, SQLITE_IOERR_SHMMAP, false}},
};

// A store with something in it whose process was killed, so that the next one mends.
void LeaveSomething(StoreLife& life) {
  life.Live(kWrites);
  life.Restart(End::kKill);
}

void ExpectNothingWrong(StoreLife& life, const std::string& where) {
  EXPECT_EQ(life.account().wrong(), 0) << where << ": " << life.account().first;
}

class EachCallFails : public testing::TestWithParam<FaultKind> {
 protected:
  // The n-th call fails and `count` in all, for each n there is, in a store that mends what a kill
  // left and in a new one; gives how many there were.
  std::int64_t FailEach(std::int64_t count) {
    return FailEach(count, LeaveSomething) + FailEach(count, [](StoreLife&) {});
  }
  std::int64_t FailEach(std::int64_t count, void (*prepare)(StoreLife&)) {
    const std::uint64_t seed = Seed();
    for (std::int64_t call = 1; call <= kMostCalls && !HasFailure(); ++call) {
      StoreLife life(seed);
      prepare(life);
      DiskFault fault = GetParam().fault;
      fault.first = call;
      fault.count = count;
      life.disk().Fail(fault);
      life.Live(kWrites);
      const bool happened = life.disk().HasFailed();
      life.Restart(End::kPowerCut);
      life.Live(0);
      ExpectNothingWrong(life, "call " + std::to_string(call));
      if (!happened) return call - 1;
    }
    return kMostCalls;
  }
};

TEST_P(EachCallFails, OnceAndNothingIsLostAndItWorksAgain) {
  std::printf("%lld calls failed in turn\n", static_cast<long long>(FailEach(1)));
}

TEST_P(EachCallFails, FromThereOnAndNothingIsLostAndItWorksAgain) {
  std::printf("%lld calls failed in turn\n", static_cast<long long>(FailEach(kAlways)));
}

INSTANTIATE_TEST_SUITE_P(Faults, EachCallFails, testing::ValuesIn(kFaultKinds),
                         [](const auto& kind) { return std::string(kind.param.name); });

class EachAllocationFails : public testing::TestWithParam<std::int64_t> {
 protected:
  EachAllocationFails() { FailingMemory::FailNothing(); }
  ~EachAllocationFails() override { FailingMemory::FailNothing(); }
};

TEST_P(EachAllocationFails, WhileItOpensAndNothingIsLost) {
  const std::uint64_t seed = Seed();
  std::int64_t call = 1;
  for (bool happened = true; happened && call <= kMostCalls && !HasFailure(); ++call) {
    StoreLife life(seed);
    LeaveSomething(life);
    life.SetOtherFaults(kMemory);
    FailingMemory::Fail(call, GetParam());
    life.Open();
    happened = FailingMemory::HasFailed();
    FailingMemory::FailNothing();
    life.Restart(End::kKill);
    life.Live(1);
    ExpectNothingWrong(life, "allocation " + std::to_string(call));
  }
  std::printf("%lld allocations failed in turn\n", static_cast<long long>(call - 2));
}

TEST_P(EachAllocationFails, WhileItStoresAndNothingIsLostOrHalfStoredAndItWorksAgain) {
  const std::uint64_t seed = Seed();
  std::int64_t call = 1;
  for (bool happened = true; happened && call <= kMostCalls && !HasFailure(); ++call) {
    StoreLife life(seed);
    LeaveSomething(life);
    life.SetOtherFaults(kMemory);
    {
      std::unique_ptr<StoreLife::Process> process = life.Open();
      FailingMemory::Fail(call, GetParam());
      life.Work(*process, kWrites);
      happened = FailingMemory::HasFailed();
      FailingMemory::FailNothing();
      EXPECT_TRUE(life.Works(*process)) << "allocation " << call;
    }
    life.Restart(End::kPowerCut);
    life.Live(0);
    ExpectNothingWrong(life, "allocation " + std::to_string(call));
  }
  std::printf("%lld allocations failed in turn\n", static_cast<long long>(call - 2));
}

INSTANTIATE_TEST_SUITE_P(Faults, EachAllocationFails, testing::Values(1, kAlways),
                         [](const auto& count) {
                           return std::string(count.param == 1 ? "Once" : "FromThereOn");
                         });

// A fault of any kind at any time in any life, and any end of it.
TEST(FaultsAndPowerCuts, AtRandomTogetherLoseNothing) {
  constexpr int kLives = 12;
  const int rounds = Rounds(2000);
  const std::uint64_t seed = Seed();
  Account total;
  for (int disk = 0; disk * kLives < rounds && !testing::Test::HasFailure(); ++disk) {
    const std::uint64_t disk_seed = seed + static_cast<std::uint64_t>(disk);
    StoreLife life(disk_seed);
    life.SetOtherFaults(kMemory);
    for (int i = 0; i < kLives; ++i) {
      SimulatedRandom& random = life.random();
      const auto first = static_cast<std::int64_t>(1 + random() % 300);
      const std::int64_t count = random() % 4 == 0 ? kAlways : 1 + random() % 3;
      DiskFault fault = kFaultKinds[random() % std::size(kFaultKinds)].fault;
      fault.first = first;
      fault.count = count;
      if (random() % 3 == 0) {
        FailingMemory::Fail(first * 10, count);
      } else if (random() % 2 == 0) {
        life.disk().Fail(fault);
      }
      const auto change = static_cast<std::int64_t>(1 + random() % 400);
      life.disk().EndAt(change, random() % 4 == 0 ? End::kFailedSync : End::kPowerCut);
      life.Live(static_cast<int>(random() % 40));
      life.Restart(End::kKill);
    }
    life.Live(0);
    ExpectNothingWrong(life, "SEED=" + std::to_string(disk_seed));
    total.Add(life.account());
  }
  std::printf("%lld ends, %lld sent, %lld acknowledged, %lld refused; %lld lost, %lld torn\n",
              static_cast<long long>(total.ends), static_cast<long long>(total.sent),
              static_cast<long long>(total.acknowledged), static_cast<long long>(total.refused),
              static_cast<long long>(total.lost), static_cast<long long>(total.torn));
}

}  // namespace
}  // namespace muster::store
