// Bits of a copy that flip while it lies: verify names each, or the store says the same without it.
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "gmock/gmock.h"
#include "server/operations/export_file.h"
#include "server/operations/verify.h"
#include "server/store/form_draft_store.h"
#include "server/store/secrets.h"
#include "server/store/sqlite_copy.h"
#include "tests/read_file.h"
#include "tests/server/services/world.h"
#include "tests/server/store/test_store.h"

namespace muster::operations {
namespace {

constexpr std::int64_t kPageBytes = 4096;
// Of these there is nothing in the store to hold against: the secret of access keys, and when a
// seal was made.
const std::set<std::string> kToldOnce = {"secrets", "event_seals"};

std::set<std::string> Lines(const std::string& path) {
  std::ifstream stream(path);
  std::set<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.insert(line);
  return lines;
}

// `{"secrets":{...` is of "secrets".
std::string TableOf(const std::string& line) { return line.substr(2, line.find('"', 2) - 2); }

class BitRotTest : public testing::Test {
 protected:
  // A row of every table at least, and messages that go on in pages of their own.
  BitRotTest() {
    services::World world;
    EXPECT_TRUE(store::AccessKeySecret(world.engine(), world.now()).ok());
    for (int number = 1; number <= 12; ++number) {
      v1::CreateSubmissionRequest request = services::GoodSubmission(number);
      if (number % 4 == 0) {
        request.mutable_content()->set_information_outside_themes(std::string(3900, 'x'));
      }
      EXPECT_TRUE(world.Create(request).ok());
      EXPECT_TRUE(world.Create(services::GoodBooking(100 + number)).ok());
    }
    EXPECT_TRUE(SealThrough(world.engine(), *LastSequence(world.engine()), world.now()).ok());
    std::promise<absl::Status> kept;
    store::FormDraftStore(&world.engine())
        .Keep({.key_sha256 = std::string(32, 'k'), .form_id = "submission", .parent = "calls/x"},
              {.content = std::string(9000, 'd'), .request_id = store::RequestId(999)}, world.now(),
              absl::InfiniteDuration(),
              [&kept](absl::Status status) { kept.set_value(std::move(status)); });
    EXPECT_TRUE(kept.get_future().get().ok());
    EXPECT_TRUE(world.engine().CopyTo(sound_, [] { return true; }).ok());
  }

  store::TestFolder folder_;
  const std::string sound_ = folder_.File("sound.db");
};

TEST_F(BitRotTest, AFlippedBitIsNamedOrChangesNothingThatIsTold) {
  const std::uint64_t seed = store::Seed();
  const int rounds = store::Rounds(400);
  std::mt19937_64 random(seed);
  const std::string octets = ReadFile(sound_);
  const std::int64_t pages = std::ssize(octets) / kPageBytes;
  const std::string exported = folder_.File("sound.jsonl");
  {
    const auto engine = store::OpenSqliteToRead(sound_);
    ASSERT_TRUE(engine.ok()) << engine.status();
    const auto report = Verify(**engine);
    ASSERT_TRUE(report.ok() && report->ok()) << InWords(*report);
    ASSERT_TRUE(Export(**engine, exported).ok());
  }
  const std::set<std::string> expected = Lines(exported);
  int named = 0;
  int harmless = 0;
  std::map<std::string, int> unnamed;
  for (int round = 0; round < rounds; ++round) {
    // Each page in turn.
    const std::int64_t at =
        round % pages * kPageBytes + static_cast<std::int64_t>(random() % kPageBytes);
    const auto bit = static_cast<unsigned char>(1U << (random() % 8));
    std::string damaged = octets;
    damaged[static_cast<std::size_t>(at)] ^= static_cast<char>(bit);
    const std::string file = folder_.File("damaged.db");
    std::ofstream(file, std::ios::binary | std::ios::trunc) << damaged;
    const auto engine = store::OpenSqliteToRead(file);
    const absl::StatusOr<VerifyReport> report =
        engine.ok() ? Verify(**engine) : absl::StatusOr<VerifyReport>(engine.status());
    if (!report.ok() || !report->ok()) {
      ++named;
      continue;
    }
    const std::string told = folder_.File("damaged.jsonl");
    std::filesystem::remove(told);
    const auto wrote = Export(**engine, told);
    ASSERT_TRUE(wrote.ok()) << "octet " << at << " bit " << int{bit} << ": " << wrote.status();
    const std::set<std::string> lines = Lines(told);
    bool same = true;
    for (const std::string& line : expected) {
      if (lines.contains(line) || TableOf(line) == "end") continue;
      same = false;
      ++unnamed[TableOf(line)];
    }
    EXPECT_EQ(lines.size(), expected.size()) << "octet " << at << " bit " << int{bit};
    if (same) ++harmless;
  }
  std::printf("%d flips over %lld pages: %d named, %d change nothing that is told\n", rounds,
              static_cast<long long>(pages), named, harmless);
  EXPECT_GT(named, rounds / 4);
  for (const auto& [table, count] : unnamed) {
    if (kToldOnce.contains(table)) continue;
    ADD_FAILURE() << count << " flips changed " << table << " and were not named";
  }
}

// Read page by page from the last key of the one before, a table of which the last key has become
// the first would be read for ever.
TEST_F(BitRotTest, AKeyOutOfOrderEndsTheReading) {
  std::map<std::string, std::string> last_keys;
  {
    const auto engine = store::OpenSqliteToRead(sound_);
    ASSERT_TRUE(engine.ok()) << engine.status();
    for (const char* table : {"submissions", "bookings", "request_ids"}) {
      const char* const key = std::string_view(table) == "request_ids" ? "request_id" : "id";
      ASSERT_TRUE((*engine)
                      ->Read([&](store::Transaction& transaction) {
                        return transaction.Query(absl::StrCat("SELECT max(", key, ") FROM ", table),
                                                 {}, [&](const store::Row& row) {
                                                   last_keys[table] = std::string(row.Octets(0));
                                                   return absl::OkStatus();
                                                 });
                      })
                      .ok());
    }
  }
  for (const auto& [table, key] : last_keys) {
    std::string damaged = ReadFile(sound_);
    int found = 0;
    for (std::size_t at = 0; (at = damaged.find(key, at)) != std::string::npos; ++found) {
      damaged[at] = '\0';
    }
    ASSERT_GT(found, 0) << table;
    const std::string file = folder_.File("damaged.db");
    std::ofstream(file, std::ios::binary | std::ios::trunc) << damaged;
    const auto engine = store::OpenSqliteToRead(file);
    ASSERT_TRUE(engine.ok()) << engine.status();
    const auto report = Verify(**engine);
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_THAT(InWords(*report), testing::HasSubstr("the keys of " + table + " are not in order"));
    EXPECT_TRUE(absl::IsDataLoss(Export(**engine, folder_.File("damaged.jsonl")).status()))
        << table;
  }
}

}  // namespace
}  // namespace muster::operations
