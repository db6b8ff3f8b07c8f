// The web port put together: its options, and gRPC-Web down to the store.
#include "server/gateway/web_port.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "muster/v1/submission_service.pb.h"
#include "tests/server/gateway/raw_client.h"
#include "tests/server/gateway/real_site.h"

namespace muster::gateway {
namespace {

using testing::HasSubstr;

WebPortOptions TestOptions() {
  WebPortOptions options;
  options.address = "127.0.0.1:0";
  options.clock = [] { return absl::UnixEpoch(); };
  return options;
}

absl::StatusOr<std::unique_ptr<WebPort>> StartPort(const WebPortOptions& options) {
  return WebPort::Start(options,
                        [](std::string_view, std::string_view, const services::RequestContext&,
                           const services::ReplyCallback& done) { done(services::Reply{}); });
}

TEST(WebPortTest, WhatCannotBeServedIsOneLineThatNamesIt) {
  WebPortOptions options = TestOptions();
  options.assets_folder = "/nonexistent/folder";
  EXPECT_THAT(StartPort(options).status().ToString(),
              HasSubstr("/nonexistent/folder/manifest.json is missing"));
  for (const char* address : {"example.org", "ftp://example.org", "https://a b", "https://a\"b",
                              "javascript:alert(1)", "https://a?b"}) {
    options = TestOptions();
    options.public_address = address;
    EXPECT_EQ(StartPort(options).status().code(), absl::StatusCode::kInvalidArgument) << address;
  }
  options = TestOptions();
  options.address = "nowhere";
  EXPECT_EQ(StartPort(options).status().code(), absl::StatusCode::kInvalidArgument);
  options = TestOptions();
  options.trusted_proxies = {"10.0.0.1", "proxy"};
  EXPECT_THAT(StartPort(options).status().ToString(),
              HasSubstr("\"proxy\" is no address of a proxy"));
}

// A browser never sends such a one: its pages would be refused, and nobody would know why.
TEST(WebPortTest, WhatIsNoOriginIsNotTakenForOne) {
  for (const char* origin : {"example.org", "https://example.org/", "https://example.org/page", "*",
                             "null", "https://a;b", ""}) {
    SCOPED_TRACE(origin);
    WebPortOptions options = TestOptions();
    options.allowed_origins = {"https://example.org", origin};
    EXPECT_THAT(StartPort(options).status().ToString(), HasSubstr("is no origin of a site"));
    options = TestOptions();
    options.embedding_origins = {origin};
    EXPECT_THAT(StartPort(options).status().ToString(), HasSubstr("is no origin of a site"));
  }
  WebPortOptions options = TestOptions();
  options.allowed_origins = options.embedding_origins = {"https://example.org:8443"};
  EXPECT_TRUE(StartPort(options).ok());
}

TEST(WebPortTest, APublicAddressWithTlsIsInThePagesAndKeptTo) {
  WebPortOptions options = TestOptions();
  options.public_address = "https://evidence.test/";
  const auto port = StartPort(options);
  ASSERT_TRUE(port.ok()) << port.status();
  EXPECT_EQ((*port)->public_address(), "https://evidence.test");
  EXPECT_EQ((*port)->local_address(), "http://127.0.0.1:" + std::to_string((*port)->port()));
  const RawReply page = Fetch((*port)->port(), "GET", "/");
  EXPECT_THAT(page.body, HasSubstr("<link rel=\"canonical\" href=\"https://evidence.test/\">"));
  EXPECT_TRUE(page.Has("strict-transport-security"));
}

TEST(WebPortTest, AddressesOfOneHostWithAndWithoutPortAreOwn) {
  WebPortOptions options = TestOptions();
  options.public_address = "https://evidence.test";
  const auto port = StartPort(options);
  ASSERT_TRUE(port.ok()) << port.status();
  const auto status = [&port](const std::string& origin) {
    return Fetch((*port)->port(), "POST", "/calls/x/submit",
                 {"Origin: " + origin, "Content-Type: application/x-www-form-urlencoded"}, "a=b")
        .status;
  };
  EXPECT_NE(status("https://evidence.test"), 403);
  EXPECT_NE(status("http://muster.test"), 403) << "the Host that the request names";
  EXPECT_EQ(status("https://evidence.test.evil.test"), 403);
}

class GrpcWebToTheStoreTest : public testing::Test {
 protected:
  RawReply Call(const std::string& method, const std::string& message) {
    std::string body(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8) {
      body.push_back(static_cast<char>(message.size() >> shift));
    }
    return Fetch(site_.port(), "POST", method, {"Content-Type: application/grpc-web+proto"},
                 body + message);
  }

  v1::CreateSubmissionRequest Request() {
    v1::CreateSubmissionRequest request;
    request.set_parent("calls/practice");
    request.set_request_id("01900d5c-7c4e-7a3b-9d41-5f0c2b8e6a17");
    v1::SubmissionContent& content = *request.mutable_content();
    content.mutable_submitter()->set_type(v1::SUBMITTER_TYPE_INDIVIDUAL);
    content.mutable_submitter()->set_full_name("Ann");
    content.mutable_submitter()->set_email("ann@example.org");
    content.set_information_outside_themes("Words");
    content.mutable_consents()->set_wording_version("2027-01-01");
    return request;
  }

  RealSite site_;
};

TEST_F(GrpcWebToTheStoreTest, ASubmissionIsStoredOnceAndItsReceiptOpensAsAPage) {
  const std::string bytes = Request().SerializeAsString();
  const RawReply first = Call("/muster.v1.SubmissionService/CreateSubmission", bytes);
  ASSERT_FALSE(first.Has("grpc-status")) << first.head;
  EXPECT_EQ(Call("/muster.v1.SubmissionService/CreateSubmission", bytes).body, first.body);
  v1::CreateSubmissionResponse response;
  const std::size_t size =
      static_cast<unsigned char>(first.body[3]) * 256u + static_cast<unsigned char>(first.body[4]);
  ASSERT_TRUE(response.ParseFromString(first.body.substr(5, size)));
  const v1::Receipt& receipt = response.receipt();
  const RawReply page =
      Fetch(site_.port(), "GET", "/" + receipt.name() + "?key=" + receipt.access_key());
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr(receipt.reference()));
}

TEST_F(GrpcWebToTheStoreTest, FailedRulesAreInTheDetails) {
  v1::CreateSubmissionRequest request = Request();
  request.mutable_content()->mutable_submitter()->set_email("no address");
  const RawReply reply =
      Call("/muster.v1.SubmissionService/CreateSubmission", request.SerializeAsString());
  EXPECT_EQ(reply.At("grpc-status"), "3");
  std::string details = reply.At("grpc-status-details-bin");
  while (details.size() % 4 != 0) details += '=';
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(details, &bytes));
  EXPECT_THAT(bytes, HasSubstr("buf.validate.Violations"));
  EXPECT_THAT(bytes, HasSubstr("string.email"));
}

TEST_F(GrpcWebToTheStoreTest, BytesThatAreNoMessageAreInvalid) {
  const RawReply reply = Call("/muster.v1.SubmissionService/CreateSubmission", "\xff\xff\xff");
  EXPECT_EQ(reply.At("grpc-status"), "3");
}

}  // namespace
}  // namespace muster::gateway
