// The real program while the clock of its machine jumps both ways under load: what it acknowledged
// stays, and what is open follows its own clock.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/clock.h"
#include "server/store/uuid.h"
#include "tests/server/program/load.h"
#include "tests/server/program/muster_process.h"
#include "tests/server/store/test_store.h"

namespace muster {
namespace {

constexpr int kWriters = 8;

// The difference between the program's clock and ours.
class ClockFile {
 public:
  explicit ClockFile(const std::string& path) {
    const int file = open(path.c_str(), O_RDWR | O_CREAT, 0600);
    EXPECT_EQ(ftruncate(file, sizeof(std::int64_t)), 0);
    offset_ns_ = static_cast<std::int64_t*>(
        mmap(nullptr, sizeof(std::int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0));
    close(file);
  }
  ~ClockFile() { munmap(offset_ns_, sizeof(std::int64_t)); }
  ClockFile(const ClockFile&) = delete;
  ClockFile& operator=(const ClockFile&) = delete;
  void Jump(absl::Duration offset) {
    std::atomic_ref<std::int64_t> shared(*offset_ns_);
    shared = absl::ToInt64Nanoseconds(offset);
  }

 private:
  std::int64_t* offset_ns_;
};

class ClockJumpTest : public testing::Test {
 protected:
  ClockJumpTest() : clock_(folder_.File("clock")) {
    MakeData(folder_.path(), 1);
    Start();
  }
  void Start() {
    program_ = MusterProcess::Start(
        folder_.path(), {},
        {"LD_PRELOAD=" MUSTER_JUMPING_CLOCK, "MUSTER_TEST_CLOCK=" + folder_.File("clock")});
    ASSERT_NE(program_, nullptr);
  }
  grpc::Status SendNew() {
    Sent sent;
    sent.request_id = store::UuidText(store::NewUuid(absl::Now()));
    const grpc::Status status = Client(program_->grpc_address()).Send(sent);
    if (status.ok()) acknowledged_.push_back(sent);
    return status;
  }
  // Sends without a pause, while `jump` does as it likes; nothing may be refused.
  void SendWhile(const std::function<void()>& jump) {
    std::atomic<bool> stop = false;
    std::mutex mutex;
    std::thread jumper([&] {
      jump();
      stop = true;
    });
    AtOnce(kWriters, [&](int) {
      Client client(program_->grpc_address());
      while (!stop) {
        Sent sent;
        sent.request_id = store::UuidText(store::NewUuid(absl::Now()));
        const grpc::Status status = client.Send(sent);
        std::lock_guard<std::mutex> lock(mutex);
        if (status.ok()) acknowledged_.push_back(sent);
        EXPECT_TRUE(status.ok()) << status.error_message();
      }
    });
    jumper.join();
  }
  // So many round trips of a reader later.
  void LetPass(int reads) {
    Client client(program_->grpc_address());
    for (int i = 0; i < reads; ++i) {
      EXPECT_TRUE(client.PlacesLeft(ConferenceOfRound(0)).ok());
    }
  }
  void ExpectNothingLost() {
    Client client(program_->grpc_address());
    for (const Sent& before : acknowledged_) {
      Sent again = before;
      const grpc::Status status = client.Send(again);
      ASSERT_TRUE(status.ok()) << status.error_message();
      EXPECT_EQ(again.name, before.name);
    }
  }

  store::TestFolder folder_;
  ClockFile clock_;
  std::unique_ptr<MusterProcess> program_;
  std::vector<Sent> acknowledged_;
};

bool Says(const grpc::Status& status, const char* reason) {
  return status.error_code() == grpc::StatusCode::FAILED_PRECONDITION &&
         status.error_details().find(reason) != std::string::npos;
}

// The call of the load is open from a day ago to a day ahead.
TEST_F(ClockJumpTest, UnderLoadJumpsWithinTheOpenTimeRefuseNothingAndLoseNothing) {
  SendWhile([this] {
    for (const int hours : {20, -20, 3, -1, 23, -23, 0}) {
      clock_.Jump(absl::Hours(hours));
      LetPass(50);
    }
  });
  EXPECT_GT(acknowledged_.size(), 50u);
  program_->Kill();
  clock_.Jump(absl::Hours(-20));
  ASSERT_NO_FATAL_FAILURE(Start());
  ExpectNothingLost();
}

TEST_F(ClockJumpTest, WhatIsOpenFollowsTheServersOwnClockAndRepeatsStillGetTheirReceipt) {
  EXPECT_TRUE(SendNew().ok());
  clock_.Jump(absl::Hours(24 * 400));
  EXPECT_TRUE(Says(SendNew(), "CALL_CLOSED"));
  ExpectNothingLost();
  clock_.Jump(absl::Hours(-24 * 365));
  EXPECT_TRUE(Says(SendNew(), "CALL_NOT_OPEN"));
  ExpectNothingLost();
  clock_.Jump(absl::ZeroDuration());
  EXPECT_TRUE(SendNew().ok());
}

}  // namespace
}  // namespace muster
