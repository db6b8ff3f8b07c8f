#include "server/services/sender_rates.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "server/error.h"

namespace muster::services {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::size_t kKiB = 1024;
// More than any bucket holds.
constexpr std::size_t kVeryMuch = std::size_t{1} << 30;

class SenderRatesTest : public testing::Test {
 protected:
  void Pass(nanoseconds time) { now_ += time; }
  SenderRates::MonotonicClock clock() {
    return [this] { return now_; };
  }
  // How many single tokens a sender gets, asking again and again.
  static int TokensOf(SenderRates& rates, const std::string& network) {
    int count = 0;
    while (rates.Charge(network, 0).ok()) ++count;
    return count;
  }
  // How long until something of so many bytes is taken; zero: it was.
  static absl::Duration WaitFor(SenderRates& rates, const std::string& network,
                                std::size_t byte_count = 0) {
    const absl::Status charged = rates.Charge(network, byte_count);
    if (charged.ok()) return absl::ZeroDuration();
    EXPECT_EQ(charged.code(), absl::StatusCode::kResourceExhausted);
    EXPECT_EQ(ReasonOf(charged), v1::ERROR_REASON_SENDER_TOO_FAST);
    return RetryDelayOf(charged).value_or(absl::InfiniteDuration());
  }

  SenderRates::TimePoint now_ = SenderRates::TimePoint(seconds(1000));
  SenderRates rates_{SenderRates::kDefaultCreatesPerSecond, clock()};
};

TEST_F(SenderRatesTest, ThreeHundredComeAtOnceAndThenFiveEachSecond) {
  EXPECT_EQ(TokensOf(rates_, "ward"), 300);
  Pass(seconds(1));
  EXPECT_EQ(TokensOf(rates_, "ward"), 5);
  Pass(seconds(59));
  EXPECT_EQ(TokensOf(rates_, "ward"), 295);
}

TEST_F(SenderRatesTest, BucketThatIsLeftAloneHoldsNoMoreThanABurst) {
  EXPECT_EQ(TokensOf(rates_, "ward"), 300);
  Pass(std::chrono::hours(24));
  EXPECT_EQ(TokensOf(rates_, "ward"), 300);
}

TEST_F(SenderRatesTest, DelayIsWhatItTakesAndNotANanosecondMore) {
  TokensOf(rates_, "ward");
  EXPECT_EQ(WaitFor(rates_, "ward"), absl::Milliseconds(200));
  Pass(milliseconds(200) - nanoseconds(1));
  EXPECT_EQ(WaitFor(rates_, "ward"), absl::Nanoseconds(1));
  Pass(nanoseconds(1));
  EXPECT_EQ(WaitFor(rates_, "ward"), absl::ZeroDuration());
}

TEST_F(SenderRatesTest, RefusalTakesNothing) {
  TokensOf(rates_, "ward");
  for (int i = 0; i < 100; ++i) EXPECT_NE(WaitFor(rates_, "ward"), absl::ZeroDuration());
  Pass(milliseconds(200));
  EXPECT_EQ(WaitFor(rates_, "ward"), absl::ZeroDuration());
}

TEST_F(SenderRatesTest, EachSixteenKibibytesAreOneTokenMore) {
  struct Case {
    std::size_t byte_count;
    int tokens;
  };
  for (const Case& one : {Case{0, 1}, Case{16 * kKiB - 1, 1}, Case{16 * kKiB, 2},
                          Case{160 * kKiB, 11}, Case{1024 * kKiB, 65}}) {
    const std::string network = std::to_string(one.byte_count);
    EXPECT_EQ(WaitFor(rates_, network, one.byte_count), absl::ZeroDuration());
    EXPECT_EQ(TokensOf(rates_, network), 300 - one.tokens) << one.byte_count;
  }
}

TEST_F(SenderRatesTest, WhatCostsMoreThanABucketHoldsTakesAFullOne) {
  SenderRates slow(1, clock());
  EXPECT_EQ(WaitFor(slow, "ward", kVeryMuch), absl::ZeroDuration());
  EXPECT_EQ(WaitFor(slow, "ward", kVeryMuch), absl::Seconds(60));
  Pass(seconds(60));
  EXPECT_EQ(WaitFor(slow, "ward", kVeryMuch), absl::ZeroDuration());
}

TEST_F(SenderRatesTest, OneSendersHasteIsNotAnothers) {
  TokensOf(rates_, "ward");
  EXPECT_EQ(TokensOf(rates_, "clinic"), 300);
}

TEST_F(SenderRatesTest, NobodyIsLimitedWithoutANetworkOrWithoutALimit) {
  SenderRates no_limit(0, clock());
  for (int i = 0; i < 1000; ++i) {
    ASSERT_TRUE(rates_.Charge("", kVeryMuch).ok());
    ASSERT_TRUE(no_limit.Charge("ward", kVeryMuch).ok());
  }
}

TEST_F(SenderRatesTest, SendersBeyondTheMostShareABucketAndLockNobodyOut) {
  SenderRates few(5, clock(), /*max_senders=*/2);
  ASSERT_TRUE(few.Charge("ward", kVeryMuch).ok());
  ASSERT_TRUE(few.Charge("clinic", 0).ok());
  EXPECT_EQ(TokensOf(few, "third"), 300);
  EXPECT_EQ(WaitFor(few, "fourth"), absl::Milliseconds(200));
  EXPECT_EQ(TokensOf(few, "clinic"), 299) << "has its own";
  Pass(milliseconds(200));
  EXPECT_EQ(WaitFor(few, "fourth"), absl::ZeroDuration());
}

TEST_F(SenderRatesTest, FullBucketsMakeRoomForNewSenders) {
  SenderRates few(5, clock(), /*max_senders=*/2);
  ASSERT_TRUE(few.Charge("ward", kVeryMuch).ok());
  ASSERT_TRUE(few.Charge("clinic", 0).ok());
  Pass(milliseconds(200) - nanoseconds(1));
  EXPECT_EQ(TokensOf(few, "third"), 300) << "none is full: the shared bucket";
  Pass(seconds(1));
  EXPECT_EQ(TokensOf(few, "fourth"), 300) << "the clinic's is";
  // 1.2 seconds less a nanosecond have passed since it was emptied.
  EXPECT_EQ(TokensOf(few, "ward"), 5) << "who has not rested is not forgotten";
}

TEST_F(SenderRatesTest, ThreadsTakeEachTokenOnce) {
  std::atomic<int> taken = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] { taken += TokensOf(rates_, "ward"); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 300);
}

}  // namespace
}  // namespace muster::services
