// The small language of the store's tests: an engine of each kind to run them on, sample messages,
// and waiting for an answer.
#pragma once

#include <cstdint>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"
#include "server/store/booking_store.h"
#include "server/store/engine.h"
#include "server/store/sqlite_engine.h"
#include "server/store/submission_store.h"

namespace muster::store {

// A folder of its own, removed at the end.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  std::string File(std::string_view name) const { return path_ + "/" + std::string(name); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// A database in which tests can open an engine, close it and open it again.
class TestDatabase {
 public:
  virtual ~TestDatabase() = default;
  virtual std::unique_ptr<Engine> Open() = 0;
  // DDL of a test, which is SQLite's, as this database takes it.
  virtual std::string Dialect(std::string_view sql) const { return std::string(sql); }
};

// A kind of engine: the contract tests run on each. PostgreSQL is one of them in the suite that
// starts one.
struct EngineKind {
  const char* name;
  std::unique_ptr<TestDatabase> (*make)();
};
std::vector<EngineKind> EngineKinds();
inline std::string EngineName(const testing::TestParamInfo<EngineKind>& kind) {
  return kind.param.name;
}

// A test on a new database of each kind of engine.
class EngineTest : public testing::TestWithParam<EngineKind> {
 protected:
  EngineTest() : database_(GetParam().make()), engine_(database_->Open()) {}
  // Closes and opens the database again.
  void Reopen() {
    engine_.reset();
    engine_ = database_->Open();
  }
  Engine& engine() { return *engine_; }
  const TestDatabase& database() const { return *database_; }

 private:
  std::unique_ptr<TestDatabase> database_;
  std::unique_ptr<Engine> engine_;
};

// 2027-01-01 at this time, UTC: "10:15".
absl::Time At(std::string_view time);

// "00000000-0000-7000-8000-000000000007".
std::string RequestId(std::uint64_t number);

// A call that is open from 09:00 to 17:00.
v1::Call SampleCall(std::string_view name = "calls/sample");
// A conference whose booking is open from 09:00 to 17:00.
v1::Conference SampleConference(std::int32_t place_count,
                                std::string_view name = "conferences/forum");
// Sets the octets and their digest.
void SetContent(NewSubmission& wanted, const v1::SubmissionContent& content);

NewSubmission SampleSubmission(const std::string& title, const std::string& request_id,
                               absl::Time now);
NewBooking SampleBooking(const std::string& full_name, const std::string& request_id,
                         absl::Time now);

// Keeps the engine's writer in a transaction of its own until it is told to let go: what is written
// meanwhile waits, and is then committed together.
class BusyWriter {
 public:
  explicit BusyWriter(Engine& engine);
  ~BusyWriter() { LetGo(); }
  void LetGo();

 private:
  std::promise<void> finish_;
  std::promise<void> answered_;
  bool let_go_ = false;
};

// Waits for what Create answers.
absl::StatusOr<v1::Receipt> Create(SubmissionStore& store, NewSubmission wanted);
absl::StatusOr<v1::Receipt> Create(BookingStore& store, NewBooking wanted);

// The single integer that a query gives.
std::int64_t Count(Engine& engine, std::string_view sql);

// ROUNDS of the environment or `usual`; SEED or a random one. Printed, so that a run can be
// repeated.
int Rounds(int usual);
std::uint64_t Seed();

}  // namespace muster::store
