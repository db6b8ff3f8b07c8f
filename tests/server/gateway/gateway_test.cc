// The web port without its pages: gRPC-Web, assets and the headers of every reply, on a listening
// server.
#include "server/gateway/gateway.h"

#include <gtest/gtest.h>
#include <sodium.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "server/gateway/http_server.h"
#include "server/gateway/request_origin.h"
#include "server/gateway/security_headers.h"
#include "tests/server/gateway/raw_client.h"

namespace muster::gateway {
namespace {

constexpr char kMethod[] = "/test.v1.EchoService/Echo";
constexpr char kGrpcWeb[] = "Content-Type: application/grpc-web+proto";

class PlainPages final : public HttpHandler {
 public:
  std::optional<HttpResponse> Look(const HttpRequest&, std::string_view) override {
    return std::nullopt;
  }
  void Handle(HttpRequest, std::shared_ptr<Responder> responder) override {
    responder->Send(Refuse(404, nullptr));
  }
  HttpResponse Refuse(int status, const HttpRequest*) override {
    HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "text/html; charset=utf-8"}};
    return response;
  }
};

class GatewayTest : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = testing::TempDir() + "muster_assets_" +
                 testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(directory_ + "/assets");
    Write("/manifest.json",
          R"({"main.js": "/assets/main-1.js", "core.wasm": "/assets/core-2.wasm"})");
    Write("/assets/main-1.js", "script");
    Write("/assets/main-1.js.br", "script in brotli");
    Write("/assets/main-1.js.gz", "script in gzip");
    Write("/assets/core-2.wasm", "wasm");
    Write("/assets/not-in-manifest.js", "secret");
    Write("/sw.js", "worker");
  }

  void TearDown() override { std::filesystem::remove_all(directory_); }

  void Write(const std::string& path, std::string_view text) {
    std::ofstream(directory_ + path, std::ios::binary) << text;
  }

  std::uint16_t Start(bool is_behind_tls = false) {
    auto assets = StaticAssets::Load(directory_);
    EXPECT_TRUE(assets.ok()) << assets.status();
    assets_ = *std::move(assets);
    GrpcWebOptions options;
    options.method_paths = {kMethod};
    options.allowed_origins = {"https://friend.test"};
    options.own_origins = {"https://public.test"};
    grpc_web_ = std::make_unique<GrpcWeb>(
        options, [this](std::string_view path, std::string_view bytes,
                        const services::RequestContext& context, services::ReplyCallback done) {
          EXPECT_EQ(path, kMethod);
          context_ = context;
          last_request_ = bytes;
          done(reply_);
        });
    gateway_ = std::make_unique<Gateway>(grpc_web_.get(), &assets_, &pages_,
                                         SecurityPolicy{is_behind_tls, {}},
                                         *SenderNetworks::Make({"127.0.0.1"}));
    HttpServerOptions server_options;
    server_options.address = "127.0.0.1:0";
    auto server = HttpServer::Start(server_options, gateway_.get());
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    return server_->port();
  }

  std::string directory_;
  StaticAssets assets_;
  PlainPages pages_;
  services::Reply reply_;
  services::RequestContext context_;
  std::string last_request_;
  std::unique_ptr<GrpcWeb> grpc_web_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(GatewayTest, AMethodHearsWhoSentTheRequest) {
  const std::string call = RequestText(
      "POST", kMethod,
      {kGrpcWeb, "X-Forwarded-For: 192.0.2.1", "X-Forwarded-For: 192.0.2.2, 2001:db8:0:7::1"},
      Frame("question"));
  const std::uint16_t port = Start();
  RawClient(port).Exchange(call);
  EXPECT_EQ(context_.sender_network, NetworkOf("2001:db8:0:7::2"));
  RawClient(port, "127.0.0.2").Exchange(call);
  EXPECT_EQ(context_.sender_network, "") << "no proxy that was named";
}

TEST_F(GatewayTest, AMethodIsCalledAndItsReplyFramed) {
  reply_.response = "answer";
  const auto before = std::chrono::steady_clock::now();
  const RawReply reply =
      Fetch(Start(), "POST", kMethod, {kGrpcWeb, "grpc-timeout: 5S"}, Frame("question"));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.At("content-type"), "application/grpc-web+proto");
  EXPECT_EQ(reply.body, Frame("answer") + Frame("grpc-status: 0\r\n", '\x80'));
  EXPECT_EQ(last_request_, "question");
  EXPECT_EQ(context_.origin, services::Origin::kGrpcWeb);
  EXPECT_GE(context_.deadline, before + std::chrono::seconds(5));
  EXPECT_LE(context_.deadline, std::chrono::steady_clock::now() + std::chrono::seconds(5));
}

TEST_F(GatewayTest, TheLongestTimeoutThereCanBeIsNotOver) {
  Fetch(Start(), "POST", kMethod, {kGrpcWeb, "grpc-timeout: 99999999H"}, Frame("question"));
  EXPECT_GT(context_.deadline, std::chrono::steady_clock::now() + std::chrono::hours(23));
}

TEST_F(GatewayTest, TheTextFormIsAnsweredInTheTextForm) {
  reply_.response = "answer";
  const RawReply reply =
      Fetch(Start(), "POST", kMethod, {"Content-Type: application/grpc-web-text"},
            absl::Base64Escape(Frame("question")));
  EXPECT_EQ(reply.At("content-type"), "application/grpc-web-text+proto");
  std::string body;
  ASSERT_TRUE(absl::Base64Unescape(reply.body, &body));
  EXPECT_EQ(body, Frame("answer") + Frame("grpc-status: 0\r\n", '\x80'));
}

TEST_F(GatewayTest, AnErrorIsInTheHeaders) {
  reply_ = {.code = absl::StatusCode::kInvalidArgument,
            .message = "rules failed: 100%\n",
            .details = "\x01\x02\x03\x04",
            .response = ""};
  const RawReply reply = Fetch(Start(), "POST", kMethod, {kGrpcWeb}, Frame(""));
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.At("grpc-status"), "3");
  EXPECT_EQ(reply.At("grpc-message"), "rules failed: 100%25%0A");
  EXPECT_EQ(reply.At("grpc-status-details-bin"), "AQIDBA");
  EXPECT_EQ(reply.body, "");
}

TEST_F(GatewayTest, WhatIsNoCallIsRefused) {
  const std::uint16_t port = Start();
  EXPECT_EQ(Fetch(port, "GET", kMethod).status, 405);
  EXPECT_EQ(Fetch(port, "GET", kMethod).At("allow"), "OPTIONS, POST");
  EXPECT_EQ(Fetch(port, "POST", kMethod, {"Content-Type: application/json"}, "{}").status, 415);
  EXPECT_EQ(Fetch(port, "POST", kMethod, {"Content-Type: application/grpc-web+json"}, "{}").status,
            415);
  const auto status = [port](std::vector<std::string> headers, const std::string& body,
                             const char* path = kMethod) {
    headers.push_back(kGrpcWeb);
    const RawReply reply = Fetch(port, "POST", path, headers, body);
    EXPECT_EQ(reply.status, 200);
    return reply.At("grpc-status");
  };
  EXPECT_EQ(status({}, Frame(""), "/test.v1.EchoService/Other"), "12");
  EXPECT_EQ(status({}, Frame(""), "/anything"), "12");
  EXPECT_EQ(status({"grpc-encoding: gzip"}, Frame("", 1)), "12");
  EXPECT_EQ(status({"grpc-timeout: soon"}, Frame("")), "3");
  EXPECT_EQ(status({}, Frame("", 1)), "13");
  EXPECT_EQ(status({}, Frame("a") + Frame("b")), "12");
  EXPECT_EQ(status({}, std::string("\0\xff\xff\xff\xff", 5)), "8");
  EXPECT_EQ(status({}, Frame(std::string(2'000'000, 'a'))), "8");
  EXPECT_EQ(status({}, ""), "12");
}

TEST_F(GatewayTest, AMessageOfTheLargestSizeIsTakenInBothForms) {
  const std::uint16_t port = Start();
  const std::string message(services::kMaxRequestBytes, 'a');
  Fetch(port, "POST", kMethod, {kGrpcWeb}, Frame(message));
  EXPECT_EQ(last_request_, message);
  last_request_.clear();
  Fetch(port, "POST", kMethod, {"Content-Type: application/grpc-web-text"},
        absl::Base64Escape(Frame(message)));
  EXPECT_EQ(last_request_, message);
}

TEST_F(GatewayTest, PagesOfOtherSitesMayCallOnlyIfTheirOriginIsListed) {
  const std::uint16_t port = Start();
  const auto call = [port](std::vector<std::string> headers) {
    headers.push_back(kGrpcWeb);
    return Fetch(port, "POST", kMethod, headers, Frame(""));
  };
  EXPECT_FALSE(call({}).Has("grpc-status"));
  EXPECT_FALSE(call({"Origin: http://muster.test"}).Has("grpc-status"));
  EXPECT_FALSE(call({"Origin: https://public.test"}).Has("grpc-status"));
  const RawReply friendly = call({"Origin: https://friend.test", "Sec-Fetch-Site: cross-site"});
  EXPECT_FALSE(friendly.Has("grpc-status"));
  EXPECT_EQ(friendly.At("access-control-allow-origin"), "https://friend.test");
  EXPECT_EQ(friendly.At("vary"), "Origin");
  for (const char* origin : {"https://evil.test", "null", "https://muster.test.evil.test",
                             "https://friend.test.evil.test", "file://"}) {
    const RawReply reply = call({std::string("Origin: ") + origin});
    EXPECT_EQ(reply.At("grpc-status"), "7") << origin;
    EXPECT_FALSE(reply.Has("access-control-allow-origin")) << origin;
  }
  EXPECT_EQ(call({"Sec-Fetch-Site: cross-site"}).At("grpc-status"), "7");
  EXPECT_EQ(call({"Sec-Fetch-Site: same-site"}).At("grpc-status"), "7");
}

TEST_F(GatewayTest, AnEarlyErrorToALargeBodyCanBeReadByAListedOrigin) {
  const RawReply reply = Fetch(Start(), "POST", kMethod, {kGrpcWeb, "Origin: https://friend.test"},
                               Frame(std::string(2'000'000, 'a')));
  EXPECT_EQ(reply.At("grpc-status"), "8");
  EXPECT_EQ(reply.At("access-control-allow-origin"), "https://friend.test");
  EXPECT_NE(reply.At("access-control-expose-headers").find("grpc-status-details-bin"),
            std::string::npos);
}

TEST_F(GatewayTest, APreflightIsAnsweredForListedOriginsOnly) {
  const std::uint16_t port = Start();
  const auto preflight = [port](const std::string& origin) {
    return Fetch(port, "OPTIONS", kMethod,
                 {"Origin: " + origin, "Access-Control-Request-Method: POST"});
  };
  const RawReply friendly = preflight("https://friend.test");
  EXPECT_EQ(friendly.status, 204);
  EXPECT_EQ(friendly.At("access-control-allow-methods"), "POST");
  EXPECT_NE(friendly.At("access-control-allow-headers").find("grpc-timeout"), std::string::npos);
  EXPECT_FALSE(preflight("https://evil.test").Has("access-control-allow-origin"));
  EXPECT_FALSE(preflight("https://evil.test").Has("access-control-allow-methods"));
}

TEST_F(GatewayTest, AssetsAreServedExactlyAndForever) {
  const std::uint16_t port = Start();
  const RawReply script = Fetch(port, "GET", "/assets/main-1.js");
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(script.body, "script");
  EXPECT_EQ(script.At("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(script.At("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(script.At("vary"), "Accept-Encoding");
  EXPECT_EQ(Fetch(port, "GET", "/assets/core-2.wasm").At("content-type"), "application/wasm");
  EXPECT_EQ(Fetch(port, "GET", "/sw.js").At("cache-control"), "no-cache");
  EXPECT_EQ(assets_.AddressOf("main.js"), "/assets/main-1.js");
  EXPECT_EQ(assets_.AddressOf("other.js"), "");
}

TEST_F(GatewayTest, AssetsComeInTheSmallestCodingThatIsAccepted) {
  const std::uint16_t port = Start();
  const auto body = [port](const std::string& accepted) {
    return Fetch(port, "GET", "/assets/main-1.js", {"Accept-Encoding: " + accepted}).body;
  };
  EXPECT_EQ(body("gzip, deflate, br, zstd"), "script in brotli");
  EXPECT_EQ(body("gzip"), "script in gzip");
  EXPECT_EQ(body("br;q=0, gzip;q=0.5"), "script in gzip");
  EXPECT_EQ(body("br;q=0.0, gzip;q=0"), "script");
  EXPECT_EQ(body("brr, *"), "script");
  EXPECT_EQ(Fetch(port, "GET", "/assets/core-2.wasm", {"Accept-Encoding: br"}).body, "wasm");
}

TEST_F(GatewayTest, AnAssetThatTheBrowserHasIsNotSentAgain) {
  const std::uint16_t port = Start();
  const std::string tag = Fetch(port, "GET", "/sw.js").At("etag");
  ASSERT_NE(tag, "");
  EXPECT_EQ(Fetch(port, "GET", "/sw.js", {"If-None-Match: \"x\", " + tag}).status, 304);
  EXPECT_EQ(Fetch(port, "GET", "/sw.js", {"If-None-Match: \"x\""}).status, 200);
}

TEST_F(GatewayTest, NothingOutsideTheManifestIsServed) {
  const std::uint16_t port = Start();
  for (const char* path : {"/assets/not-in-manifest.js", "/manifest.json", "/assets/main-1.js.br",
                           "/assets/../manifest.json", "/assets/%6dain-1.js", "//assets/main-1.js",
                           "/../../etc/passwd", "/assets/", "/assets"}) {
    EXPECT_EQ(Fetch(port, "GET", path).status, 404) << path;
  }
  EXPECT_EQ(Fetch(port, "POST", "/assets/main-1.js", {}, "x").status, 405);
}

TEST_F(GatewayTest, AManifestThatLeavesItsFolderIsRefused) {
  for (const char* address : {"/assets/../../etc/passwd", "assets/main-1.js", "/.hidden.js",
                              "/assets/missing.js", "/assets/main-1.exe", "//x.js"}) {
    Write("/manifest.json", std::string("{\"a\": \"") + address + "\"}");
    EXPECT_FALSE(StaticAssets::Load(directory_).ok()) << address;
  }
  for (const char* manifest : {"", "[]", "{\"a\": 1}", "{\"a\"", "\xff"}) {
    Write("/manifest.json", manifest);
    EXPECT_FALSE(StaticAssets::Load(directory_).ok()) << manifest;
  }
  EXPECT_EQ(StaticAssets::Load(directory_ + "/missing").status().code(),
            absl::StatusCode::kNotFound);
}

TEST_F(GatewayTest, EveryReplyHasTheSecurityHeaders) {
  const std::uint16_t port = Start();
  const std::string other_body(2'000'000, 'a');
  const std::vector<RawReply> replies = {
      Fetch(port, "GET", "/assets/main-1.js"),
      Fetch(port, "GET", "/sw.js", {"If-None-Match: *"}),
      Fetch(port, "POST", "/sw.js"),
      Fetch(port, "GET", "/nowhere"),
      Fetch(port, "POST", "/nowhere", {}, other_body),
      Fetch(port, "GET", "/" + std::string(5000, 'a')),
      Fetch(port, "GET", "/", {"X: " + std::string(20'000, 'a')}),
      RawClient(port).Exchange("nonsense\r\n\r\n"),
      Fetch(port, "POST", kMethod, {kGrpcWeb}, Frame("")),
      Fetch(port, "POST", kMethod, {kGrpcWeb}, other_body),
      Fetch(port, "POST", kMethod, {"Content-Type: text/plain"}, "x"),
      Fetch(port, "OPTIONS", kMethod),
      Fetch(port, "GET", kMethod)};
  for (const RawReply& reply : replies) {
    SCOPED_TRACE(reply.head);
    const std::string policy = reply.At("content-security-policy");
    EXPECT_EQ(policy.find("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-"), 0u);
    EXPECT_EQ(policy.find("unsafe-inline"), std::string::npos);
    EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
    EXPECT_EQ(reply.At("x-content-type-options"), "nosniff");
    EXPECT_EQ(reply.At("referrer-policy"), "no-referrer");
    EXPECT_TRUE(reply.Has("permissions-policy"));
    // It makes the browser begin a second process for the page; receipts alone have it.
    EXPECT_FALSE(reply.Has("cross-origin-opener-policy"));
    EXPECT_EQ(reply.At("cross-origin-resource-policy"), "same-origin");
    EXPECT_TRUE(reply.Has("cache-control"));
    EXPECT_TRUE(reply.Has("content-type"));
    EXPECT_FALSE(reply.Has("strict-transport-security"));
  }
}

TEST_F(GatewayTest, BehindTlsEveryReplySaysToStayThere) {
  const std::uint16_t port = Start(/*is_behind_tls=*/true);
  EXPECT_EQ(Fetch(port, "GET", "/sw.js").At("strict-transport-security"),
            "max-age=63072000; includeSubDomains");
}

TEST(RequestOriginTest, WhatABrowserSaysOfItselfDecides) {
  const auto is_own = [](std::string_view origin, std::string_view site) {
    HttpRequest request;
    request.headers = {{"host", "muster.test:8080"}};
    if (!origin.empty()) request.headers.push_back({"origin", std::string(origin)});
    if (!site.empty()) request.headers.push_back({"sec-fetch-site", std::string(site)});
    return IsSameOrigin(request, {"https://public.test"});
  };
  EXPECT_TRUE(is_own("", ""));
  EXPECT_TRUE(is_own("http://muster.test:8080", ""));
  EXPECT_TRUE(is_own("https://public.test", "same-origin"));
  EXPECT_TRUE(is_own("null", "same-origin")) << "a form of a page without a referrer";
  EXPECT_FALSE(is_own("null", ""));
  EXPECT_FALSE(is_own("http://muster.test", "")) << "another port";
  EXPECT_FALSE(is_own("http://evil.test", ""));
  EXPECT_FALSE(is_own("http://muster.test:8080", "cross-site"));
  EXPECT_FALSE(is_own("", "same-site"));
}

TEST(SecurityHeadersTest, ThePolicyNamesTheScriptThatStandsInPages) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()),
                     reinterpret_cast<const unsigned char*>(kInlineScript.data()),
                     kInlineScript.size());
  HttpResponse response;
  AddSecurityHeaders(response, {});
  EXPECT_NE(response.Header("content-security-policy")
                .find("'sha256-" + absl::Base64Escape(digest) + "'"),
            std::string::npos);
}

}  // namespace
}  // namespace muster::gateway
