// A clock that jumps both ways: ids stay unique, the event log keeps the order of the commits, and
// what is open is decided by the time that the server gives.
#include <random>
#include <set>

#include "server/error.h"
#include "server/store/call_store.h"
#include "server/store/uuid.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

TEST(ClockTest, IdsAreUniqueWhereverTheClockJumpsAndInOrderWhereItGoesOn) {
  std::mt19937_64 random(Seed());
  std::set<std::string> ids;
  absl::Time now = At("12:00");
  std::string last = NewUuid(now);
  for (int i = 0; i < 20000; ++i) {
    const auto step = absl::Microseconds(static_cast<std::int64_t>(random() % 5));
    const bool jumps = random() % 100 == 0;
    const absl::Duration jump = absl::Hours(24) * (static_cast<std::int64_t>(random() % 800) - 400);
    now += jumps ? jump : step;
    const std::string id = NewUuid(now);
    EXPECT_TRUE(ids.insert(id).second);
    // A step of a microsecond is four times as long as what ids tell apart.
    if (!jumps && step > absl::ZeroDuration()) {
      EXPECT_GT(id, last);
    }
    last = id;
  }
}

class JumpingClock : public EngineTest {
 protected:
  JumpingClock() { EXPECT_TRUE(CallStore(&engine()).Apply(SampleCall(), At("08:00")).ok()); }
  absl::StatusOr<v1::Receipt> Submit(std::uint64_t request, absl::Time now) {
    SubmissionStore submissions(&engine());
    return Create(submissions, SampleSubmission("Title", RequestId(request), now));
  }
};

TEST_P(JumpingClock, WhatIsOpenIsDecidedByTheServersTimeAndARepeatAlwaysGetsItsReceipt) {
  const absl::StatusOr<v1::Receipt> first = Submit(1, At("16:59"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(ReasonOf(Submit(2, At("17:00")).status()), v1::ERROR_REASON_CALL_CLOSED);
  EXPECT_EQ(ReasonOf(Submit(3, At("17:00") - absl::Hours(24 * 365)).status()),
            v1::ERROR_REASON_CALL_NOT_OPEN);
  for (const absl::Time later :
       {At("09:00"), At("17:00") + absl::Hours(24 * 400), At("17:00") - absl::Hours(24 * 365)}) {
    const absl::StatusOr<v1::Receipt> repeat = Submit(1, later);
    ASSERT_TRUE(repeat.ok()) << repeat.status();
    EXPECT_EQ(repeat->name(), first->name());
    EXPECT_EQ(absl::FromUnixSeconds(repeat->create_time().seconds()), At("16:59"));
  }
  EXPECT_TRUE(Submit(4, At("09:00")).ok());
}

TEST_P(JumpingClock, TheEventLogKeepsTheOrderOfTheCommitsAndNothingIsLost) {
  std::vector<std::string> names;
  std::mt19937_64 random(Seed());
  for (std::uint64_t request = 0; request < 50; ++request) {
    const absl::StatusOr<v1::Receipt> receipt =
        Submit(request, At("09:00") + absl::Minutes(static_cast<std::int64_t>(random() % 480)));
    ASSERT_TRUE(receipt.ok()) << receipt.status();
    names.push_back(receipt->name());
  }
  Reopen();
  std::vector<std::string> logged;
  ASSERT_TRUE(engine()
                  .Read([&logged](Transaction& transaction) {
                    return transaction.Query(
                        "SELECT resource_name FROM events WHERE kind = 'submission.created' "
                        "ORDER BY sequence",
                        {}, [&logged](const Row& row) {
                          logged.emplace_back(row.Text(0));
                          return absl::OkStatus();
                        });
                  })
                  .ok());
  EXPECT_EQ(logged, names);
}

INSTANTIATE_TEST_SUITE_P(Engines, JumpingClock, testing::ValuesIn(EngineKinds()), EngineName);

}  // namespace
}  // namespace muster::store
