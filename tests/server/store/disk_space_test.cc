// A disk that fills up: writes are refused in words, reads go on, and all goes on by itself. The
// control has no reserve and can't start on a full disk.
#include "server/store/disk_space.h"

#include "gtest/gtest.h"
#include "server/error.h"
#include "server/store/call_store.h"
#include "server/store/conference_store.h"
#include "tests/server/store/simulated_disk.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

constexpr std::int64_t kReserve = 1 << 20;
constexpr std::int64_t kLogLimit = 512 << 10;

class DiskSpaceTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Engine>> TryOpen(std::int64_t reserve) {
    return OpenSqlite({.path = disk_.path(),
                       .reader_count = 1,
                       .checkpoint_bytes = kLogLimit / 8,
                       .log_limit_bytes = kLogLimit,
                       .reserve_bytes = reserve,
                       .full_disk_interval = absl::ZeroDuration(),
                       .vfs = SimulatedDisk::kVfs,
                       .disk = &disk_});
  }
  std::unique_ptr<Engine> Open(std::int64_t reserve = kReserve) {
    absl::StatusOr<std::unique_ptr<Engine>> engine = TryOpen(reserve);
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  static absl::Status Put(Engine& engine, std::size_t size = 1000) {
    const std::string value(size, 'x');
    return engine.WriteAndWait([&](Transaction& transaction) {
      return transaction
          .Change(
              "INSERT INTO secrets (name, value, create_time_us) VALUES (hex(randomblob(8)), $1, "
              "0)",
              {Bytes{value}})
          .status();
    });
  }
  static std::int64_t Stored(Engine& engine) {
    return Count(engine, "SELECT count(*) FROM secrets");
  }

  // From now on only so much is free.
  void LeaveFree(std::int64_t bytes) {
    disk_.SetCapacity(std::numeric_limits<std::int64_t>::max());
    const std::int64_t used =
        std::numeric_limits<std::int64_t>::max() - disk_.FreeBytes("").value_or(0);
    disk_.SetCapacity(used + bytes);
  }
  std::int64_t ReserveBytes() { return disk_.SizeOf(disk_.path() + "-reserve"); }

  SimulatedDisk disk_{Seed()};
};

TEST_F(DiskSpaceTest, BelowTheMarkWritesAreRefusedInWordsReadsGoOnAndItResumesByItself) {
  std::unique_ptr<Engine> engine = Open();
  EXPECT_EQ(ReserveBytes(), kReserve);
  ASSERT_TRUE(Put(*engine).ok());
  EXPECT_EQ(engine->Status().read_only_reason, "");
  LeaveFree(kReserve - 1);
  const absl::Status refused = Put(*engine);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STORE_FULL);
  EXPECT_GT(RetryDelayOf(refused).value_or(absl::ZeroDuration()), absl::ZeroDuration());
  EXPECT_EQ(engine->Status().read_only_reason, "the disk is full");
  EXPECT_EQ(Stored(*engine), 1);
  LeaveFree(2 * kReserve);
  EXPECT_TRUE(Put(*engine).ok());
  EXPECT_EQ(engine->Status().read_only_reason, "");
  EXPECT_EQ(Stored(*engine), 2);
}

TEST_F(DiskSpaceTest, OnAFullDiskARepeatGetsItsReceiptAndNothingElseIsStored) {
  std::unique_ptr<Engine> engine = Open();
  CallStore calls(engine.get());
  ConferenceStore conferences(engine.get());
  SubmissionStore submissions(engine.get());
  BookingStore bookings(engine.get());
  ASSERT_TRUE(calls.Apply(SampleCall(), At("08:00")).ok());
  ASSERT_TRUE(conferences.Apply(SampleConference(5), At("08:00")).ok());
  const NewSubmission sent = SampleSubmission("Title", RequestId(1), At("10:00"));
  const NewBooking booked = SampleBooking("Ada", RequestId(2), At("10:00"));
  const v1::Receipt sent_receipt = *Create(submissions, sent);
  const v1::Receipt booked_receipt = *Create(bookings, booked);
  LeaveFree(0);
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(ReasonOf(Put(*engine)), v1::ERROR_REASON_STORE_FULL);
    const auto sent_again = Create(submissions, sent);
    ASSERT_TRUE(sent_again.ok()) << sent_again.status();
    EXPECT_EQ(sent_again->name(), sent_receipt.name());
    const auto booked_again = Create(bookings, booked);
    ASSERT_TRUE(booked_again.ok()) << booked_again.status();
    EXPECT_EQ(booked_again->name(), booked_receipt.name());
    EXPECT_EQ(
        ReasonOf(
            Create(submissions, SampleSubmission("Title", RequestId(3), At("10:00"))).status()),
        v1::ERROR_REASON_STORE_FULL);
    const auto found = submissions.FindRepeat(sent.parent, sent.request_id, sent.content_sha256);
    ASSERT_TRUE(found.ok()) << found.status();
    EXPECT_TRUE(found->has_value());
  }
  EXPECT_EQ(Count(*engine, "SELECT count(*) FROM request_ids"), 2);
  LeaveFree(4 * kReserve);
  EXPECT_TRUE(Put(*engine).ok());
}

TEST_F(DiskSpaceTest, ADiskThatFillsUpBetweenTwoLooksRefusesAllOfTheBatchAndStoresNoneOfIt) {
  std::unique_ptr<Engine> engine = Open(0);
  ASSERT_TRUE(Put(*engine).ok());
  LeaveFree(0);
  absl::Status refused;
  for (int i = 0; i < 50 && refused.ok(); ++i) refused = Put(*engine, 20000);
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STORE_FULL) << refused;
  const std::int64_t stored = Stored(*engine);
  LeaveFree(1 << 20);
  EXPECT_TRUE(Put(*engine).ok());
  EXPECT_EQ(Stored(*engine), stored + 1);
}

TEST_F(DiskSpaceTest, OnAFullDiskAStartAfterAKillMendsTheLogWithTheReserveAndReads) {
  std::unique_ptr<Engine> engine = Open();
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(Put(*engine, 10000).ok());
  disk_.EndAt(1, End::kKill);
  Put(*engine).IgnoreError();
  engine.reset();
  disk_.Restart(End::kKill);
  LeaveFree(0);
  engine = Open();
  EXPECT_EQ(ReserveBytes(), 0);
  EXPECT_EQ(Stored(*engine), 40);
  EXPECT_EQ(ReasonOf(Put(*engine)), v1::ERROR_REASON_STORE_FULL);
  LeaveFree(4 * kReserve);
  EXPECT_TRUE(Put(*engine).ok());
  EXPECT_EQ(ReserveBytes(), kReserve);
}

TEST_F(DiskSpaceTest, ControlWithoutAReserveItCanNotStartOnAFullDisk) {
  std::unique_ptr<Engine> engine = Open(0);
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(Put(*engine, 10000).ok());
  disk_.EndAt(1, End::kKill);
  Put(*engine).IgnoreError();
  engine.reset();
  disk_.Restart(End::kKill);
  LeaveFree(0);
  EXPECT_FALSE(TryOpen(0).ok());
  LeaveFree(4 * kReserve);
  EXPECT_EQ(Stored(*Open(0)), 40);
}

}  // namespace
}  // namespace muster::store
