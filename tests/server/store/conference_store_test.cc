#include "server/store/conference_store.h"

#include "server/error.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

class ConferenceStoreTest : public EngineTest {
 protected:
  ConferenceStore conferences_{&engine()};
  BookingStore bookings_{&engine()};
};

TEST_P(ConferenceStoreTest, PlacesLeftAreWhatBookingsLeave) {
  ASSERT_EQ(*conferences_.Apply(SampleConference(3), At("08:00")), 1);
  EXPECT_EQ(conferences_.Get("conferences/forum")->places_left(), 3);
  ASSERT_TRUE(Create(bookings_, SampleBooking("Ada", RequestId(1), At("10:00"))).ok());
  EXPECT_EQ(conferences_.Get("conferences/forum")->places_left(), 2);
  EXPECT_EQ(conferences_.List("", 10)->at(0).places_left(), 2);
}

TEST_P(ConferenceStoreTest, AMissingConferenceIsNotFound) {
  EXPECT_EQ(ReasonOf(conferences_.Get("conferences/none").status()),
            v1::ERROR_REASON_CONFERENCE_NOT_FOUND);
}

TEST_P(ConferenceStoreTest, ApplyingTheSameAgainChangesNothing) {
  v1::Conference conference = SampleConference(3);
  ASSERT_EQ(*conferences_.Apply(conference, At("08:00")), 1);
  conference.set_places_left(2);
  EXPECT_EQ(*conferences_.Apply(conference, At("08:30")), 1);
}

TEST_P(ConferenceStoreTest, MorePlacesKeepTheTakenOnes) {
  ASSERT_TRUE(conferences_.Apply(SampleConference(1), At("08:00")).ok());
  ASSERT_TRUE(Create(bookings_, SampleBooking("Ada", RequestId(1), At("10:00"))).ok());
  EXPECT_EQ(*conferences_.Apply(SampleConference(5), At("11:00")), 2);
  EXPECT_EQ(conferences_.Get("conferences/forum")->places_left(), 4);
}

TEST_P(ConferenceStoreTest, FewerPlacesThanTakenAreRefused) {
  ASSERT_TRUE(conferences_.Apply(SampleConference(3), At("08:00")).ok());
  ASSERT_TRUE(Create(bookings_, SampleBooking("Ada", RequestId(1), At("10:00"))).ok());
  ASSERT_TRUE(Create(bookings_, SampleBooking("Bea", RequestId(2), At("10:00"))).ok());
  const absl::Status refused = conferences_.Apply(SampleConference(1), At("11:00")).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(refused.message(), "conferences/forum: 2 places are taken; place_count can't be 1");
  EXPECT_EQ(conferences_.Get("conferences/forum")->place_count(), 3);
}

INSTANTIATE_TEST_SUITE_P(Engines, ConferenceStoreTest, testing::ValuesIn(EngineKinds()),
                         EngineName);

}  // namespace
}  // namespace muster::store
