#include "tests/server/store/test_store.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "absl/strings/str_cat.h"
#include "server/store/resource.h"
#include "tests/server/store/postgres_server.h"

namespace muster::store {
namespace {

class SqliteDatabase final : public TestDatabase {
 public:
  std::unique_ptr<Engine> Open() override {
    absl::StatusOr<std::unique_ptr<Engine>> engine =
        OpenSqlite({.path = folder_.File("muster.db")});
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }

 private:
  TestFolder folder_;
};

std::unique_ptr<TestDatabase> MakeSqliteDatabase() { return std::make_unique<SqliteDatabase>(); }

// The receipt as a caller reads it.
template <typename Store, typename Wanted>
absl::StatusOr<v1::Receipt> CreateAndWait(Store& store, Wanted wanted) {
  std::promise<absl::StatusOr<v1::Receipt>> answer;
  store.Create(std::move(wanted), [&answer](absl::StatusOr<v1::Receipt> receipt) {
    answer.set_value(std::move(receipt));
  });
  absl::StatusOr<v1::Receipt> receipt = answer.get_future().get();
  EXPECT_TRUE(!receipt.ok() || receipt->ParseFromString(receipt->SerializeAsString()));
  return receipt;
}

google::protobuf::Timestamp TimestampAt(std::string_view time) {
  return TimestampOf(absl::ToUnixMicros(At(time)));
}

}  // namespace

TestFolder::TestFolder() {
  std::string path = std::filesystem::temp_directory_path() / "muster-test-XXXXXX";
  EXPECT_NE(mkdtemp(path.data()), nullptr);
  path_ = path;
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<EngineKind> EngineKinds() {
  std::vector<EngineKind> kinds = {{"Sqlite", MakeSqliteDatabase}};
  if (PostgresServer::IsWanted()) kinds.push_back({"Postgres", MakePostgresDatabase});
  return kinds;
}

absl::Time At(std::string_view time) {
  absl::Time result;
  std::string error;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%dT%H:%M", "2027-01-01T" + std::string(time), &result, &error))
      << error;
  return result;
}

std::string RequestId(std::uint64_t number) {
  return absl::StrCat("00000000-0000-7000-8000-", absl::Hex(number, absl::kZeroPad12));
}

v1::Call SampleCall(std::string_view name) {
  v1::Call call;
  call.set_name(std::string(name));
  call.set_title("Sample");
  *call.mutable_open_time() = TimestampAt("09:00");
  *call.mutable_close_time() = TimestampAt("17:00");
  call.mutable_consent_wording()->set_version("2027-01");
  call.mutable_consent_wording()->set_publish_afterwards("You may publish it.");
  return call;
}

v1::Conference SampleConference(std::int32_t place_count, std::string_view name) {
  v1::Conference conference;
  conference.set_name(std::string(name));
  conference.set_title("Forum");
  conference.set_place_count(place_count);
  *conference.mutable_booking_open_time() = TimestampAt("09:00");
  *conference.mutable_booking_close_time() = TimestampAt("17:00");
  return conference;
}

void SetContent(NewSubmission& wanted, const v1::SubmissionContent& content) {
  wanted.content_bytes = MessageBytes(content);
  wanted.content_sha256 = Sha256(wanted.content_bytes);
}

NewSubmission SampleSubmission(const std::string& title, const std::string& request_id,
                               absl::Time now) {
  NewSubmission wanted;
  wanted.parent = "calls/sample";
  wanted.call_revision = 1;
  v1::SubmissionContent content;
  content.add_evidence()->set_title(title);
  content.mutable_submitter()->set_full_name("Ada");
  SetContent(wanted, content);
  v1::Receipt kept;
  v1::ConsentRecord& consent = *kept.add_consents();
  consent.set_field("publish_afterwards");
  consent.set_wording("You may publish it.");
  consent.set_wording_version("2027-01");
  consent.set_given(true);
  wanted.consent_bytes = MessageBytes(kept);
  wanted.request_id = request_id;
  wanted.now = now;
  return wanted;
}

NewBooking SampleBooking(const std::string& full_name, const std::string& request_id,
                         absl::Time now) {
  NewBooking wanted;
  wanted.parent = "conferences/forum";
  v1::BookingContent content;
  content.set_full_name(full_name);
  wanted.content_bytes = MessageBytes(content);
  wanted.content_sha256 = Sha256(wanted.content_bytes);
  wanted.request_id = request_id;
  wanted.now = now;
  return wanted;
}

BusyWriter::BusyWriter(Engine& engine) {
  std::promise<void> started;
  engine.Write(
      // Runs again where what came meanwhile is refused.
      [&started, finish = finish_.get_future().share(), first = true](Transaction&) mutable {
        if (std::exchange(first, false)) started.set_value();
        finish.wait();
        return absl::OkStatus();
      },
      [this](absl::Status) { answered_.set_value(); });
  started.get_future().wait();
}

void BusyWriter::LetGo() {
  if (std::exchange(let_go_, true)) return;
  finish_.set_value();
  answered_.get_future().wait();
}

absl::StatusOr<v1::Receipt> Create(SubmissionStore& store, NewSubmission wanted) {
  return CreateAndWait(store, std::move(wanted));
}

absl::StatusOr<v1::Receipt> Create(BookingStore& store, NewBooking wanted) {
  return CreateAndWait(store, std::move(wanted));
}

std::int64_t Count(Engine& engine, std::string_view sql) {
  std::int64_t count = -1;
  absl::Status read = engine.Read([&](Transaction& transaction) {
    return transaction.Query(sql, {}, [&count](const Row& row) {
      count = row.Integer(0);
      return absl::OkStatus();
    });
  });
  EXPECT_TRUE(read.ok()) << read;
  return count;
}

int Rounds(int usual) {
  const char* const given = std::getenv("ROUNDS");
  const int rounds = given == nullptr ? usual : std::atoi(given);
  std::printf("ROUNDS=%d\n", rounds);
  return rounds;
}

std::uint64_t Seed() {
  const char* const given = std::getenv("SEED");
  const std::uint64_t seed =
      given == nullptr ? std::random_device()() : std::strtoull(given, nullptr, 10);
  std::printf("SEED=%llu\n", static_cast<unsigned long long>(seed));
  return seed;
}

}  // namespace muster::store
