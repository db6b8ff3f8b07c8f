// The real program on a small disk that fills up under load: reads go on, writes are refused in
// words, a start after SIGKILL serves as well, and all goes on by itself when there is room. Needs
// root, to mount the disk.
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>

#include "absl/time/clock.h"
#include "server/store/uuid.h"
#include "tests/server/gateway/raw_client.h"
#include "tests/server/program/load.h"
#include "tests/server/program/muster_process.h"
#include "tests/server/store/test_store.h"

namespace muster {
namespace {

constexpr std::int64_t kReserveBytes = std::int64_t{4} << 20;
const std::vector<std::string> kFlags = {"--disk-reserve", "4", "--admin", "127.0.0.1:0"};

// A small file system in a folder of its own.
class SmallDisk {
 public:
  // Nothing to hold on to where it can't be mounted.
  explicit SmallDisk(const std::string& kind) {
    if (kind == "tmpfs") {
      is_mounted_ = mount("tmpfs", path().c_str(), "tmpfs", 0, "size=40m") == 0;
      return;
    }
    const std::string image = image_folder_.File("disk");
    is_mounted_ =
        std::system(("truncate -s 48M " + image + " && mkfs.ext4 -q -m 0 " + image +
                     " 2>/dev/null && mount -o loop " + image + " " + path() + " 2>/dev/null")
                        .c_str()) == 0;
  }
  ~SmallDisk() {
    if (is_mounted_) umount(path().c_str());
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  bool is_mounted() const { return is_mounted_; }
  const std::string& path() const { return folder_.path(); }
  std::int64_t FreeBytes() const {
    struct statvfs information;
    EXPECT_EQ(statvfs(path().c_str(), &information), 0);
    return static_cast<std::int64_t>(information.f_bavail * information.f_frsize);
  }
  // Somebody else's file takes all but so much.
  void LeaveFree(std::int64_t bytes) {
    const int file = open(others_.c_str(), O_WRONLY | O_CREAT, 0600);
    const off_t size = lseek(file, 0, SEEK_END);
    // A file system needs some of what is free for itself.
    for (std::int64_t more = FreeBytes() - bytes; more > 0; more -= 65536) {
      if (posix_fallocate(file, size, more) == 0) break;
    }
    close(file);
  }
  void Free() { unlink(others_.c_str()); }

 private:
  store::TestFolder image_folder_;
  store::TestFolder folder_;
  const std::string others_ = folder_.File("others");
  bool is_mounted_ = false;
};

// Whether it says that the disk is full, and when to come again.
bool IsDiskFull(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED &&
         status.error_details().find("STORE_FULL") != std::string::npos &&
         status.error_details().find("google.rpc.RetryInfo") != std::string::npos;
}

class FullDiskTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!disk_.is_mounted()) GTEST_SKIP() << "no " << GetParam() << " can be mounted here";
    MakeData(disk_.path(), 1);
    ASSERT_NO_FATAL_FAILURE(Start());
  }
  void TearDown() override {
    if (program_ != nullptr) program_->Kill();
  }

  void Start() {
    program_ = MusterProcess::Start(disk_.path(), kFlags);
    ASSERT_NE(program_, nullptr);
    client_ = std::make_unique<Client>(program_->grpc_address());
  }

  grpc::Status SendNew() {
    Sent sent;
    sent.request_id = store::UuidText(store::NewUuid(absl::Now()));
    const grpc::Status status = client_->Send(sent);
    if (status.ok()) acknowledged_.push_back(sent);
    return status;
  }
  // Many clients, until every one of them is refused.
  void SendUntilFull() {
    std::mutex mutex;
    AtOnce(8, [&](int) {
      Client client(program_->grpc_address());
      grpc::Status status;
      while (status.ok()) {
        Sent sent;
        sent.request_id = store::UuidText(store::NewUuid(absl::Now()));
        status = client.Send(sent);
        std::lock_guard<std::mutex> lock(mutex);
        if (status.ok()) acknowledged_.push_back(sent);
        // By then the log has less than the reserve, also where each was a commit of its own.
        if (acknowledged_.size() == 60) disk_.LeaveFree(kReserveBytes + 500000);
      }
      EXPECT_TRUE(IsDiskFull(status)) << status.error_message();
    });
  }
  // Whether it stores within ten seconds.
  bool StoresAgain() {
    const absl::Time until = absl::Now() + absl::Seconds(10);
    while (absl::Now() < until) {
      if (SendNew().ok()) return true;
    }
    return false;
  }
  std::string Health(const char* path, int status) {
    const gateway::RawReply reply = gateway::Fetch(program_->admin_port(), "GET", path);
    EXPECT_EQ(reply.status, status) << path;
    return reply.body;
  }
  // Reads, of the store and of the pages, are answered.
  void ExpectReads() {
    EXPECT_EQ(client_->PlacesLeft(ConferenceOfRound(0)).value_or(-1), kPlaces);
    EXPECT_EQ(gateway::Fetch(program_->http_port(), "GET", "/calls/load").status, 200);
  }
  // A repeat of each gets the same receipt.
  void ExpectNothingLost() {
    ASSERT_FALSE(acknowledged_.empty());
    for (const Sent& before : acknowledged_) {
      Sent again = before;
      const grpc::Status status = client_->Send(again);
      ASSERT_TRUE(status.ok()) << status.error_message();
      EXPECT_EQ(again.name, before.name);
      EXPECT_EQ(again.reference, before.reference);
    }
  }

  SmallDisk disk_{GetParam()};
  std::unique_ptr<MusterProcess> program_;
  std::unique_ptr<Client> client_;
  std::vector<Sent> acknowledged_;
};

TEST_P(FullDiskTest, ReadsGoOnWritesAreRefusedInWordsAndItGoesOnByItself) {
  EXPECT_EQ(Health("/readyz/writes", 200), "serving\n");
  SendUntilFull();
  ExpectReads();
  EXPECT_EQ(Health("/readyz", 200), "read-only: the disk is full\n");
  EXPECT_EQ(Health("/readyz/writes", 503), "read-only: the disk is full\n");
  disk_.LeaveFree(0);
  EXPECT_TRUE(IsDiskFull(SendNew()));
  ExpectReads();
  ExpectNothingLost();
  disk_.Free();
  EXPECT_TRUE(StoresAgain());
  EXPECT_EQ(Health("/readyz/writes", 200), "serving\n");
  ExpectNothingLost();
}

TEST_P(FullDiskTest, AStartAfterAKillServesReadsFromTheReserve) {
  SendUntilFull();
  disk_.LeaveFree(0);
  program_->Kill();
  ASSERT_NO_FATAL_FAILURE(Start());
  ExpectReads();
  EXPECT_TRUE(IsDiskFull(SendNew()));
  disk_.Free();
  EXPECT_TRUE(StoresAgain());
  ExpectNothingLost();
}

INSTANTIATE_TEST_SUITE_P(Disks, FullDiskTest, testing::Values("tmpfs", "ext4"),
                         [](const auto& kind) { return std::string(kind.param); });

}  // namespace
}  // namespace muster
