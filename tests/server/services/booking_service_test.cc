#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "server/error.h"
#include "server/store/resource.h"
#include "tests/server/services/world.h"

namespace muster::services {
namespace {

using testing::ElementsAre;
using testing::Pair;

class BookingServiceTest : public testing::Test {
 protected:
  v1::Receipt Book(const v1::CreateBookingRequest& request) {
    const auto response = world_.Create(request);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? response->receipt() : v1::Receipt();
  }

  void SetPlaces(int count) {
    v1::Conference conference = SampleConference();
    conference.set_place_count(count);
    world_.Apply(conference);
  }

  World world_;
};

TEST_F(BookingServiceTest, ReceiptHoldsTheCopyAndItsDigestAndNoConsents) {
  const v1::Receipt receipt = Book(GoodBooking());
  EXPECT_THAT(receipt.name(),
              testing::StartsWith("conferences/assistant-practitioners-2027/bookings/"));
  EXPECT_EQ(receipt.booking().SerializeAsString(), GoodBooking().content().SerializeAsString());
  EXPECT_EQ(receipt.content_sha256(), store::Sha256(GoodBooking().content().SerializeAsString()));
  EXPECT_EQ(receipt.consents_size(), 0);
}

TEST_F(BookingServiceTest, OnePastTheLastPlaceIsRefusedWithAReason) {
  SetPlaces(2);
  Book(GoodBooking(1));
  Book(GoodBooking(2));
  const absl::Status refusal = world_.Create(GoodBooking(3)).status();
  EXPECT_EQ(refusal.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(ReasonOf(refusal), v1::ERROR_REASON_CONFERENCE_FULL);
  EXPECT_THAT(MetadataOf(refusal), ElementsAre(Pair("place_count", "2")));
  EXPECT_EQ(world_.BookingCount(), 2);
}

TEST_F(BookingServiceTest, RepeatReturnsTheFirstReceiptAlsoWhenFullAndClosed) {
  SetPlaces(1);
  const v1::Receipt first = Book(GoodBooking());
  world_.SetTime(London("2027-11-11 09:00:00"));
  EXPECT_EQ(Book(GoodBooking()).SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(world_.BookingCount(), 1);
}

TEST_F(BookingServiceTest, OtherContentUnderTheSameRequestIdIsRefused) {
  Book(GoodBooking());
  v1::CreateBookingRequest other = GoodBooking();
  other.mutable_content()->set_dietary_needs("Vegan");
  EXPECT_EQ(ReasonOf(world_.Create(other).status()), v1::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(BookingServiceTest, OutsideItsWindowIsRefused) {
  world_.SetTime(London("2026-10-31 23:59:59"));
  EXPECT_EQ(ReasonOf(world_.Create(GoodBooking()).status()), v1::ERROR_REASON_BOOKING_NOT_OPEN);
  world_.SetTime(London("2027-11-10 16:59:59"));
  Book(GoodBooking(1));
  world_.SetTime(London("2027-11-10 17:00:00"));
  EXPECT_EQ(ReasonOf(world_.Create(GoodBooking(2)).status()), v1::ERROR_REASON_BOOKING_CLOSED);
}

TEST_F(BookingServiceTest, ValidateOnlyTakesNoPlaceAndGivesTheSameVerdicts) {
  SetPlaces(1);
  v1::CreateBookingRequest request = GoodBooking();
  request.set_validate_only(true);
  EXPECT_TRUE(Book(request).name().empty());
  EXPECT_EQ(world_.BookingCount(), 0);
  Book(GoodBooking(2));
  EXPECT_EQ(ReasonOf(world_.Create(request).status()), v1::ERROR_REASON_CONFERENCE_FULL);
  world_.SetTime(London("2027-11-10 17:00:00"));
  EXPECT_EQ(ReasonOf(world_.Create(request).status()), v1::ERROR_REASON_BOOKING_CLOSED);
  request.set_parent("conferences/none");
  EXPECT_EQ(ReasonOf(world_.Create(request).status()), v1::ERROR_REASON_CONFERENCE_NOT_FOUND);
}

TEST_F(BookingServiceTest, RoleWithoutOrganisationIsAViolation) {
  v1::CreateBookingRequest request = GoodBooking();
  request.mutable_content()->set_organisation_role("Team lead");
  EXPECT_EQ(ReasonOf(world_.Create(request).status()), v1::ERROR_REASON_RULES_FAILED);
}

TEST_F(BookingServiceTest, OnlyTheKeyReadsABooking) {
  const v1::Receipt receipt = Book(GoodBooking());
  v1::GetBookingRequest request;
  request.set_name(receipt.name());
  request.set_access_key(receipt.access_key());
  const auto read = world_.Get(request);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->receipt().SerializeAsString(), receipt.SerializeAsString());
  EXPECT_EQ(read->booking().state(), v1::BOOKING_STATE_CONFIRMED);
  request.set_access_key("wrong");
  const absl::Status wrong_key = world_.Get(request).status();
  EXPECT_EQ(ReasonOf(wrong_key), v1::ERROR_REASON_BOOKING_NOT_FOUND);
  request.set_name("conferences/assistant-practitioners-2027/bookings/none");
  EXPECT_EQ(world_.Get(request).status(), wrong_key);
}

}  // namespace
}  // namespace muster::services
