#include "server/operations/event_seals.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "server/operations/verify.h"
#include "server/store/sqlite_connection.h"
#include "tests/server/services/world.h"

namespace muster::operations {
namespace {

using testing::Contains;
using testing::HasSubstr;

// A log of eight events, sealed through the fourth, then through the eighth.
class EventSealsTest : public testing::Test {
 protected:
  EventSealsTest() {
    Book(1, 2);
    first_ = *Seal(100);
    Book(3, 6);
    second_ = *Seal(100);
  }
  void Book(int from, int to) {
    for (int number = from; number <= to; ++number) {
      EXPECT_TRUE(world_.Create(services::GoodBooking(number)).ok());
    }
  }
  std::optional<EventSeal> Seal(std::int64_t through) {
    const auto sealed = SealThrough(world_.engine(), through, world_.now());
    EXPECT_TRUE(sealed.ok()) << sealed.status();
    return *sealed;
  }
  void Damage(std::string_view sql) {
    const auto connection = store::SqliteConnection::Open(
        {.path = world_.data_file(), .busy_timeout = absl::Seconds(5), .cache_kib = 100});
    ASSERT_TRUE((*connection)->Run(sql).ok());
  }
  std::vector<std::string> Faults() { return Verify(world_.engine())->faults.kept(); }

  services::World world_;
  EventSeal first_;
  EventSeal second_;
};

TEST_F(EventSealsTest, EachCoversWhatCameSinceTheOneBefore) {
  EXPECT_EQ(first_.through_sequence, 4);
  EXPECT_EQ(first_.event_count, 4);
  EXPECT_EQ(second_.through_sequence, 8);
  EXPECT_EQ(second_.event_count, 4);
  EXPECT_EQ(Seal(100), std::nullopt);
  Book(7, 8);
  EXPECT_EQ(Seal(9)->through_sequence, 9);
  const VerifyReport report = *Verify(world_.engine());
  EXPECT_TRUE(report.ok()) << InWords(report);
  EXPECT_THAT(InWords(report), testing::StartsWith("The event log is sealed through event 9: "));
}

TEST_F(EventSealsTest, AnEventThatWasChangedBehindASealIsNoticed) {
  // Both the row and its event, so that nothing else tells.
  Damage(
      "UPDATE bookings SET create_time_us = create_time_us + 1, "
      "update_time_us = update_time_us + 1 WHERE id = (SELECT max(id) FROM bookings)");
  Damage(
      "UPDATE events SET time_us = time_us + 1 WHERE resource_name LIKE '%' || (SELECT "
      "substr(lower(hex(id)), 21) FROM bookings ORDER BY id DESC LIMIT 1)");
  EXPECT_THAT(Faults(), testing::ElementsAre(
                            HasSubstr("the events before it are not those that were sealed")));
}

TEST_F(EventSealsTest, WhoseSealWasMadeAnewShowsInEveryLaterOne) {
  Damage("UPDATE event_seals SET sha256 = zeroblob(32) WHERE through_sequence = 4");
  EXPECT_THAT(Faults(), testing::ElementsAre(HasSubstr("seal through event 4: "),
                                             HasSubstr("seal through event 8: ")));
}

TEST_F(EventSealsTest, ALogThatEndsBeforeItsLastSealIsNoticed) {
  Damage("DELETE FROM events WHERE sequence = 8");
  EXPECT_THAT(Faults(), Contains("seal through event 8: the log ends before it"));
}

TEST_F(EventSealsTest, ASealerSealsWhatWasThereInTheRoundBeforeAndTells) {
  std::vector<std::string> told;
  EventSealer sealer(
      &world_.engine(), [this] { return world_.now(); },
      [&told](bool ok, const std::string& line) {
        EXPECT_TRUE(ok);
        told.push_back(line);
      },
      absl::Hours(24));
  Book(7, 7);
  sealer.Round();
  EXPECT_THAT(told, testing::IsEmpty());
  Book(8, 8);
  sealer.Round();
  const VerifyReport report = *Verify(world_.engine());
  ASSERT_TRUE(report.last_seal.has_value());
  EXPECT_THAT(told,
              testing::ElementsAre(absl::StrCat("sealed the event log through event 9: ",
                                                absl::BytesToHexString(report.last_seal->sha256))));
  sealer.Round();
  sealer.Round();
  EXPECT_EQ(told.size(), 2u);
}

}  // namespace
}  // namespace muster::operations
