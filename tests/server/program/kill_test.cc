// The real program, killed with SIGKILL while 200 clients send submissions and ask for the last
// places: what it acknowledged is there when it is started again, once, and there are never more
// bookings than places. The control is in tests/server/store/killed_store_test.cc.
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <random>

#include "server/store/uuid.h"
#include "tests/server/program/load.h"
#include "tests/server/program/muster_process.h"
#include "tests/server/store/test_store.h"

namespace muster {
namespace {

constexpr int kRoundsOfAFile = 100;

class KillTest : public testing::Test {
 protected:
  KillTest() : random_(store::Seed()) {}

  static Sent NewRequest(const std::string& conference) {
    Sent sent;
    sent.request_id = store::UuidText(store::NewUuid(absl::Now()));
    sent.booking = !conference.empty();
    sent.conference = conference;
    return sent;
  }

  // All clients ask for a place and then send submissions, until the program is killed after
  // `acknowledgements`. Gives everything that was sent.
  std::vector<Sent> LoadUntilKilled(MusterProcess& program, const std::string& conference,
                                    int acknowledgements) {
    std::vector<std::unique_ptr<Client>> clients = Connect(program.grpc_address());
    std::atomic<int> acknowledged = 0;
    std::mutex mutex;
    std::vector<Sent> all;
    AtOnce(kClients, [&](int number) {
      Client& client = *clients[static_cast<std::size_t>(number) % clients.size()];
      std::vector<Sent> mine;
      grpc::Status status;
      do {
        Sent& sent = mine.emplace_back(NewRequest(mine.empty() ? conference : ""));
        status = client.Send(sent);
        if (status.ok() && ++acknowledged == acknowledgements) program.Kill();
        if (!status.ok() && !IsFull(status)) {
          EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE) << status.error_message();
        }
      } while (status.ok() || IsFull(status));
      std::lock_guard<std::mutex> lock(mutex);
      all.insert(all.end(), mine.begin(), mine.end());
    });
    return all;
  }

  // Every client repeats what it sent: what was acknowledged gets the same receipt; bookings that
  // were not may get a place or hear that there is none.
  void RepeatAll(MusterProcess& program, std::vector<Sent>& all) {
    std::vector<std::unique_ptr<Client>> clients = Connect(program.grpc_address());
    std::atomic<std::size_t> next = 0;
    AtOnce(static_cast<int>(clients.size()) * 2, [&](int number) {
      Client& client = *clients[static_cast<std::size_t>(number) % clients.size()];
      for (std::size_t i = next++; i < all.size(); i = next++) {
        const Sent before = all[i];
        grpc::Status status = client.Send(all[i]);
        EXPECT_TRUE(status.ok() || IsFull(status)) << status.error_message();
        if (!before.acknowledged) continue;
        EXPECT_TRUE(status.ok()) << "lost: " << before.name;
        EXPECT_EQ(all[i].name, before.name);
        EXPECT_EQ(all[i].reference, before.reference);
      }
    });
  }

  // The single value that a query on the file gives, while the program serves.
  std::string Ask(const std::string& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(data_file_.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr),
              SQLITE_OK);
    sqlite3_busy_timeout(database, 5000);
    std::string answer;
    EXPECT_EQ(sqlite3_exec(
                  database, sql.c_str(),
                  [](void* result, int, char** values, char**) {
                    *static_cast<std::string*>(result) = values[0];
                    return 0;
                  },
                  &answer, nullptr),
              SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
    return answer;
  }

  void CheckFile(const std::string& conference, std::size_t stored) {
    EXPECT_EQ(Ask("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(Ask("SELECT count(*) FROM bookings WHERE conference_name = '" + conference + "'"),
              std::to_string(kPlaces));
    EXPECT_EQ(Ask("SELECT count(*) FROM conference_places WHERE places_taken > place_count OR "
                  "places_taken != (SELECT count(*) FROM bookings "
                  "WHERE bookings.conference_name = conference_places.conference_name)"),
              "0");
    for (const char* what : {"(SELECT count(*) FROM submissions) + (SELECT count(*) FROM bookings)",
                             "(SELECT count(*) FROM request_ids)",
                             "(SELECT count(*) FROM events WHERE kind LIKE '%.created')"}) {
      EXPECT_EQ(Ask(std::string("SELECT ") + what), std::to_string(stored)) << what;
    }
  }

  // Kills the program so often on one data file; adds up what was acknowledged before.
  void KillMany(int rounds);

  std::mt19937_64 random_;
  std::string data_file_;
  std::vector<absl::Duration> start_times_;
  std::size_t acknowledged_ = 0;
};

void KillTest::KillMany(int rounds) {
  store::TestFolder folder;
  data_file_ = folder.File("muster.db");
  MakeData(folder.path(), rounds);
  std::unique_ptr<MusterProcess> program = MusterProcess::Start(folder.path());
  ASSERT_NE(program, nullptr);
  std::size_t stored = 0;
  for (int round = 0; round < rounds && !HasFailure(); ++round) {
    const std::string conference = ConferenceOfRound(round);
    std::vector<Sent> all = LoadUntilKilled(*program, conference, 1 + random_() % 600);
    for (const Sent& sent : all) acknowledged_ += sent.acknowledged ? 1 : 0;
    program = MusterProcess::Start(folder.path());
    ASSERT_NE(program, nullptr);
    start_times_.push_back(program->start_time());
    RepeatAll(*program, all);
    for (const Sent& sent : all) stored += sent.acknowledged ? 1 : 0;
    CheckFile(conference, stored);
  }
}

TEST_F(KillTest, WhatWasAcknowledgedIsThereOnceAndPlacesAreNeverOversold) {
  const int rounds = store::Rounds(100);
  // A new file now and then: all of it is checked after each kill.
  for (int done = 0; done < rounds && !HasFailure(); done += kRoundsOfAFile) {
    KillMany(std::min(kRoundsOfAFile, rounds - done));
  }
  if (start_times_.empty()) return;
  std::sort(start_times_.begin(), start_times_.end());
  const auto milliseconds = [this](std::size_t percent) {
    const std::size_t index = start_times_.size() * percent / 100;
    return absl::ToDoubleMilliseconds(start_times_[std::min(index, start_times_.size() - 1)]);
  };
  std::printf(
      "%zu kills, %zu acknowledged before them; ready again in %.0f ms (median), %.0f ms (99 of "
      "100), %.0f ms (longest)\n",
      start_times_.size(), acknowledged_, milliseconds(50), milliseconds(99), milliseconds(100));
}

}  // namespace
}  // namespace muster
