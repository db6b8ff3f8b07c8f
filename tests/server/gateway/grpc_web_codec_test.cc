#include "server/gateway/grpc_web_codec.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <random>

#include "absl/strings/escaping.h"
#include "tests/server/gateway/raw_client.h"

namespace muster::gateway {
namespace {

using absl::StatusCode;
using std::string_literals::operator""s;

constexpr std::size_t kMaxBytes = 100;

absl::StatusOr<std::string> Binary(std::string_view body) {
  return MessageOfBody(body, GrpcWebForm::kBinary, kMaxBytes);
}

absl::StatusOr<std::string> Text(std::string_view body) {
  return MessageOfBody(body, GrpcWebForm::kText, kMaxBytes);
}

TEST(GrpcWebCodecTest, OnlyProtobufInTheTwoFormsIsGrpcWeb) {
  EXPECT_EQ(GrpcWebFormOf("application/grpc-web"), GrpcWebForm::kBinary);
  EXPECT_EQ(GrpcWebFormOf("application/grpc-web+proto"), GrpcWebForm::kBinary);
  EXPECT_EQ(GrpcWebFormOf("Application/GRPC-Web ; charset=utf-8"), GrpcWebForm::kBinary);
  EXPECT_EQ(GrpcWebFormOf("application/grpc-web-text"), GrpcWebForm::kText);
  EXPECT_EQ(GrpcWebFormOf("application/grpc-web-text+proto"), GrpcWebForm::kText);
  for (const char* other : {"", "application/grpc", "application/grpc-web+json", "text/plain",
                            "application/grpc-web-texts", "application/x-www-form-urlencoded"}) {
    EXPECT_FALSE(GrpcWebFormOf(other)) << other;
  }
}

TEST(GrpcWebCodecTest, AMessageIsReadInBothForms) {
  EXPECT_EQ(*Binary(Frame("hello")), "hello");
  EXPECT_EQ(*Binary(Frame("")), "");
  EXPECT_EQ(*Text(absl::Base64Escape(Frame("hello"))), "hello");
  EXPECT_EQ(*Text(absl::Base64Escape(Frame("hello").substr(0, 4)) +
                  absl::Base64Escape(Frame("hello").substr(4))),
            "hello")
      << "a padded piece ends within the text";
}

TEST(GrpcWebCodecTest, NoneAndTwoMessagesAreErrors) {
  EXPECT_EQ(Binary("").status().code(), StatusCode::kUnimplemented);
  EXPECT_EQ(Text("").status().code(), StatusCode::kUnimplemented);
  EXPECT_EQ(Binary(Frame("a") + Frame("b")).status().code(), StatusCode::kUnimplemented);
  EXPECT_EQ(Text(absl::Base64Escape(Frame("a") + Frame("b"))).status().code(),
            StatusCode::kUnimplemented);
}

TEST(GrpcWebCodecTest, BadFramesAreErrors) {
  EXPECT_EQ(Binary(Frame("a", 1)).status().code(), StatusCode::kInternal) << "compressed";
  EXPECT_EQ(Binary(Frame("a", '\x80')).status().code(), StatusCode::kInternal) << "trailers";
  EXPECT_EQ(Binary(Frame("a", 2)).status().code(), StatusCode::kInternal) << "unknown flag";
  EXPECT_EQ(Binary("\0\0\0"s).status().code(), StatusCode::kInternal) << "cut header";
  EXPECT_EQ(Binary("\0\0\0\0\5abc"s).status().code(), StatusCode::kInternal) << "cut message";
  EXPECT_EQ(Text("AAA").status().code(), StatusCode::kInternal) << "cut group";
  EXPECT_EQ(Text("????").status().code(), StatusCode::kInternal) << "other letters";
  EXPECT_EQ(Text("AA\nAA===").status().code(), StatusCode::kInternal) << "line end";
}

TEST(GrpcWebCodecTest, ALengthIsCheckedOnTheFirstFiveBytes) {
  EXPECT_TRUE(CheckBodySoFar("\0\0\0\0"s, GrpcWebForm::kBinary, kMaxBytes).ok());
  EXPECT_TRUE(CheckBodySoFar("\0\0\0\0\x64"s, GrpcWebForm::kBinary, kMaxBytes).ok());
  EXPECT_EQ(CheckBodySoFar("\0\0\0\0\x65"s, GrpcWebForm::kBinary, kMaxBytes).code(),
            StatusCode::kResourceExhausted);
  EXPECT_EQ(CheckBodySoFar("\0\xff\xff\xff\xff"s, GrpcWebForm::kBinary, kMaxBytes).code(),
            StatusCode::kResourceExhausted);
  EXPECT_EQ(CheckBodySoFar(absl::Base64Escape("\0\xff\xff\xff\xff"s + "abc"), GrpcWebForm::kText,
                           kMaxBytes)
                .code(),
            StatusCode::kResourceExhausted);
  EXPECT_TRUE(CheckBodySoFar("AAA", GrpcWebForm::kText, kMaxBytes).ok());
  EXPECT_EQ(CheckBodySoFar("\0\0\0\0\1ab"s, GrpcWebForm::kBinary, kMaxBytes).code(),
            StatusCode::kUnimplemented);
}

TEST(GrpcWebCodecTest, AReplyIsItsMessageAndItsTrailers) {
  const std::string body = Frame("hi") + Frame("grpc-status: 0\r\n", '\x80');
  EXPECT_EQ(BodyOfMessage("hi", GrpcWebForm::kBinary), body);
  EXPECT_EQ(BodyOfMessage("hi", GrpcWebForm::kText), absl::Base64Escape(body));
}

TEST(GrpcWebCodecTest, ATimeoutIsDigitsAndAUnit) {
  EXPECT_EQ(ParseGrpcTimeout("2H"), absl::Hours(2));
  EXPECT_EQ(ParseGrpcTimeout("3M"), absl::Minutes(3));
  EXPECT_EQ(ParseGrpcTimeout("4S"), absl::Seconds(4));
  EXPECT_EQ(ParseGrpcTimeout("500m"), absl::Milliseconds(500));
  EXPECT_EQ(ParseGrpcTimeout("99999999u"), absl::Microseconds(99999999));
  EXPECT_EQ(ParseGrpcTimeout("0n"), absl::ZeroDuration());
  for (const char* bad : {"", "1", "S", "-1S", "1.5S", "1s", "123456789S", "1 S", "0x1S"}) {
    EXPECT_FALSE(ParseGrpcTimeout(bad)) << bad;
  }
}

TEST(GrpcWebCodecTest, AMessageForAHeaderIsPercentEncoded) {
  EXPECT_EQ(PercentEncodeMessage("plain text: 100 of 50?", 100), "plain text: 100 of 50?");
  EXPECT_EQ(PercentEncodeMessage("100%\r\nx: y", 100), "100%25%0D%0Ax: y");
  EXPECT_EQ(PercentEncodeMessage("\u00e9\u2013", 100), "%C3%A9%E2%80%93");
  EXPECT_EQ(PercentEncodeMessage("a\u00e9b", 6), "a") << "cut before the character";
  EXPECT_EQ(PercentEncodeMessage("a\u00e9b", 7), "a%C3%A9");
}

TEST(GrpcWebCodecTest, RandomBytesGiveAMessageOrAnErrorAndNoLateSurprise) {
  const char* seed_text = std::getenv("SEED");
  const unsigned seed = seed_text ? std::strtoul(seed_text, nullptr, 10) : std::random_device{}();
  const char* rounds_text = std::getenv("ROUNDS");
  const int rounds = rounds_text ? std::atoi(rounds_text) : 20'000;
  std::cout << "SEED=" << seed << "\n";
  std::mt19937 random(seed);
  for (int round = 0; round < rounds; ++round) {
    std::string body = Frame(std::string(random() % 40, 'x'));
    for (unsigned i = random() % 3; i > 0; --i) {
      body[random() % body.size()] = static_cast<char>(random());
    }
    body.resize(random() % (body.size() + 4));
    const bool is_text = random() % 2 == 0;
    if (is_text && random() % 2 == 0) body = absl::Base64Escape(body);
    const GrpcWebForm form = is_text ? GrpcWebForm::kText : GrpcWebForm::kBinary;
    const auto message = MessageOfBody(body, form, kMaxBytes);
    for (std::size_t size = 1; message.ok() && size <= body.size(); ++size) {
      ASSERT_TRUE(CheckBodySoFar(body.substr(0, size), form, kMaxBytes).ok())
          << "a good body was refused while it was read";
    }
  }
}

}  // namespace
}  // namespace muster::gateway
