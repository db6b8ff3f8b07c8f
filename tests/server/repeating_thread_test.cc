#include "server/repeating_thread.h"

#include <atomic>
#include <future>

#include "absl/time/time.h"
#include "gtest/gtest.h"

namespace muster {
namespace {

TEST(RepeatingThreadTest, WithoutAFirstWaitOneRoundAlwaysComes) {
  int round_count = 0;
  {
    const RepeatingThread thread([&round_count] {
      ++round_count;
      return absl::Hours(24);
    });
  }
  EXPECT_EQ(round_count, 1);
}

TEST(RepeatingThreadTest, EndsAFirstWaitWithoutARound) {
  int round_count = 0;
  {
    const RepeatingThread thread(
        [&round_count] {
          ++round_count;
          return absl::Hours(24);
        },
        absl::Hours(24));
  }
  EXPECT_EQ(round_count, 0);
}

TEST(RepeatingThreadTest, WaitsAsLongAsTheRoundBeforeSays) {
  int round_count = 0;
  std::promise<void> third;
  {
    const RepeatingThread thread([&] {
      if (++round_count < 3) return absl::Milliseconds(1);
      third.set_value();
      return absl::Hours(24);
    });
    third.get_future().wait();
  }
  EXPECT_EQ(round_count, 3);
}

TEST(RepeatingThreadTest, TheRoundThatRunsIsWaitedFor) {
  std::promise<void> begun;
  std::promise<void> may_end;
  std::atomic<bool> ended = false;
  std::future<void> release;
  {
    const RepeatingThread thread([&] {
      begun.set_value();
      may_end.get_future().wait();
      ended = true;
      return absl::Hours(24);
    });
    begun.get_future().wait();
    EXPECT_FALSE(ended);
    release = std::async(std::launch::async, [&may_end] { may_end.set_value(); });
  }
  EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace muster
