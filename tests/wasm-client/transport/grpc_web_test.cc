#include "wasm-client/transport/grpc_web.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "wasm-client/transport/error_details.h"

namespace muster::client {
namespace {

std::string Frame(char flags, std::string_view payload) {
  std::string frame = RequestBody(payload);
  frame[0] = flags;
  return frame;
}

HttpReply Reply(std::string body) {
  HttpReply reply;
  reply.http_status = 200;
  reply.content_type = "application/grpc-web+proto";
  reply.body = std::move(body);
  return reply;
}

constexpr char kTrailers = static_cast<char>(0x80);

TEST(GrpcWebTest, RequestIsOneDataFrame) {
  EXPECT_EQ(RequestBody("abc"), std::string("\0\0\0\0\3abc", 8));
  const std::string large(70'000, 'x');
  EXPECT_EQ(RequestBody(large).substr(0, 5), std::string("\0\0\x01\x11\x70", 5));
}

TEST(GrpcWebTest, ReadsMessageAndTrailers) {
  const CallReply reply = ReadReply(
      Reply(Frame(0, "message") + Frame(kTrailers, "grpc-status: 0\r\ngrpc-message: \r\n")));
  EXPECT_EQ(reply.code, StatusCode::kOk);
  EXPECT_EQ(reply.response, "message");
}

TEST(GrpcWebTest, EmptyMessageIsAMessage) {
  const CallReply reply = ReadReply(Reply(Frame(0, "") + Frame(kTrailers, "grpc-status:0\r\n")));
  EXPECT_EQ(reply.code, StatusCode::kOk);
}

TEST(GrpcWebTest, ReadsAnErrorFromTheTrailerFrame) {
  const CallReply reply =
      ReadReply(Reply(Frame(kTrailers,
                            "Grpc-Status: 9\r\ngrpc-message: call%20closed %E2%9C%93 100%\r\n"
                            "grpc-status-details-bin: CAkSAm9r\r\nother: x\r\n")));
  EXPECT_EQ(reply.code, StatusCode::kFailedPrecondition);
  EXPECT_EQ(reply.details, "\x08\x09\x12\x02ok");
}

TEST(GrpcWebTest, ReadsAnErrorFromTheHeadersOfAReplyWithoutBody) {
  HttpReply http = Reply("");
  http.grpc_status = "8";
  http.grpc_status_details = "CAgSBGZ1bGw";
  const CallReply reply = ReadReply(http);
  EXPECT_EQ(reply.code, StatusCode::kResourceExhausted);
  EXPECT_EQ(reply.details,
            "\x08\x08\x12\x04"
            "full");
}

TEST(GrpcWebTest, ReplyCutShortAnywhereIsNotTakenForAnAnswer) {
  const std::string whole = Frame(0, "message") + Frame(kTrailers, "grpc-status: 0\r\n");
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_EQ(ReadReply(Reply(whole.substr(0, size))).code, StatusCode::kUnavailable) << size;
  }
}

TEST(GrpcWebTest, TwoMessagesOrCompressedOnesAreRefused) {
  const std::string ok = Frame(kTrailers, "grpc-status: 0\r\n");
  EXPECT_NE(ReadReply(Reply(Frame(0, "a") + Frame(0, "b") + ok)).code, StatusCode::kOk);
  EXPECT_NE(ReadReply(Reply(Frame(1, "a") + ok)).code, StatusCode::kOk);
  EXPECT_NE(ReadReply(Reply(ok)).code, StatusCode::kOk);
  EXPECT_NE(ReadReply(Reply(Frame(0, "a") + ok + ok)).code, StatusCode::kOk);
}

TEST(GrpcWebTest, OtherProgramsPagesAreNoReplies) {
  HttpReply http;
  http.content_type = "text/html";
  http.body = "<h1>Bad gateway</h1>";
  http.http_status = 502;
  EXPECT_EQ(ReadReply(http).code, StatusCode::kUnavailable);
  http.http_status = 200;
  EXPECT_EQ(ReadReply(http).code, StatusCode::kUnknown);
  http.http_status = 0;
  EXPECT_EQ(ReadReply(http).code, StatusCode::kUnavailable);
  http.http_status = -1;
  EXPECT_EQ(ReadReply(http).code, StatusCode::kDeadlineExceeded);
}

TEST(GrpcWebTest, RandomBytesNeverReadAsSuccess) {
  const char* const seed_text = std::getenv("SEED");
  const char* const rounds_text = std::getenv("ROUNDS");
  const unsigned seed = seed_text ? static_cast<unsigned>(std::atoi(seed_text)) : 7;
  const int rounds = rounds_text ? std::atoi(rounds_text) : 20'000;
  std::cout << "SEED=" << seed << " ROUNDS=" << rounds << "\n";
  std::mt19937 random(seed);
  for (int round = 0; round < rounds; ++round) {
    std::string body(random() % 64, '\0');
    for (char& c : body) c = static_cast<char>(random() % 4 == 0 ? random() % 3 : random());
    const CallReply reply = ReadReply(Reply(body));
    EXPECT_NE(reply.code, StatusCode::kOk);
    ReadErrorDetails(body);
    ReadViolations(body);
  }
}

}  // namespace
}  // namespace muster::client
