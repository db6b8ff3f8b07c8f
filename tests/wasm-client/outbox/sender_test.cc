#include "wasm-client/outbox/sender.h"

#include <gtest/gtest.h>

#include "proto/rules/wire.h"
#include "tests/wasm-client/fake_host.h"
#include "wasm-client/transport/grpc_web.h"

namespace muster::client {
namespace {

HttpReply Trailers(std::string_view lines) {
  HttpReply reply;
  reply.http_status = 200;
  reply.content_type = "application/grpc-web+proto";
  reply.body = RequestBody(lines);
  reply.body[0] = static_cast<char>(0x80);
  return reply;
}

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  uint32_t bits = 0;
  int bit_count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<uint8_t>(c);
    for (bit_count += 8; bit_count >= 6; bit_count -= 6) {
      text += kDigits[bits >> (bit_count - 6) & 63];
    }
  }
  if (bit_count > 0) text += kDigits[bits << (6 - bit_count) & 63];
  return text;
}

// The trailers of an error with a reason.
HttpReply Refusal(int code, std::string_view reason) {
  std::string info, any, status;
  rules::WriteBytesField(1, reason, info);
  rules::WriteBytesField(2, "muster.v1", info);
  rules::WriteBytesField(1, "type.googleapis.com/google.rpc.ErrorInfo", any);
  rules::WriteBytesField(2, info, any);
  rules::WriteBytesField(3, any, status);
  return Trailers("grpc-status: " + std::to_string(code) +
                  "\r\ngrpc-status-details-bin: " + Base64(status) + "\r\n");
}

class SenderTest : public testing::Test {
 protected:
  SendOutcome Outcome(const HttpReply& reply) {
    EXPECT_TRUE(sender_.Send("/method", "request"));
    SendOutcome outcome;
    EXPECT_TRUE(sender_.OnReply(reply, outcome));
    return outcome;
  }

  FakeHost host_;
  Sender sender_{&host_};
};

TEST_F(SenderTest, SecondPressWhileAReplyIsAwaitedSendsNothing) {
  EXPECT_TRUE(sender_.Send("/method", "first"));
  EXPECT_FALSE(sender_.Send("/method", "second"));
  ASSERT_EQ(host_.requests.size(), 1u);
  EXPECT_EQ(host_.requests[0].body, RequestBody("first"));
}

TEST_F(SenderTest, ReplyThatNobodyAwaitsIsPassedOver) {
  SendOutcome outcome;
  EXPECT_FALSE(sender_.OnReply(Trailers("grpc-status: 0\r\n"), outcome));
}

TEST_F(SenderTest, MessageIsAccepted) {
  HttpReply reply = Trailers("grpc-status: 0\r\n");
  reply.body = RequestBody("receipt") + reply.body;
  const SendOutcome outcome = Outcome(reply);
  EXPECT_EQ(outcome.result, SendResult::kAccepted);
  EXPECT_EQ(outcome.response, "receipt");
}

TEST_F(SenderTest, NoReplyIsNotReached) {
  HttpReply reply;
  EXPECT_EQ(Outcome(reply).result, SendResult::kNotReached);
  reply.http_status = -1;
  EXPECT_EQ(Outcome(reply).result, SendResult::kNotReached);
  reply.http_status = 503;
  EXPECT_EQ(Outcome(reply).result, SendResult::kNotReached);
}

TEST_F(SenderTest, RefusalsNameTheirReason) {
  for (const auto& [code, reason] :
       {std::pair{9, "CALL_CLOSED"}, std::pair{8, "CONFERENCE_FULL"},
        std::pair{6, "REQUEST_ID_REUSED"}, std::pair{9, "CONSENT_WORDING_CHANGED"}}) {
    const SendOutcome outcome = Outcome(Refusal(code, reason));
    EXPECT_EQ(outcome.result, SendResult::kRefused) << reason;
    EXPECT_EQ(outcome.reason, reason);
  }
}

TEST_F(SenderTest, BusyOrFullStoreAndTooMuchAtOnceAreWorthAnotherTry) {
  EXPECT_EQ(Outcome(Refusal(8, "SENDER_TOO_FAST")).result, SendResult::kBusy);
  EXPECT_EQ(Outcome(Refusal(8, "STORE_FULL")).result, SendResult::kBusy);
  EXPECT_EQ(Outcome(Refusal(8, "STORE_BUSY")).result, SendResult::kBusy);
  EXPECT_EQ(Outcome(Refusal(14, "STORE_UNAVAILABLE")).result, SendResult::kBusy);
}

}  // namespace
}  // namespace muster::client
