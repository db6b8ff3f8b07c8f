// A process that stores under load is killed with SIGKILL; all that it had acknowledged is there
// when the file is opened again. The control acknowledges before the commit and must lose some.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <random>
#include <thread>

#include "server/store/call_store.h"
#include "server/store/conference_store.h"
#include "server/store/uuid.h"
#include "tests/server/store/test_store.h"

namespace muster::store {
namespace {

constexpr int kWriters = 32;
constexpr int kPlaces = 10;
// Each round checks the whole file.
constexpr int kRoundsOfAFile = 20;

// An engine as none may be: it answers at once and writes afterwards.
class HastyEngine final : public Engine {
 public:
  explicit HastyEngine(Engine* engine) : engine_(engine) {}
  void Write(WriteFunction write, DoneFunction done) override {
    engine_->Write(std::move(write), [](absl::Status) {});
    done(absl::OkStatus());
  }
  absl::Status Read(ReadFunction read) override { return engine_->Read(read); }

 private:
  Engine* const engine_;
};

// What the child tells of each request that was acknowledged. Smaller than PIPE_BUF: whole or not
// at all.
struct Acknowledged {
  std::uint64_t request;
  bool booking;
};

class KilledStore : public testing::Test {
 protected:
  KilledStore() : random_(Seed()) {}

  void BeginFile(int number) {
    path_ = folder_.File("muster-" + std::to_string(number) + ".db");
    std::unique_ptr<Engine> engine = Open();
    EXPECT_TRUE(CallStore(engine.get()).Apply(SampleCall(), At("08:00")).ok());
  }

  std::unique_ptr<Engine> Open() {
    absl::StatusOr<std::unique_ptr<Engine>> engine = OpenSqlite({.path = path_});
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  // Stores without end, and tells on `pipe` what was acknowledged.
  [[noreturn]] void StoreUntilKilled(int pipe, const std::string& conference, bool hasty) {
    std::unique_ptr<Engine> engine = Open();
    HastyEngine hasty_engine(engine.get());
    Engine* const used = hasty ? &hasty_engine : engine.get();
    SubmissionStore submissions(used);
    BookingStore bookings(used);
    std::vector<std::thread> writers;
    for (int writer = 0; writer < kWriters; ++writer) {
      writers.emplace_back([&, writer] {
        for (std::uint64_t i = 0;; ++i) {
          Acknowledged done = {(first_request_ + i) * kWriters + writer, i % 2 == 1};
          NewBooking booking = SampleBooking("Ada", RequestId(done.request), At("10:00"));
          booking.parent = conference;
          const bool stored =
              done.booking ? Create(bookings, booking).ok()
                           : Create(submissions,
                                    SampleSubmission("Title", RequestId(done.request), At("10:00")))
                                 .ok();
          if (stored && write(pipe, &done, sizeof(done)) != sizeof(done)) _exit(1);
        }
      });
    }
    while (true) pause();
  }

  // One process under load, killed after a random number of acknowledgements; gives all of them.
  std::vector<Acknowledged> KillOne(const std::string& conference, bool hasty) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) {
      close(ends[0]);
      StoreUntilKilled(ends[1], conference, hasty);
    }
    close(ends[1]);
    const std::size_t until = 1 + random_() % 2000;
    std::vector<Acknowledged> acknowledged;
    Acknowledged one;
    while (read(ends[0], &one, sizeof(one)) == sizeof(one)) {
      acknowledged.push_back(one);
      if (acknowledged.size() == until) kill(child, SIGKILL);
    }
    close(ends[0]);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status));
    first_request_ += 1000000;
    return acknowledged;
  }

  // How many of the acknowledged are not in the store.
  int Lost(Engine& engine, const std::vector<Acknowledged>& acknowledged) {
    int lost = 0;
    for (const Acknowledged& one : acknowledged) {
      NewBooking booking = SampleBooking("Ada", RequestId(one.request), At("10:00"));
      std::int64_t found = 0;
      const std::string id = *ParseUuid(RequestId(one.request));
      absl::Status read = engine.Read([&](Transaction& transaction) {
        return transaction.Query(
            one.booking ? "SELECT count(*) FROM request_ids JOIN bookings ON resource_id = id "
                          "WHERE request_id = $1"
                        : "SELECT count(*) FROM request_ids JOIN submissions ON resource_id = id "
                          "WHERE request_id = $1",
            {Bytes{id}}, [&found](const Row& row) {
              found = row.Integer(0);
              return absl::OkStatus();
            });
      });
      EXPECT_TRUE(read.ok()) << read;
      if (found != 1) ++lost;
    }
    return lost;
  }

  // Kills `rounds` processes; gives how many acknowledged requests were lost in all.
  int KillMany(int rounds, bool hasty) {
    int lost = 0;
    std::size_t total = 0;
    for (int round = 0; round < rounds; ++round) {
      if (round % kRoundsOfAFile == 0) BeginFile(round / kRoundsOfAFile);
      const std::string conference = "conferences/round-" + std::to_string(round);
      EXPECT_TRUE(ConferenceStore(Open().get())
                      .Apply(SampleConference(kPlaces, conference), At("08:00"))
                      .ok());
      const std::vector<Acknowledged> acknowledged = KillOne(conference, hasty);
      total += acknowledged.size();
      std::unique_ptr<Engine> engine = Open();
      lost += Lost(*engine, acknowledged);
      CheckWhole(*engine);
    }
    std::printf("%d kills, %zu acknowledged, %d lost\n", rounds, total, lost);
    return lost;
  }

  // Nothing is there in part, nothing twice, and no conference has more bookings than places.
  static void CheckWhole(Engine& engine) {
    std::string integrity;
    EXPECT_TRUE(engine
                    .Read([&](Transaction& transaction) {
                      return transaction.Query("PRAGMA integrity_check", {},
                                               [&integrity](const Row& row) {
                                                 integrity = std::string(row.Text(0));
                                                 return absl::OkStatus();
                                               });
                    })
                    .ok());
    EXPECT_EQ(integrity, "ok");
    const std::int64_t resources = Count(
        engine, "SELECT (SELECT count(*) FROM submissions) + (SELECT count(*) FROM bookings)");
    EXPECT_EQ(Count(engine, "SELECT count(*) FROM request_ids"), resources);
    EXPECT_EQ(Count(engine, "SELECT count(*) FROM events WHERE kind LIKE '%.created'"), resources);
    EXPECT_EQ(Count(engine,
                    "SELECT count(*) FROM conference_places WHERE places_taken > place_count OR "
                    "places_taken != (SELECT count(*) FROM bookings "
                    "WHERE bookings.conference_name = conference_places.conference_name)"),
              0);
  }

  std::mt19937_64 random_;
  TestFolder folder_;
  std::string path_;
  std::uint64_t first_request_ = 0;
};

TEST_F(KilledStore, KeepsAllThatWasAcknowledged) {
  EXPECT_EQ(KillMany(Rounds(10), /*hasty=*/false), 0);
}

TEST_F(KilledStore, ControlAnsweringBeforeTheCommitLosesSome) {
  EXPECT_GT(KillMany(5, /*hasty=*/true), 0);
}

}  // namespace
}  // namespace muster::store
