// The program's log, on a pipe that is read as a test has it.
#include "server/commands/log.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace muster::commands {
namespace {

using nlohmann::json;

// More lines than wait, on a pipe that nobody reads.
constexpr int kManyLines = 40'000;
constexpr int kPatienceMilliseconds = 60'000;

class LogTest : public testing::Test {
 protected:
  LogTest() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) std::abort();
    reader_ = ends[0];
    writer_ = ends[1];
  }
  ~LogTest() override {
    CloseWriter();
    close(reader_);
  }

  void CloseWriter() {
    if (writer_ >= 0) close(std::exchange(writer_, -1));
  }

  // What is in the pipe until its other end is closed.
  std::string ReadAll() const {
    std::string text;
    char buffer[4096];
    for (ssize_t size = read(reader_, buffer, sizeof(buffer)); size > 0;
         size = read(reader_, buffer, sizeof(buffer))) {
      text.append(buffer, static_cast<std::size_t>(size));
    }
    return text;
  }

  // The next line, once it is there; null if none comes.
  json ReadLine() {
    std::size_t end = unread_.find('\n');
    for (char buffer[4096]; end == std::string::npos; end = unread_.find('\n')) {
      pollfd readable = {reader_, POLLIN, 0};
      if (poll(&readable, 1, kPatienceMilliseconds) <= 0) return {};
      const ssize_t size = read(reader_, buffer, sizeof(buffer));
      if (size <= 0) return {};
      unread_.append(buffer, static_cast<std::size_t>(size));
    }
    json line = Lines(unread_.substr(0, end + 1)).front();
    unread_.erase(0, end + 1);
    return line;
  }

  // Each line, which must be whole.
  static std::vector<json> Lines(const std::string& text) {
    EXPECT_TRUE(text.empty() || text.ends_with('\n'));
    std::vector<json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
      lines.push_back(json::parse(line, nullptr, /*allow_exceptions=*/false));
      EXPECT_TRUE(lines.back().is_object()) << line;
    }
    return lines;
  }

  // What a log of that level has written when it is gone.
  template <typename Use>
  std::vector<json> LinesOf(const char* level, Use use) {
    {
      const Log log(level, writer_);
      use(log);
    }
    CloseWriter();
    return Lines(ReadAll());
  }

  int reader_ = -1;
  int writer_ = -1;
  std::string unread_;
};

std::string LongStep(int number) {
  return "a step of the program, of which there are many, number " + std::to_string(number);
}

services::CallRecord SomeCall(absl::StatusCode code, const std::string& reason = "") {
  services::CallRecord call;
  call.method_path = "/muster.v1.CallService/GetCall";
  call.origin = services::Origin::kPage;
  call.code = code;
  call.reason = reason;
  call.duration = absl::Microseconds(7);
  return call;
}

TEST_F(LogTest, ACallIsALineWithItsRequestIdAndItsFault) {
  const std::vector<json> lines = LinesOf("info", [](const Log& log) {
    services::CallRecord call = SomeCall(absl::StatusCode::kOk);
    call.request_id = "01936f4a-5b00-7000-8000-000000000001";
    log.Call(call);
    call = SomeCall(absl::StatusCode::kInternal);
    call.fault = "it \"broke\"\nhere";
    call.fault_id = "0123456789ab";
    log.Call(call);
  });
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["level"], "info");
  EXPECT_EQ(lines[0]["event"], "call");
  EXPECT_EQ(lines[0]["method"], "/muster.v1.CallService/GetCall");
  EXPECT_EQ(lines[0]["origin"], "page");
  EXPECT_EQ(lines[0]["code"], "OK");
  EXPECT_EQ(lines[0]["duration_us"], 7);
  EXPECT_EQ(lines[0]["request_id"], "01936f4a-5b00-7000-8000-000000000001");
  EXPECT_FALSE(lines[0].contains("fault"));
  EXPECT_FALSE(lines[0].contains("reason"));
  EXPECT_EQ(lines[1]["level"], "warning");
  EXPECT_EQ(lines[1]["fault"], "it \"broke\"\nhere");
  EXPECT_EQ(lines[1]["fault_id"], "0123456789ab");
  EXPECT_FALSE(lines[1].contains("request_id"));
}

TEST_F(LogTest, AFullConferenceIsNoTroubleAndAFullDiskIs) {
  const std::vector<json> lines = LinesOf("info", [](const Log& log) {
    log.Call(SomeCall(absl::StatusCode::kResourceExhausted, "CONFERENCE_FULL"));
    log.Call(SomeCall(absl::StatusCode::kResourceExhausted, "STORE_FULL"));
  });
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["level"], "info");
  EXPECT_EQ(lines[0]["reason"], "CONFERENCE_FULL");
  EXPECT_EQ(lines[1]["level"], "warning");
  EXPECT_EQ(lines[1]["reason"], "STORE_FULL");
}

TEST_F(LogTest, NoTextBreaksItsLine) {
  const std::vector<json> lines = LinesOf("info", [](const Log& log) {
    log.Step("one\ntwo \"three\" {} %v \xff");
    log.Trouble(std::string("\0\x1b[31m", 6));
  });
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["text"], "one\ntwo \"three\" {} %v \xEF\xBF\xBD");
  EXPECT_EQ(lines[1]["text"], std::string("\0\x1b[31m", 6));
}

TEST_F(LogTest, ALevelLeavesOutWhatIsBelowIt) {
  const auto use = [](const Log& log) {
    log.Step("step");
    log.Call(SomeCall(absl::StatusCode::kNotFound));
    log.Call(SomeCall(absl::StatusCode::kUnavailable));
    log.Trouble("trouble");
  };
  const std::vector<json> lines = LinesOf("warning", use);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["code"], "UNAVAILABLE");
  EXPECT_EQ(lines[1]["text"], "trouble");
}

TEST_F(LogTest, OffIsSilent) {
  EXPECT_TRUE(LinesOf("off", [](const Log& log) { log.Trouble("trouble"); }).empty());
}

TEST_F(LogTest, LinesComeWhileItLives) {
  const Log log("info", writer_);
  log.Step("first");
  char byte = 0;
  ASSERT_EQ(read(reader_, &byte, 1), 1);
  EXPECT_EQ(byte, '{');
}

TEST_F(LogTest, WhoDoesNotReadMakesNobodyWaitAndHearsWhatWasMissed) {
  const Log log("info", writer_);
  for (int i = 0; i < kManyLines; ++i) log.Step(LongStep(i));
  std::int64_t dropped = 0;
  std::int64_t line_count = 0;
  while (line_count + dropped < kManyLines) {
    const json line = ReadLine();
    ASSERT_TRUE(line.is_object()) << line_count << " lines, " << dropped << " told as dropped";
    if (line["event"] == "dropped") {
      dropped += line["lines"].get<std::int64_t>();
    } else {
      ++line_count;
    }
  }
  EXPECT_EQ(line_count + dropped, kManyLines);
  EXPECT_GT(dropped, 0);
}

// It would never end.
TEST_F(LogTest, EndsThoughNobodyReads) {
  const Log log("info", writer_);
  for (int i = 0; i < kManyLines; ++i) log.Step(LongStep(i));
}

TEST_F(LogTest, WhoReadsLateMissesNothingAndNoLineIsCut) {
  constexpr int kLines = 4000;
  ASSERT_EQ(fcntl(writer_, F_SETFL, O_NONBLOCK), 0);
  const Log log("info", writer_);
  for (int i = 0; i < kLines; ++i) log.Step(LongStep(i));
  // Another log tells when it has tried some times.
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  {
    const Log other("info", ends[1]);
    char buffer[4096];
    for (int i = 0; i < 4; ++i) {
      other.Step("step");
      ASSERT_GT(read(ends[0], buffer, sizeof(buffer)), 0);
    }
  }
  close(ends[0]);
  close(ends[1]);
  for (int i = 0; i < kLines; ++i) {
    const json line = ReadLine();
    ASSERT_TRUE(line.is_object()) << i;
    ASSERT_EQ(line["text"], LongStep(i));
  }
}

}  // namespace
}  // namespace muster::commands
