// Many threads book the last places: never one too many. The control books the way that looks
// right and is not, and must oversell: else the test would show nothing.
#include <atomic>
#include <barrier>
#include <thread>

#include "server/error.h"
#include "server/store/conference_store.h"
#include "server/store/resource.h"
#include "server/store/uuid.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

constexpr int kThreads = 24;

// Runs `book(thread)` on all threads at once and gives how many said they have a place.
template <typename Book>
int BookAtOnce(const Book& book) {
  std::atomic<int> booked = 0;
  std::barrier start(kThreads);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      start.arrive_and_wait();
      if (book(thread)) ++booked;
    });
  }
  for (std::thread& thread : threads) thread.join();
  return booked;
}

class LastPlace : public EngineTest {
 protected:
  std::string AddConference(int round, int place_count) {
    const std::string name = "conferences/round-" + std::to_string(round);
    EXPECT_TRUE(conferences_.Apply(SampleConference(place_count, name), At("08:00")).ok());
    return name;
  }
  std::int64_t Bookings(const std::string& conference) {
    std::int64_t count = -1;
    absl::Status read = engine().Read([&](Transaction& transaction) {
      return transaction.Query("SELECT count(*) FROM bookings WHERE conference_name = $1",
                               {conference}, [&count](const Row& row) {
                                 count = row.Integer(0);
                                 return absl::OkStatus();
                               });
    });
    EXPECT_TRUE(read.ok()) << read;
    return count;
  }
  absl::Status InsertBooking(const std::string& conference, int thread) {
    return engine().WriteAndWait([&](Transaction& transaction) {
      return transaction
          .Change(
              "INSERT INTO bookings (id, conference_name, reference, state, revision, "
              "create_time_us, update_time_us, content_sha256, content) "
              "VALUES ($1, $2, $3, 1, 1, 0, 0, $4, $5)",
              {Bytes{NewUuid(At("10:00"))}, conference, std::to_string(thread), Bytes{Sha256("")},
               Bytes{}})
          .status();
    });
  }

  ConferenceStore conferences_{&engine()};
  BookingStore bookings_{&engine()};
};

TEST_P(LastPlace, ExactlyAsManyAreBookedAsThereArePlaces) {
  const int rounds = Rounds(50);
  for (int round = 0; round < rounds; ++round) {
    const int places = 1 + round % 3;
    const std::string conference = AddConference(round, places);
    const int booked = BookAtOnce([&](int thread) {
      NewBooking wanted = SampleBooking("Ada", RequestId(round * kThreads + thread), At("10:00"));
      wanted.parent = conference;
      const absl::StatusOr<v1::Receipt> receipt = Create(bookings_, wanted);
      if (!receipt.ok()) {
        EXPECT_EQ(ReasonOf(receipt.status()), v1::ERROR_REASON_CONFERENCE_FULL);
      }
      return receipt.ok();
    });
    ASSERT_EQ(booked, places);
    ASSERT_EQ(conferences_.Get(conference)->places_left(), 0);
  }
  EXPECT_EQ(Count(engine(),
                  "SELECT count(*) FROM conference_places WHERE places_taken != "
                  "(SELECT count(*) FROM bookings WHERE bookings.conference_name = "
                  "conference_places.conference_name)"),
            0);
}

TEST_P(LastPlace, ControlLookingFirstAndWritingAfterwardsOversells) {
  const std::string conference = AddConference(0, 1);
  std::barrier looked(kThreads);
  const int booked = BookAtOnce([&](int thread) {
    // As a server would that counts the bookings, then stores one more.
    const bool free = Bookings(conference) < 1;
    looked.arrive_and_wait();
    return free && InsertBooking(conference, thread).ok();
  });
  EXPECT_GT(booked, 1);
  EXPECT_EQ(Bookings(conference), booked);
}

INSTANTIATE_TEST_SUITE_P(Engines, LastPlace, testing::ValuesIn(EngineKinds()), EngineName);

}  // namespace
}  // namespace muster::store
