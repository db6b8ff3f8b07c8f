// Two of the real program on one PostgreSQL, under load: the last places, a server killed, the
// PostgreSQL crashed and one of its processes killed. What was acknowledged by either is there,
// once, and a server that was not killed needs no restart.
#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include "absl/time/clock.h"
#include "server/store/postgres_engine.h"
#include "server/store/uuid.h"
#include "tests/read_file.h"
#include "tests/server/program/load.h"
#include "tests/server/program/muster_process.h"
#include "tests/server/store/postgres_server.h"

namespace muster {
namespace {

constexpr int kServers = 2;
constexpr int kCallers = 48;
constexpr absl::Duration kPatience = absl::Seconds(60);

class PostgresProgramTest : public testing::Test {
 protected:
  PostgresProgramTest() : random_(store::Seed()), database_(postgres_.MakeDatabase()) {
    auto engine = store::OpenPostgres(
        {.address = *store::ParsePostgresAddress(postgres_.Address(database_))});
    EXPECT_TRUE(engine.ok()) << engine.status();
    MakeData(**engine, folder_.path(), kConferences);
    for (int server = 0; server < kServers; ++server) StartServer(server);
  }

  void StartServer(int server) {
    auto process = MusterProcess::Start(folder_.path(), {"--store", postgres_.Address(database_)});
    ASSERT_NE(process, nullptr);
    std::vector<std::unique_ptr<Client>> clients = Connect(process->grpc_address());
    std::lock_guard<std::mutex> lock(mutex_);
    processes_[server] = std::move(process);
    clients_[server].clear();
    for (std::unique_ptr<Client>& client : clients) clients_[server].push_back(std::move(client));
  }

  std::shared_ptr<Client> ClientOf(int server, int caller) {
    std::lock_guard<std::mutex> lock(mutex_);
    return clients_[server][static_cast<std::size_t>(caller) % clients_[server].size()];
  }

  static Sent NewRequest(const std::string& conference) {
    Sent sent;
    sent.request_id = store::UuidText(store::NewUuid(absl::Now()));
    sent.booking = !conference.empty();
    sent.conference = conference;
    return sent;
  }

  // Sends one after the other until told to stop; what fails is repeated at the other server.
  void SendAll(int caller) {
    for (int i = 0; !stopping_; ++i) {
      const std::string conference = ConferenceOfRound(i % kConferences);
      Sent sent = NewRequest(i % 4 == 0 ? conference : "");
      for (int attempt = caller; !stopping_; ++attempt) {
        const grpc::Status status = ClientOf(attempt % kServers, caller)->Send(sent);
        if (status.ok() || IsFull(status)) break;
        ++failures_;
        absl::SleepFor(absl::Milliseconds(50));
      }
      if (!sent.acknowledged) continue;
      std::lock_guard<std::mutex> lock(mutex_);
      sent_.push_back(sent);
    }
  }

  std::size_t Acknowledged() {
    std::lock_guard<std::mutex> lock(mutex_);
    return sent_.size();
  }
  // That writes go on, from when on they did, by itself.
  void WaitForMore(std::size_t count) {
    const std::size_t before = Acknowledged();
    const absl::Time until = absl::Now() + kPatience;
    while (Acknowledged() < before + count) {
      ASSERT_LT(absl::Now(), until) << "no writes: " << failures_ << " failures";
      absl::SleepFor(absl::Milliseconds(10));
    }
  }

  void Fault(int round) {
    const absl::Time begin = absl::Now();
    switch (round % 3) {
      case 0:
        processes_[round / 3 % kServers]->Kill();
        StartServer(round / 3 % kServers);
        break;
      case 1:
        postgres_.Crash();
        postgres_.Start();
        break;
      default:
        postgres_.KillOneBackend(database_);
    }
    WaitForMore(200);
    const char* const names[] = {"a server was killed", "PostgreSQL crashed",
                                 "a process of PostgreSQL was killed"};
    std::printf("%s: 200 more acknowledged after %.1f s\n", names[round % 3],
                absl::ToDoubleSeconds(absl::Now() - begin));
  }

  // What was acknowledged is what a repeat gets, from either server.
  void CheckRepeats() {
    std::atomic<std::size_t> next = 0;
    AtOnce(kCallers / 4, [&](int caller) {
      for (std::size_t i = next++; i < sent_.size(); i = next++) {
        Sent again = sent_[i];
        const grpc::Status status = ClientOf(static_cast<int>(i) % kServers, caller)->Send(again);
        EXPECT_TRUE(status.ok()) << "lost: " << again.name << ", " << status.error_message();
        EXPECT_EQ(again.name, sent_[i].name);
        EXPECT_EQ(again.reference, sent_[i].reference);
      }
    });
  }

  void CheckDatabase() {
    EXPECT_EQ(Ask("SELECT count(*) FROM conference_places WHERE places_taken > place_count OR "
                  "places_taken != (SELECT count(*) FROM bookings "
                  "WHERE bookings.conference_name = conference_places.conference_name)"),
              "0");
    const std::string stored =
        Ask("SELECT (SELECT count(*) FROM submissions) + (SELECT count(*) FROM bookings)");
    EXPECT_EQ(Ask("SELECT count(*) FROM request_ids"), stored);
    EXPECT_EQ(Ask("SELECT count(*) FROM events WHERE kind LIKE '%.created'"), stored);
    EXPECT_GE(std::stoull(stored), sent_.size());
  }
  std::string Ask(const std::string& sql) { return postgres_.Ask(sql, database_); }

  static constexpr int kConferences = 60;

  std::mt19937_64 random_;
  store::TestFolder folder_;
  store::PostgresServer postgres_;
  const std::string database_;
  std::array<std::unique_ptr<MusterProcess>, kServers> processes_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> failures_ = 0;
  std::mutex mutex_;  // Guards what follows.
  std::array<std::vector<std::shared_ptr<Client>>, kServers> clients_;
  std::vector<Sent> sent_;
};

TEST_F(PostgresProgramTest, ThroughKillsAndCrashesNothingAcknowledgedIsLost) {
  const int rounds = store::Rounds(6);
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([this, caller] { SendAll(caller); });
  }
  WaitForMore(200);
  for (int round = 0; round < rounds && !HasFailure(); ++round) Fault(round);
  stopping_ = true;
  for (std::thread& caller : callers) caller.join();
  std::printf("%d faults, %zu acknowledged, %d failures told\n", rounds, sent_.size(),
              failures_.load());
  CheckRepeats();
  CheckDatabase();
}

TEST_F(PostgresProgramTest, CopiesByItsOwnToolsAndByExportAndImportAreWhole) {
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller) {
    callers.emplace_back([this, caller] { SendAll(caller); });
  }
  WaitForMore(300);
  // While it is written to.
  const std::string copy = "--store '" + postgres_.Address(postgres_.CopyOf(database_)) + "'";
  stopping_ = true;
  for (std::thread& caller : callers) caller.join();
  EXPECT_TRUE(MusterProcess::Run("verify " + copy));
  // To a file, to SQLite and on to another PostgreSQL: each says the same.
  const std::string file = " --store sqlite:" + folder_.File("moved.db");
  const std::string other = " --store '" + postgres_.Address(postgres_.MakeDatabase()) + "'";
  EXPECT_TRUE(MusterProcess::Run("export " + folder_.File("one") + " " + copy));
  EXPECT_TRUE(MusterProcess::Run("import " + folder_.File("one") + file));
  EXPECT_TRUE(MusterProcess::Run("export " + folder_.File("two") + file));
  EXPECT_TRUE(MusterProcess::Run("import " + folder_.File("two") + other));
  EXPECT_TRUE(MusterProcess::Run("export " + folder_.File("three") + other));
  const std::string exported = ReadFile(folder_.File("one"));
  EXPECT_GT(exported.size(), 10000U);
  EXPECT_TRUE(ReadFile(folder_.File("two")) == exported);
  EXPECT_TRUE(ReadFile(folder_.File("three")) == exported);
}

TEST_F(PostgresProgramTest, TheLastTenPlacesAreBookedOnceThroughTwoServers) {
  const int rounds = std::min(store::Rounds(5), kConferences);
  for (int round = 0; round < rounds; ++round) {
    const std::string conference = ConferenceOfRound(round);
    std::atomic<int> booked = 0;
    AtOnce(kClients, [&](int number) {
      Sent sent = NewRequest(conference);
      const grpc::Status status = ClientOf(number % kServers, number)->Send(sent);
      EXPECT_TRUE(status.ok() || IsFull(status)) << status.error_message();
      booked += status.ok() ? 1 : 0;
    });
    EXPECT_EQ(booked, kPlaces);
    for (int server = 0; server < kServers; ++server) {
      EXPECT_EQ(ClientOf(server, 0)->PlacesLeft(conference).value_or(-1), 0);
    }
  }
  CheckDatabase();
}

}  // namespace
}  // namespace muster
