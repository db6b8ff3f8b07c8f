// 200 clients of the real program ask for the last 10 places at once: exactly 10 get one, and every
// answer is one that a single queue could have given. The control is in
// tests/server/store/last_place_test.cc.
#include <algorithm>

#include "absl/time/clock.h"
#include "server/store/uuid.h"
#include "tests/server/program/load.h"
#include "tests/server/program/muster_process.h"
#include "tests/server/store/test_store.h"

namespace muster {
namespace {

struct Asked {
  absl::Time start;
  absl::Time end;
  bool booked = false;
};

// Whether an order exists, within the times of each, in which a refusal comes only after the last
// place was given: by the end of each refusal as many that were booked must have begun.
bool OneQueueCouldAnswerSo(const std::vector<Asked>& all) {
  return std::all_of(all.begin(), all.end(), [&](const Asked& refused) {
    return refused.booked || std::count_if(all.begin(), all.end(), [&](const Asked& other) {
                               return other.booked && other.start < refused.end;
                             }) >= kPlaces;
  });
}

TEST(LastPlaceOfTheProgram, ExactlyTheLastTenAreBookedInAnOrderThatIsPossible) {
  const int rounds = store::Rounds(50);
  store::TestFolder folder;
  MakeData(folder.path(), rounds);
  std::unique_ptr<MusterProcess> program = MusterProcess::Start(folder.path());
  ASSERT_NE(program, nullptr);
  std::vector<std::unique_ptr<Client>> clients = Connect(program->grpc_address());
  for (int round = 0; round < rounds; ++round) {
    const std::string conference = ConferenceOfRound(round);
    std::vector<Asked> all(kClients);
    AtOnce(kClients, [&](int number) {
      const auto index = static_cast<std::size_t>(number);
      Sent sent;
      sent.request_id = store::UuidText(store::NewUuid(absl::Now()));
      sent.booking = true;
      sent.conference = conference;
      all[index].start = absl::Now();
      const grpc::Status status = clients[index % clients.size()]->Send(sent);
      all[index].end = absl::Now();
      all[index].booked = status.ok();
      EXPECT_TRUE(status.ok() || IsFull(status)) << status.error_message();
    });
    EXPECT_EQ(std::count_if(all.begin(), all.end(), [](const Asked& one) { return one.booked; }),
              kPlaces);
    EXPECT_TRUE(OneQueueCouldAnswerSo(all));
    EXPECT_EQ(clients[0]->PlacesLeft(conference).value_or(-1), 0);
  }
}

TEST(LastPlaceOfTheProgram, ControlAnswersThatNoQueueGivesAreNoticed) {
  std::vector<Asked> all;
  for (int i = 0; i < kPlaces; ++i) {
    all.push_back({absl::FromUnixSeconds(10), absl::FromUnixSeconds(12), true});
  }
  all.push_back({absl::FromUnixSeconds(11), absl::FromUnixSeconds(13), false});
  EXPECT_TRUE(OneQueueCouldAnswerSo(all));
  all.push_back({absl::FromUnixSeconds(8), absl::FromUnixSeconds(9), false});
  EXPECT_FALSE(OneQueueCouldAnswerSo(all));
}

}  // namespace
}  // namespace muster
