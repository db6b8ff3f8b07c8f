#include "server/store/booking_store.h"

#include "server/error.h"
#include "server/store/conference_store.h"
#include "server/store/resource.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

class BookingStoreTest : public EngineTest {
 protected:
  void AddConference(std::int32_t place_count) {
    ASSERT_TRUE(conferences_.Apply(SampleConference(place_count), At("08:00")).ok());
  }
  absl::StatusOr<v1::Receipt> Book(const std::string& full_name, std::uint64_t request,
                                   std::string_view time) {
    return Create(bookings_, SampleBooking(full_name, RequestId(request), At(time)));
  }
  std::int32_t PlacesLeft() { return conferences_.Get("conferences/forum")->places_left(); }

  ConferenceStore conferences_{&engine()};
  BookingStore bookings_{&engine()};
};

TEST_P(BookingStoreTest, TheReceiptSaysWhatWasStored) {
  AddConference(2);
  const absl::StatusOr<v1::Receipt> receipt = Book("Ada", 1, "10:15");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_TRUE(receipt->name().starts_with("conferences/forum/bookings/"));
  EXPECT_EQ(receipt->booking().full_name(), "Ada");
  EXPECT_EQ(receipt->consents_size(), 0);
  const absl::StatusOr<StoredBooking> stored = bookings_.Get(receipt->name());
  ASSERT_TRUE(stored.ok()) << stored.status();
  EXPECT_EQ(MessageBytes(stored->receipt), MessageBytes(*receipt));
  EXPECT_EQ(stored->booking.state(), v1::BOOKING_STATE_CONFIRMED);
  EXPECT_EQ(stored->booking.reference(), receipt->reference());
}

TEST_P(BookingStoreTest, RepeatedRequestReturnsTheFirstBookingAndTakesNoSecondPlace) {
  AddConference(2);
  const v1::Receipt first = *Book("Ada", 1, "10:15");
  EXPECT_EQ(MessageBytes(*Book("Ada", 1, "10:40")), MessageBytes(first));
  EXPECT_EQ(PlacesLeft(), 1);
}

TEST_P(BookingStoreTest, ARepeatIsAnsweredWhenTheConferenceIsFullAndWhenBookingHasClosed) {
  AddConference(1);
  const v1::Receipt first = *Book("Ada", 1, "10:15");
  EXPECT_EQ(ReasonOf(Book("Bea", 2, "10:20").status()), v1::ERROR_REASON_CONFERENCE_FULL);
  EXPECT_EQ(Book("Ada", 1, "10:40")->name(), first.name());
  EXPECT_EQ(Book("Ada", 1, "18:00")->name(), first.name());
}

TEST_P(BookingStoreTest, OnePastTheLastIsRefusedAndLeavesNothing) {
  AddConference(2);
  ASSERT_TRUE(Book("Ada", 1, "10:00").ok());
  ASSERT_TRUE(Book("Bea", 2, "10:00").ok());
  const absl::Status full = Book("Cyd", 3, "10:00").status();
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(full), v1::ERROR_REASON_CONFERENCE_FULL);
  EXPECT_EQ(MetadataOf(full).at("place_count"), "2");
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM bookings"), 2);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM request_ids"), 2);
  EXPECT_EQ(Count(engine(), "SELECT count(*) FROM events WHERE kind = 'booking.created'"), 2);
}

TEST_P(BookingStoreTest, ARequestIdOfASubmissionOrOfOtherContentIsRefused) {
  AddConference(2);
  ASSERT_TRUE(Book("Ada", 1, "10:00").ok());
  EXPECT_EQ(ReasonOf(Book("Bea", 1, "10:00").status()), v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(PlacesLeft(), 1);
}

TEST_P(BookingStoreTest, BookingIsOpenFromItsOpeningToBeforeItsClosing) {
  AddConference(9);
  EXPECT_EQ(ReasonOf(Book("a", 1, "08:59").status()), v1::ERROR_REASON_BOOKING_NOT_OPEN);
  EXPECT_TRUE(Book("b", 2, "09:00").ok());
  EXPECT_TRUE(Book("c", 3, "16:59").ok());
  EXPECT_EQ(ReasonOf(Book("d", 4, "17:00").status()), v1::ERROR_REASON_BOOKING_CLOSED);
  EXPECT_EQ(PlacesLeft(), 7);
}

TEST_P(BookingStoreTest, MissingConferencesAndBookingsAreNotFound) {
  EXPECT_EQ(ReasonOf(Book("Ada", 1, "10:00").status()), v1::ERROR_REASON_CONFERENCE_NOT_FOUND);
  EXPECT_EQ(
      ReasonOf(bookings_.Get("conferences/forum/bookings/00000000-0000-7000-8000-000000000001")
                   .status()),
      v1::ERROR_REASON_BOOKING_NOT_FOUND);
}

INSTANTIATE_TEST_SUITE_P(Engines, BookingStoreTest, testing::ValuesIn(EngineKinds()), EngineName);

}  // namespace
}  // namespace muster::store
