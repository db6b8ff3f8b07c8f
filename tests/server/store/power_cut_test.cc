// The store on a disk that loses power, ROUNDS times in all, also while it recovers: whatever was
// acknowledged is there, once and whole, and every file opens. The controls break one promise of
// the disk or of the store each, and must lose something: else the test would show nothing.
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "gtest/gtest.h"
#include "tests/server/store/store_life.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

// Processes that live on one disk before a new one is begun.
constexpr int kLives = 12;
// Changes that a start makes, about: to end it there.
constexpr int kStartChanges = 30;
constexpr int kMostWrites = 60;
constexpr int kThreads = 2;

// When and how the process that follows ends; `usual` is how many changes one makes about.
struct Plan {
  std::int64_t change;
  End end;
};
using PlanFunction = Plan (*)(SimulatedRandom& random, int life, std::int64_t usual);
using PrepareFunction = void (*)(StoreLife&);

std::int64_t UpTo(SimulatedRandom& random, std::int64_t most) {
  return 1 + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most));
}

Plan AnyEnd(SimulatedRandom& random, int, std::int64_t usual) {
  const std::int64_t change = UpTo(random, random() % 4 == 0 ? kStartChanges : usual);
  switch (random() % 8) {
    case 0:
      return {change, End::kKill};
    case 1:
      return {change, End::kFailedSync};
    default:
      return {change, End::kPowerCut};
  }
}

// A sync fails, and then the power while the next process starts.
Plan FailedSyncThenPowerCut(SimulatedRandom& random, int life, std::int64_t usual) {
  if (life % 2 == 0) return {UpTo(random, usual), End::kFailedSync};
  return {UpTo(random, kStartChanges), End::kPowerCut};
}

// One disk from its first file on: processes that live and end, and one that only looks.
Account RunOne(std::uint64_t seed, int lives, PlanFunction plan, PrepareFunction prepare) {
  StoreLife life(seed);
  if (prepare != nullptr) prepare(life);
  std::int64_t usual_changes = 200;
  for (int i = 0; i < lives && life.account().wrong() == 0; ++i) {
    const Plan next = plan(life.random(), i, usual_changes);
    life.disk().EndAt(next.change, next.end);
    life.Live(static_cast<int>(life.random()() % kMostWrites));
    usual_changes = std::max<std::int64_t>(life.disk().changes(), 50);
    life.Restart(End::kPowerCut);
  }
  life.Live(0);
  if (life.account().wrong() > 0) {
    std::printf("SEED=%llu: %s\n", static_cast<unsigned long long>(seed),
                life.account().first.c_str());
  }
  return life.account();
}

// Ends of so many processes on as many disks as it takes.
Account RunMany(int rounds, std::uint64_t seed, PlanFunction plan = AnyEnd,
                PrepareFunction prepare = nullptr) {
  std::atomic<int> next = 0;
  std::mutex mutex;
  Account total;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int disk = next++; disk * kLives < rounds; disk = next++) {
        const Account account = RunOne(seed + static_cast<std::uint64_t>(disk),
                                       std::min(kLives, rounds - disk * kLives), plan, prepare);
        std::lock_guard<std::mutex> lock(mutex);
        total.Add(account);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::printf(
      "%lld ends: %lld power cuts, %lld failed syncs, the others killed; %lld sent, %lld "
      "acknowledged; %lld lost, %lld torn, %lld damaged\n",
      static_cast<long long>(total.ends), static_cast<long long>(total.power_cuts),
      static_cast<long long>(total.failed_syncs), static_cast<long long>(total.sent),
      static_cast<long long>(total.acknowledged), static_cast<long long>(total.lost),
      static_cast<long long>(total.torn), static_cast<long long>(total.damaged));
  return total;
}

TEST(PowerCut, NothingAcknowledgedIsLostOrTornAndEveryFileOpens) {
  const Account account = RunMany(Rounds(10000), Seed());
  EXPECT_EQ(account.lost, 0) << account.first;
  EXPECT_EQ(account.torn, 0) << account.first;
  EXPECT_EQ(account.damaged, 0) << account.first;
  EXPECT_EQ(account.unclear, 0) << account.first;
  EXPECT_GT(account.acknowledged, account.ends);
}

// Connections that are opened meanwhile sync as synchronous=NORMAL says, whatever they ask for.
class NormalSync {
 public:
  NormalSync() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(Begin)); }
  ~NormalSync() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(Begin)); }

 private:
  static int Begin(sqlite3* database, char**, const void*) {
    sqlite3_exec(database, "PRAGMA synchronous = NORMAL", nullptr, nullptr, nullptr);
    return sqlite3_set_authorizer(database, Authorize, nullptr);
  }
  static int Authorize(void*, int action, const char* name, const char*, const char*, const char*) {
    const bool is_asked = action == SQLITE_PRAGMA && std::string_view(name) == "synchronous";
    return is_asked ? SQLITE_IGNORE : SQLITE_OK;
  }
};

TEST(PowerCut, ControlWithSynchronousNormalSomeIsLost) {
  NormalSync normal;
  EXPECT_GT(RunMany(120, Seed()).lost, 0);
}

TEST(PowerCut, ControlOnADiskThatLiesAboutSyncsSomeIsLostOrDamaged) {
  const Account account =
      RunMany(120, Seed(), AnyEnd, [](StoreLife& life) { life.disk().LieAboutSyncs(); });
  EXPECT_GT(account.lost + account.damaged, 0);
}

TEST(PowerCut, AfterAFailedSyncTheNextStartMendsTheLogEvenIfThePowerGoes) {
  const Account account = RunMany(Rounds(10000) / 4, Seed(), FailedSyncThenPowerCut);
  EXPECT_EQ(account.wrong(), 0) << account.first;
}

// It is rare: as many as it takes.
TEST(PowerCut, ControlWithoutWritingTheLogAnewAFailedSyncLosesOrDamagesSome) {
  const std::uint64_t seed = Seed();
  Account account;
  for (int i = 0; i < 10 && account.wrong() == 0; ++i) {
    account.Add(RunMany(3000, seed + static_cast<std::uint64_t>(i) * 3000, FailedSyncThenPowerCut,
                        [](StoreLife& life) { life.disk().SkipMending(); }));
  }
  EXPECT_GT(account.wrong(), 0);
}

}  // namespace
}  // namespace muster::store
