// The `muster` program as a person runs it.
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/read_file.h"
#include "tests/server/gateway/raw_client.h"

namespace muster {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kCallFile[] = "server/sample/assistant_practitioners.call.textproto";
constexpr char kConferenceFile[] = "server/sample/assistant_practitioners.conference.textproto";

struct Ended {
  int exit_code = -1;
  std::string output;
  std::string errors;
};

class ProgramTest : public testing::Test {
 protected:
  ProgramTest() {
    std::string pattern = testing::TempDir() + "muster-program-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~ProgramTest() override {
    for (const pid_t child : children_) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  pid_t Start(const std::vector<std::string>& arguments) {
    std::error_code ignored;
    std::filesystem::remove(folder_ + "/output", ignored);
    std::filesystem::remove(folder_ + "/errors", ignored);
    const pid_t child = fork();
    if (child == 0) {
      if (freopen((folder_ + "/output").c_str(), "w", stdout) == nullptr) _exit(126);
      if (freopen((folder_ + "/errors").c_str(), "w", stderr) == nullptr) _exit(126);
      std::vector<char*> values = {const_cast<char*>(MUSTER_PROGRAM)};
      for (const std::string& argument : arguments) {
        values.push_back(const_cast<char*>(argument.c_str()));
      }
      values.push_back(nullptr);
      execv(MUSTER_PROGRAM, values.data());
      _exit(127);
    }
    return child;
  }

  Ended WaitFor(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    Ended ended;
    ended.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ended.output = ReadFile(folder_ + "/output");
    ended.errors = ReadFile(folder_ + "/errors");
    return ended;
  }

  Ended Run(const std::vector<std::string>& arguments) { return WaitFor(Start(arguments)); }

  // A server on ports of its own, once it has said that it serves.
  pid_t Serve() {
    return Serve({"serve", "--store", Store(), "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0",
                  "--assets", ""});
  }
  pid_t Serve(const std::vector<std::string>& arguments) {
    const pid_t child = Start(arguments);
    children_.push_back(child);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (ReadFile(folder_ + "/output").find("Stop with Ctrl-C") == std::string::npos) {
      if (std::chrono::steady_clock::now() > end || waitpid(child, nullptr, WNOHANG) != 0) {
        ADD_FAILURE() << "does not serve: " << ReadFile(folder_ + "/errors");
        break;
      }
      usleep(10000);
    }
    return child;
  }

  Ended Stop(pid_t child, int signal_number) {
    kill(child, signal_number);
    std::erase(children_, child);
    return WaitFor(child);
  }

  std::string DataFile() const { return folder_ + "/data/muster.db"; }
  std::string Store() const { return "sqlite:" + DataFile(); }

  // One line that is an error, and no more.
  static void ExpectOneLine(const Ended& ended) {
    EXPECT_EQ(ended.exit_code, 1);
    EXPECT_THAT(ended.errors, testing::StartsWith("muster: "));
    EXPECT_EQ(ended.errors.find('\n'), ended.errors.size() - 1) << ended.errors;
  }

  std::string folder_;
  std::vector<pid_t> children_;
};

TEST_F(ProgramTest, AStoreThatIsNoneIsToldInOneLine) {
  for (const char* store : {"", "muster.db", "sqlite:", "mysql://one/two",
                            "postgres://me:se@cret@host/muster", "postgres://host:port/muster"}) {
    const Ended ended = Run({"serve", "--store", store});
    ExpectOneLine(ended);
    EXPECT_THAT(ended.errors, HasSubstr("--store: not "));
    EXPECT_THAT(ended.errors, Not(HasSubstr("cret")));
  }
}

TEST_F(ProgramTest, ADatabaseThatIsNotThereIsToldInOneLineWithoutThePassword) {
  const Ended ended =
      Run({"serve", "--store", "postgres://me:secret@/muster?host=" + folder_ + "/none"});
  ExpectOneLine(ended);
  EXPECT_THAT(ended.errors, HasSubstr("can't open the PostgreSQL database muster on " + folder_));
  EXPECT_THAT(ended.errors, Not(HasSubstr("secret")));
}

TEST_F(ProgramTest, HelpNamesEveryCommandAndFlag) {
  const Ended help = Run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const char* command : {"serve", "call", "conference"}) {
    EXPECT_THAT(help.output, HasSubstr(command));
  }
  const Ended serve = Run({"serve", "--help"});
  EXPECT_EQ(serve.exit_code, 0);
  for (const char* flag : {"--store", "--http", "--grpc", "--assets", "--log"}) {
    EXPECT_THAT(serve.output, HasSubstr(flag));
  }
  EXPECT_THAT(Run({"--version"}).output, testing::StartsWith("muster "));
}

TEST_F(ProgramTest, UnknownFlagIsAnError) {
  const Ended ended = Run({"serve", "--prot", "1"});
  EXPECT_NE(ended.exit_code, 0);
  EXPECT_THAT(ended.errors, HasSubstr("--prot"));
}

TEST_F(ProgramTest, AppliesSampleCallAndConferenceToANewStore) {
  const Ended call = Run({"call", "apply", kCallFile, "--store", Store()});
  EXPECT_EQ(call.exit_code, 0) << call.errors;
  EXPECT_THAT(call.output, HasSubstr("Applied calls/assistant-practitioners, revision 1"));
  const Ended conference = Run({"conference", "apply", kConferenceFile, "--store", Store()});
  EXPECT_EQ(conference.exit_code, 0) << conference.errors;
}

TEST_F(ProgramTest, TheFolderOfANewDataFileIsForItsOwnerAlone) {
  const auto permissions = [this](const std::string& name) {
    return std::filesystem::status(folder_ + name).permissions();
  };
  const mode_t usual = umask(0022);
  const std::string store = "sqlite:" + folder_ + "/one/data/muster.db";
  EXPECT_EQ(Run({"call", "apply", kCallFile, "--store", store}).exit_code, 0);
  const std::string copy = folder_ + "/copy.db";
  EXPECT_EQ(Run({"backup", copy, "--store", store}).exit_code, 0);
  const std::string other = "sqlite:" + folder_ + "/other/data/muster.db";
  EXPECT_EQ(Run({"restore", copy, "--store", other}).exit_code, 0);
  umask(usual);
  EXPECT_EQ(permissions("/one"), std::filesystem::perms(0755));
  EXPECT_EQ(permissions("/one/data"), std::filesystem::perms(0700));
  EXPECT_EQ(permissions("/other/data"), std::filesystem::perms(0700));
}

TEST_F(ProgramTest, AppliesNothingFromAFileWithErrors) {
  const std::string file = folder_ + "/wrong.textproto";
  std::ofstream(file) << "name: \"calls/x\"\nnonsense: 1\n";
  const Ended ended = Run({"call", "apply", file, "--store", Store()});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.errors, HasSubstr(file + ":2:"));
  EXPECT_FALSE(std::filesystem::exists(DataFile()));
  ExpectOneLine(Run({"call", "apply", folder_ + "/none.textproto", "--store", Store()}));
}

TEST_F(ProgramTest, PreviewServesUntilToldToStopAndLeavesNothing) {
  const std::string temporary = folder_ + "/temporary";
  std::filesystem::create_directory(temporary);
  setenv("TMPDIR", temporary.c_str(), 1);
  const pid_t child =
      Serve({"call", "preview", kCallFile, "--http", "127.0.0.1:0", "--assets", ""});
  EXPECT_FALSE(std::filesystem::is_empty(temporary));
  const Ended ended = Stop(child, SIGINT);
  unsetenv("TMPDIR");
  EXPECT_EQ(ended.exit_code, 0) << ended.errors;
  EXPECT_EQ(ended.errors, "");
  EXPECT_THAT(ended.output, HasSubstr("/calls/assistant-practitioners\n"));
  EXPECT_TRUE(std::filesystem::is_empty(temporary));
}

TEST_F(ProgramTest, PreviewOfAWrongFileIsWhatApplySaysOfIt) {
  const std::string file = folder_ + "/wrong.textproto";
  std::ofstream(file) << "name: \"calls/x\"\nnonsense: 1\n";
  const Ended preview = Run({"call", "preview", file});
  EXPECT_EQ(preview.exit_code, 1);
  EXPECT_EQ(preview.errors, Run({"call", "apply", file, "--store", Store()}).errors);
}

TEST_F(ProgramTest, ServesUntilToldToStopAndLeavesNoError) {
  for (const int signal_number : {SIGTERM, SIGINT, SIGHUP}) {
    const Ended ended = Stop(Serve(), signal_number);
    EXPECT_EQ(ended.exit_code, 0) << ended.errors;
    EXPECT_THAT(ended.errors, HasSubstr("stopped"));
    EXPECT_THAT(ended.errors, testing::Not(HasSubstr("rror")));
  }
}

TEST_F(ProgramTest, ListsSubmissionsOfACallToWhoMayOpenTheStore) {
  ASSERT_EQ(Run({"call", "apply", kCallFile, "--store", Store()}).exit_code, 0);
  const std::vector<std::string> list = {"submission", "list", "calls/assistant-practitioners",
                                         "--store", Store()};
  const Ended none = Run(list);
  EXPECT_EQ(none.exit_code, 0) << none.errors;
  EXPECT_EQ(none.output, "{}\n");
  ExpectOneLine(Run({"submission", "list", "calls/none", "--store", Store()}));
  const pid_t server = Serve();
  const Ended served = Run(list);
  ExpectOneLine(served);
  EXPECT_THAT(served.errors, HasSubstr("take a copy (muster backup)"));
  Stop(server, SIGTERM);
}

TEST_F(ProgramTest, SaysWhoHoldsTheStore) {
  const pid_t server = Serve();
  const Ended apply = Run({"call", "apply", kCallFile, "--store", Store()});
  ExpectOneLine(apply);
  EXPECT_THAT(apply.errors, HasSubstr("in use"));
  EXPECT_THAT(apply.errors, HasSubstr("stop the server first"));
  Stop(server, SIGTERM);
  EXPECT_EQ(Run({"call", "apply", kCallFile, "--store", Store()}).exit_code, 0);
}

TEST_F(ProgramTest, UnusableFolderIsOneLine) {
  std::ofstream(folder_ + "/file") << "x";
  ExpectOneLine(Run({"serve", "--store", "sqlite:" + folder_ + "/file/muster.db"}));
}

TEST_F(ProgramTest, FileThatIsNoStoreIsOneLineAndLeftAlone) {
  std::filesystem::create_directories(folder_ + "/data");
  std::ofstream(DataFile()) << "a shopping list, longer than the header of a data file would be "
                               "and certainly none: bread, butter, jam, tea, milk, sugar";
  const std::string before = ReadFile(DataFile());
  ExpectOneLine(Run({"serve", "--store", Store()}));
  EXPECT_EQ(ReadFile(DataFile()), before);
}

TEST_F(ProgramTest, DataOfANewerMusterIsOneLineAndLeftAlone) {
  ASSERT_EQ(Run({"call", "apply", kCallFile, "--store", Store()}).exit_code, 0);
  {
    // SQLite keeps the number of the schema in bytes 60 to 63 of the file, big-endian.
    std::fstream file(DataFile(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(60);
    file.write("\x00\x00\x27\x0f", 4);
  }
  const std::string before = ReadFile(DataFile());
  const Ended ended = Run({"serve", "--store", Store(), "--assets", ""});
  ExpectOneLine(ended);
  EXPECT_THAT(ended.errors, HasSubstr("newer"));
  EXPECT_EQ(ReadFile(DataFile()), before);
}

// The word after `before` in what the program printed.
std::string WordAfter(const std::string& before, const std::string& output) {
  const size_t at = output.find(before);
  if (at == std::string::npos) return "";
  const size_t begin = at + before.size();
  return output.substr(begin, output.find_first_of(" \n", begin) - begin);
}

TEST_F(ProgramTest, TakenPortIsOneLineThatNamesIt) {
  const pid_t server = Serve();
  const std::string output = ReadFile(folder_ + "/output");
  const std::string grpc = WordAfter("gRPC on ", output);
  const std::string http = WordAfter("Open http://", output);
  const std::string other = folder_ + "/other/";
  const Ended second = Run({"serve", "--store", "sqlite:" + other, "--grpc", grpc, "--http",
                            "127.0.0.1:0", "--assets", ""});
  ExpectOneLine(second);
  EXPECT_THAT(second.errors, HasSubstr(grpc));
  const Ended third = Run({"serve", "--store", "sqlite:" + other, "--grpc", "127.0.0.1:0", "--http",
                           http, "--assets", ""});
  ExpectOneLine(third);
  EXPECT_THAT(third.errors, HasSubstr(http));
  Stop(server, SIGTERM);
}

TEST_F(ProgramTest, LimitsWhoComesByAProxyThatWasNamedAndNobodyElse) {
  const pid_t server = Serve({"serve", "--store", Store(), "--grpc", "127.0.0.1:0", "--http",
                              "127.0.0.1:0", "--assets", "", "--creates-per-second", "1",
                              "--trusted-proxy", "127.0.0.2", "--trusted-proxy", "127.0.0.1"});
  const std::string address = WordAfter("Open http://127.0.0.1:", ReadFile(folder_ + "/output"));
  const auto port = static_cast<std::uint16_t>(std::stoi(address));
  // How many bookings with nothing in them are charged, and only then refused for what they are.
  const auto charged = [port](int count, const std::string& sender, const char* peer) {
    const std::string call = gateway::RequestText(
        "POST", "/muster.v1.BookingService/CreateBooking",
        {"Content-Type: application/grpc-web+proto", "X-Forwarded-For: 192.0.2.9, " + sender},
        gateway::Frame(""));
    for (int i = 0; i < count; ++i) {
      const std::string status = gateway::RawClient(port, peer).Exchange(call).At("grpc-status");
      if (status != "3") {
        EXPECT_EQ(status, "8");
        return i;
      }
    }
    return count;
  };
  EXPECT_EQ(charged(60, "192.0.2.1", "127.0.0.1"), 60);
  // One more for each second that this takes.
  EXPECT_LT(charged(1000, "192.0.2.1", "127.0.0.1"), 1000);
  EXPECT_LT(charged(50, "192.0.2.1", "127.0.0.2"), 50) << "by the other proxy";
  EXPECT_EQ(charged(50, "192.0.2.2", "127.0.0.1"), 50) << "another sender";
  EXPECT_EQ(charged(100, "192.0.2.1", "127.0.0.3"), 100) << "no proxy that was named";
  Stop(server, SIGTERM);
}

}  // namespace
}  // namespace muster
