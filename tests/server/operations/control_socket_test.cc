#include "server/operations/control_socket.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "gmock/gmock.h"
#include "tests/server/store/test_store.h"

namespace muster::operations {
namespace {

class ControlSocketTest : public testing::Test {
 protected:
  std::unique_ptr<ControlSocket> Start() {
    auto started = ControlSocket::Start(data_file_, [this](const std::string& path) {
      paths_.push_back(path);
      return answer_;
    });
    EXPECT_TRUE(started.ok()) << started.status();
    return started.ok() ? *std::move(started) : nullptr;
  }

  // What is answered to `line` sent as it is.
  std::string Say(const std::string& line) {
    const int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::snprintf(address.sun_path, sizeof(address.sun_path), "%s-control", data_file_.c_str());
    EXPECT_EQ(connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_GE(send(connection, line.data(), line.size(), MSG_NOSIGNAL), 0);
    shutdown(connection, SHUT_WR);
    char buffer[1000];
    const ssize_t size = recv(connection, buffer, sizeof(buffer), 0);
    close(connection);
    return std::string(buffer, size < 0 ? 0 : static_cast<std::size_t>(size));
  }

  store::TestFolder folder_;
  const std::string data_file_ = folder_.File("muster.db");
  absl::Status answer_;
  std::vector<std::string> paths_;
};

TEST_F(ControlSocketTest, ACopyIsAskedForByItsAbsolutePath) {
  const auto served = Start();
  const absl::Status asked = AskForCopy(data_file_, "some/../copy of mine.db");
  EXPECT_TRUE(asked.ok()) << asked;
  EXPECT_THAT(paths_,
              testing::ElementsAre((std::filesystem::current_path() / "copy of mine.db").string()));
}

TEST_F(ControlSocketTest, AFailureReachesWhoAskedWithItsCodeAndWords) {
  answer_ = absl::AlreadyExistsError("it is\nthere");
  const auto served = Start();
  EXPECT_EQ(AskForCopy(data_file_, "copy"), absl::AlreadyExistsError("it is there"));
}

TEST_F(ControlSocketTest, WithoutAServerThereIsNobodyToAsk) {
  EXPECT_TRUE(absl::IsNotFound(AskForCopy(data_file_, "copy")));
  Start().reset();
  EXPECT_TRUE(absl::IsNotFound(AskForCopy(data_file_, "copy")));
}

TEST_F(ControlSocketTest, WhatAKilledServerLeftIsReplaced) {
  const auto left = Start();
  const auto served = Start();
  EXPECT_TRUE(AskForCopy(data_file_, "copy").ok());
}

TEST_F(ControlSocketTest, TheSocketIsForItsOwnerAlone) {
  const auto served = Start();
  struct stat information;
  ASSERT_EQ(stat((data_file_ + "-control").c_str(), &information), 0);
  EXPECT_EQ(information.st_mode & 0777, 0600u);
}

TEST_F(ControlSocketTest, AnythingElseIsRefusedAndDoesNotHoldItUp) {
  const auto served = Start();
  for (const std::string& line :
       {std::string("backup relative\n"), std::string("backup \n"), std::string("stop\n"),
        std::string("no end of line"), std::string(), std::string(100000, 'x') + "\n"}) {
    EXPECT_THAT(Say(line), testing::AnyOf(testing::StartsWith("error 3 "), "")) << line.size();
  }
  EXPECT_THAT(paths_, testing::IsEmpty());
  EXPECT_TRUE(AskForCopy(data_file_, "copy").ok());
}

TEST_F(ControlSocketTest, ALongPathIsNoHindrance) {
  const std::string folder = folder_.File(std::string(150, 'f'));
  std::filesystem::create_directory(folder);
  const auto served = ControlSocket::Start(folder + "/muster.db",
                                           [](const std::string&) { return absl::OkStatus(); });
  ASSERT_TRUE(served.ok()) << served.status();
  EXPECT_TRUE(AskForCopy(folder + "/muster.db", "copy").ok());
}

}  // namespace
}  // namespace muster::operations
