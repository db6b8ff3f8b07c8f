#include "server/gateway/http_server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <future>
#include <iostream>
#include <mutex>
#include <random>
#include <thread>

#include "tests/server/gateway/raw_client.h"

namespace muster::gateway {
namespace {

// Answers with what it was asked; some paths do something special.
class EchoHandler final : public HttpHandler {
 public:
  std::optional<HttpResponse> Look(const HttpRequest& head, std::string_view body_so_far) override {
    if (head.path == "/throw-in-look") throw 1;
    if (head.path == "/refused-at-head") return Text(415, "refused");
    if (head.path == "/refused-in-body" && body_so_far.size() >= 5) return Text(415, "refused");
    return std::nullopt;
  }

  void Handle(HttpRequest request, std::shared_ptr<Responder> responder) override {
    if (request.path == "/throw") throw 1;
    if (request.path == "/forget") return;
    if (request.path == "/wait") {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting_.push_back(std::move(responder));
      return;
    }
    if (request.path == "/block") {
      entered.set_value();
      may_leave.get_future().wait();
      responder->Send(Text(200, "late"));
      has_left = true;
      return;
    }
    if (request.path == "/inject") {
      HttpResponse response = Text(200, "");
      response.headers.push_back({"X-Value", "a\r\nSet-Cookie: b"});
      return responder->Send(std::move(response));
    }
    responder->Send(Text(200, request.method + " " + request.path + "?" + request.query + " " +
                                  request.peer_address + " " + request.body));
  }

  HttpResponse Refuse(int status, const HttpRequest*) override {
    return Text(status, "refused " + std::to_string(status));
  }

  std::size_t waiting() {
    const std::lock_guard<std::mutex> lock(mutex_);
    return waiting_.size();
  }

  void AnswerWaiting() {
    std::deque<std::shared_ptr<Responder>> waiting;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting.swap(waiting_);
    }
    for (const auto& responder : waiting) responder->Send(Text(200, "at last"));
  }

  // Of the one request to "/block".
  std::promise<void> entered;
  std::promise<void> may_leave;
  std::atomic<bool> has_left = false;

 private:
  static HttpResponse Text(int status, std::string text) {
    HttpResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
    response.body = std::move(text);
    return response;
  }

  std::mutex mutex_;
  std::deque<std::shared_ptr<Responder>> waiting_;
};

class HttpServerTest : public testing::Test {
 protected:
  void StartServer(HttpLimits limits = {}) {
    HttpServerOptions options;
    options.address = "127.0.0.1:0";
    options.limits = limits;
    auto server = HttpServer::Start(options, &handler_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  std::uint16_t port() const { return server_->port(); }

  // Waits for a condition that another thread makes true.
  template <typename Condition>
  static bool Eventually(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::yield();
    }
    return true;
  }

  EchoHandler handler_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(HttpServerTest, ARequestReachesTheHandlerAndItsAnswerComesBack) {
  StartServer();
  const RawReply reply = Fetch(port(), "POST", "/a%2Fb?c=d", {}, "body");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "POST /a%2Fb?c=d 127.0.0.1 body");
  EXPECT_EQ(reply.At("content-length"), std::to_string(reply.body.size()));
  EXPECT_TRUE(reply.Has("date"));
}

TEST_F(HttpServerTest, AConnectionServesManyRequestsAlsoWhenTheyComeAtOnce) {
  StartServer();
  RawClient client(port());
  client.Send(RequestText("GET", "/1") + RequestText("POST", "/2", {}, "x") +
              RequestText("GET", "/3"));
  EXPECT_EQ(client.Read().body, "GET /1? 127.0.0.1 ");
  EXPECT_EQ(client.Read().body, "POST /2? 127.0.0.1 x");
  EXPECT_EQ(client.Read().body, "GET /3? 127.0.0.1 ");
}

TEST_F(HttpServerTest, HeadHasTheHeadersOfGetAndNoBody) {
  StartServer();
  RawClient client(port());
  const RawReply head = client.Exchange(RequestText("HEAD", "/x"), true);
  EXPECT_EQ(head.status, 200);
  const RawReply get = client.Exchange(RequestText("GET", "/x"));
  EXPECT_EQ(head.At("content-length"), get.At("content-length"));
  EXPECT_EQ(get.body, "GET /x? 127.0.0.1 ");
}

TEST_F(HttpServerTest, AForwardedAddressIsNotBelieved) {
  StartServer();
  const RawReply reply = Fetch(port(), "GET", "/", {"X-Forwarded-For: 10.1.1.1"});
  EXPECT_EQ(reply.body, "GET /? 127.0.0.1 ");
}

TEST_F(HttpServerTest, AConnectionClosesWhenAskedTo) {
  StartServer();
  RawClient client(port());
  const RawReply reply = client.Exchange(RequestText("GET", "/", {"Connection: close"}));
  EXPECT_EQ(reply.At("connection"), "close");
  EXPECT_TRUE(client.IsClosedByPeer());
}

TEST_F(HttpServerTest, AnHttp10ConnectionCloses) {
  StartServer();
  RawClient client(port());
  EXPECT_EQ(client.Exchange("GET / HTTP/1.0\r\n\r\n").status, 200);
  EXPECT_TRUE(client.IsClosedByPeer());
}

struct BadRequest {
  const char* name;
  std::string text;
  int status;
};

class BadRequestTest : public HttpServerTest, public testing::WithParamInterface<BadRequest> {};

TEST_P(BadRequestTest, IsRefusedAndEndsTheConnection) {
  StartServer();
  RawClient client(port());
  // What a smuggler hopes to have read as a request of its own.
  client.Send(GetParam().text + RequestText("GET", "/smuggled"));
  EXPECT_EQ(client.Read().status, GetParam().status);
  EXPECT_EQ(client.Read().status, 0) << "a second request was read";
}

constexpr char kHead[] = "POST / HTTP/1.1\r\nHost: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    Requests, BadRequestTest,
    testing::Values(
        BadRequest{
            "LengthAndChunked",
            std::string(kHead) + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400},
        BadRequest{
            "ChunkedAndLength",
            std::string(kHead) + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
            400},
        BadRequest{"TwoLengths",
                   std::string(kHead) + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
        BadRequest{"TwoEqualLengths",
                   std::string(kHead) + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400},
        BadRequest{"LengthList", std::string(kHead) + "Content-Length: 1, 1\r\n\r\na", 400},
        BadRequest{"NegativeLength", std::string(kHead) + "Content-Length: -1\r\n\r\n", 400},
        BadRequest{"SignedLength", std::string(kHead) + "Content-Length: +1\r\n\r\na", 400},
        BadRequest{"HexLength", std::string(kHead) + "Content-Length: 0x1\r\n\r\na", 400},
        BadRequest{"HugeLength",
                   std::string(kHead) + "Content-Length: 99999999999999999999\r\n\r\n", 400},
        BadRequest{"OtherCoding", std::string(kHead) + "Transfer-Encoding: gzip\r\n\r\n", 400},
        BadRequest{"TwoCodings",
                   std::string(kHead) + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400},
        BadRequest{"ChunkedTwice",
                   std::string(kHead) +
                       "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                   400},
        BadRequest{"HiddenChunked",
                   std::string(kHead) + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400},
        BadRequest{"CodingInHttp10",
                   "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                   400},
        BadRequest{"BadChunkSize", std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
                   400},
        BadRequest{"HugeChunkSize",
                   std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
                   400},
        BadRequest{"NoChunkEnd",
                   std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400},
        BadRequest{"SpaceBeforeColon", std::string(kHead) + "Content-Length : 1\r\n\r\na", 400},
        BadRequest{"NoHost", "GET / HTTP/1.1\r\n\r\n", 400},
        BadRequest{"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
        BadRequest{"NoPath", "GET x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
        BadRequest{"ZeroByte", std::string("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 28), 400},
        BadRequest{"BareReturn", "GET / HTTP/1.1\r\nHost: a\rb: c\r\n\r\n", 400},
        BadRequest{"Tls", "\x16\x03\x01\x02 no HTTP at all\r\n\r\n", 400},
        BadRequest{"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        BadRequest{"UnknownExpectation", std::string(kHead) + "Expect: a-miracle\r\n\r\n", 417}),
    [](const auto& info) { return info.param.name; });

TEST_F(HttpServerTest, ALongAddressIs414AndLongHeadersAre431) {
  StartServer();
  EXPECT_EQ(Fetch(port(), "GET", "/" + std::string(5000, 'a')).status, 414);
  EXPECT_EQ(Fetch(port(), "GET", "/" + std::string(100'000, 'a')).status, 414);
  EXPECT_EQ(Fetch(port(), "GET", "/", {"X: " + std::string(20'000, 'a')}).status, 431);
  EXPECT_EQ(Fetch(port(), "GET", "/", {"X: " + std::string(15'000, 'a')}).status, 200);
}

TEST_F(HttpServerTest, ABodyAsLongAsTheLimitIsTakenAndALongerOneIs413) {
  HttpLimits limits;
  limits.body_bytes = 100'000;
  StartServer(limits);
  EXPECT_EQ(Fetch(port(), "POST", "/", {}, std::string(100'000, 'a')).status, 200);
  EXPECT_EQ(Fetch(port(), "POST", "/", {}, std::string(100'001, 'a')).status, 413);
}

TEST_F(HttpServerTest, AChunkedBodyHasTheSameLimit) {
  HttpLimits limits;
  limits.body_bytes = 100'000;
  StartServer(limits);
  RawClient client(port());
  client.Send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 30; ++i) client.Send("1000\r\n" + std::string(4096, 'a') + "\r\n");
  EXPECT_EQ(client.Read().status, 413);
}

TEST_F(HttpServerTest, TheReplyToARefusedBodyArrivesThoughTheBodyIsStillBeingSent) {
  StartServer();
  for (int round = 0; round < 20; ++round) {
    const RawReply reply =
        Fetch(port(), "POST", "/refused-at-head", {}, std::string(1'000'000, 'a'));
    ASSERT_EQ(reply.status, 415) << "round " << round;
    EXPECT_EQ(reply.At("connection"), "close");
  }
}

TEST_F(HttpServerTest, ABodyCanBeRefusedAtItsFirstBytes) {
  StartServer();
  RawClient client(port());
  client.Send("POST /refused-in-body HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n12345");
  EXPECT_EQ(client.Read().status, 415);
}

TEST_F(HttpServerTest, ARefusalWithoutABodyKeepsTheConnection) {
  StartServer();
  RawClient client(port());
  EXPECT_EQ(client.Exchange(RequestText("GET", "/refused-at-head")).status, 415);
  EXPECT_EQ(client.Exchange(RequestText("GET", "/")).status, 200);
}

TEST_F(HttpServerTest, ABodyIsAskedForWhenTheClientWaitsForThat) {
  StartServer();
  RawClient client(port());
  const std::string head =
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
  EXPECT_EQ(client.Exchange(head).status, 100);
  EXPECT_EQ(client.Exchange("hi").body, "POST /? 127.0.0.1 hi");
}

TEST_F(HttpServerTest, BodiesTogetherHaveALimit) {
  HttpLimits limits;
  limits.body_bytes_together = 150'000;
  StartServer(limits);
  const std::string body(100'000, 'a');
  RawClient first(port());
  first.Send(RequestText("POST", "/wait", {}, body));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 1; }));
  EXPECT_EQ(Fetch(port(), "POST", "/", {}, body).status, 503);
  handler_.AnswerWaiting();
  EXPECT_EQ(first.Read().status, 200);
  // The room is given back once the answer is written, which the client may see a little earlier.
  EXPECT_TRUE(Eventually([&] { return Fetch(port(), "POST", "/", {}, body).status == 200; }));
}

TEST_F(HttpServerTest, BodiesOfOneAddressLeaveRoomForThoseOfOthers) {
  HttpLimits limits;
  limits.body_bytes_per_address = 150'000;
  StartServer(limits);
  const std::string body(100'000, 'a');
  RawClient first(port());
  first.Send(RequestText("POST", "/wait", {}, body));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 1; }));
  EXPECT_EQ(Fetch(port(), "POST", "/", {}, body).status, 503);
  EXPECT_EQ(RawClient(port(), "127.0.0.2").Exchange(RequestText("POST", "/", {}, body)).status,
            200);
  handler_.AnswerWaiting();
  EXPECT_EQ(first.Read().status, 200);
  EXPECT_TRUE(Eventually([&] { return Fetch(port(), "POST", "/", {}, body).status == 200; }));
}

TEST_F(HttpServerTest, WhoMayHaveMoreConnectionsMayHaveMoreBodies) {
  HttpLimits limits;
  const std::size_t usual = limits.body_bytes_per_address;
  limits.SetConnectionsPerAddress(limits.connections_per_address);
  EXPECT_EQ(limits.body_bytes_per_address, usual);
  limits.SetConnectionsPerAddress(limits.connections / 2);
  EXPECT_NEAR(static_cast<double>(limits.body_bytes_per_address),
              static_cast<double>(limits.body_bytes_together) / 2, 1000);
  limits.SetConnectionsPerAddress(2 * limits.connections);
  EXPECT_NEAR(static_cast<double>(limits.body_bytes_per_address),
              static_cast<double>(limits.body_bytes_together), 1000);
}

TEST_F(HttpServerTest, TooManyConnectionsFromOneAddressAreRefusedUntilOneEnds) {
  HttpLimits limits;
  limits.connections_per_address = 3;
  StartServer(limits);
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.emplace_back(port());
    EXPECT_EQ(clients.back().Exchange(RequestText("GET", "/")).status, 200);
  }
  EXPECT_EQ(Fetch(port(), "GET", "/").status, 503);
  clients.pop_back();
  EXPECT_TRUE(Eventually([this] { return Fetch(port(), "GET", "/").status == 200; }));
}

TEST_F(HttpServerTest, TooManyConnectionsInAllAreRefusedWhileNoneIsIdle) {
  HttpLimits limits;
  limits.connections = 2;
  StartServer(limits);
  RawClient first(port());
  RawClient second(port());
  first.Send(RequestText("GET", "/wait"));
  second.Send(RequestText("GET", "/wait"));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 2; }));
  EXPECT_EQ(Fetch(port(), "GET", "/").status, 503);
  handler_.AnswerWaiting();
  EXPECT_EQ(first.Read().status, 200);
  EXPECT_EQ(second.Read().status, 200);
}

TEST_F(HttpServerTest, TheConnectionThatHasBeenIdleLongestMakesRoomForANewOne) {
  HttpLimits limits;
  limits.connections = 3;
  StartServer(limits);
  RawClient busy(port());
  busy.Send(RequestText("GET", "/wait"));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 1; }));
  RawClient idle(port());
  EXPECT_EQ(idle.Exchange(RequestText("GET", "/")).status, 200);
  RawClient later(port());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(later.Exchange(RequestText("GET", "/")).status, 200);
  RawClient another(port(), "127.0.0.2");
  EXPECT_EQ(another.Exchange(RequestText("GET", "/")).status, 200);
  EXPECT_TRUE(idle.IsClosedByPeer());
  EXPECT_EQ(later.Exchange(RequestText("GET", "/")).status, 200);
  handler_.AnswerWaiting();
  EXPECT_EQ(busy.Read().status, 200);
}

HttpLimits ShortTimes() {
  HttpLimits limits;
  limits.header_timeout = absl::Milliseconds(200);
  limits.body_timeout = absl::Milliseconds(200);
  limits.idle_timeout = absl::Milliseconds(200);
  limits.answer_timeout = absl::Milliseconds(200);
  limits.write_timeout = absl::Milliseconds(200);
  limits.linger_timeout = absl::Milliseconds(200);
  return limits;
}

TEST_F(HttpServerTest, SilentSlowAndIdleConnectionsAreClosed) {
  StartServer(ShortTimes());
  RawClient silent(port());
  RawClient slow_head(port());
  slow_head.Send("GET / HTTP/1.1\r\nHost:");
  RawClient slow_body(port());
  slow_body.Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n123");
  RawClient idle(port());
  EXPECT_EQ(idle.Exchange(RequestText("GET", "/")).status, 200);
  EXPECT_TRUE(silent.IsClosedByPeer());
  EXPECT_TRUE(slow_head.IsClosedByPeer());
  EXPECT_TRUE(slow_body.IsClosedByPeer());
  EXPECT_TRUE(idle.IsClosedByPeer());
  EXPECT_TRUE(Eventually([this] { return server_->connection_count() == 0; }));
}

TEST_F(HttpServerTest, AClientThatDoesNotReadItsReplyIsClosed) {
  StartServer(ShortTimes());
  RawClient client(port());
  const std::string requests = RequestText("POST", "/", {}, std::string(1'000'000, 'a'));
  for (int i = 0; i < 20 && client.Send(requests); ++i) {
  }
  EXPECT_TRUE(Eventually([this] { return server_->connection_count() == 0; }));
}

TEST_F(HttpServerTest, AnAnswerThatDoesNotComeIs503AndTheLateOneIsDropped) {
  StartServer(ShortTimes());
  EXPECT_EQ(Fetch(port(), "GET", "/wait").status, 503);
  handler_.AnswerWaiting();
  EXPECT_EQ(Fetch(port(), "GET", "/").status, 200);
}

TEST_F(HttpServerTest, AHandlerThatThrowsOrForgetsGives500) {
  StartServer();
  EXPECT_EQ(Fetch(port(), "GET", "/throw").status, 500);
  EXPECT_EQ(Fetch(port(), "GET", "/throw-in-look").status, 500);
  EXPECT_EQ(Fetch(port(), "GET", "/forget").status, 500);
}

TEST_F(HttpServerTest, AValueCannotStartAnotherHeader) {
  StartServer();
  const RawReply reply = Fetch(port(), "GET", "/inject");
  EXPECT_EQ(reply.status, 200);
  EXPECT_FALSE(reply.Has("set-cookie"));
}

TEST_F(HttpServerTest, DrainingAnswersWhatIsUnderWayAndClosesTheRest) {
  StartServer();
  RawClient idle(port());
  EXPECT_EQ(idle.Exchange(RequestText("GET", "/")).status, 200);
  RawClient busy(port());
  busy.Send(RequestText("GET", "/wait"));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 1; }));
  std::thread drain([this] { server_->Drain(absl::Seconds(10)); });
  EXPECT_TRUE(idle.IsClosedByPeer());
  handler_.AnswerWaiting();
  const RawReply reply = busy.Read();
  EXPECT_EQ(reply.body, "at last");
  EXPECT_EQ(reply.At("connection"), "close");
  drain.join();
  EXPECT_EQ(server_->connection_count(), 0u);
}

TEST_F(HttpServerTest, DrainingDoesNotWaitLongerThanItsPatience) {
  StartServer();
  RawClient busy(port());
  busy.Send(RequestText("GET", "/wait"));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 1; }));
  server_->Drain(absl::Milliseconds(50));
  EXPECT_EQ(server_->connection_count(), 0u);
  EXPECT_EQ(busy.Read().status, 0);
}

TEST_F(HttpServerTest, DrainingEndsOnlyWhenNoHandlerRunsAnyMore) {
  StartServer();
  RawClient blocked(port());
  blocked.Send(RequestText("GET", "/block"));
  handler_.entered.get_future().wait();
  RawClient waiting(port());
  waiting.Send(RequestText("GET", "/wait"));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 1; }));
  std::future<void> drained =
      std::async(std::launch::async, [this] { server_->Drain(absl::Milliseconds(1)); });
  EXPECT_EQ(waiting.Read().status, 0) << "its patience is over";
  EXPECT_EQ(drained.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
  handler_.may_leave.set_value();
  drained.get();
  EXPECT_TRUE(handler_.has_left);
  EXPECT_EQ(server_->connection_count(), 0u);
  handler_.AnswerWaiting();
}

TEST_F(HttpServerTest, AnAnswerAfterTheServerHasGoneDoesNothing) {
  StartServer();
  RawClient busy(port());
  busy.Send(RequestText("GET", "/wait"));
  ASSERT_TRUE(Eventually([this] { return handler_.waiting() == 1; }));
  server_.reset();
  handler_.AnswerWaiting();
}

TEST_F(HttpServerTest, ATakenPortIsOneClearStatus) {
  StartServer();
  HttpServerOptions options;
  options.address = "127.0.0.1:" + std::to_string(port());
  const auto second = HttpServer::Start(options, &handler_);
  EXPECT_EQ(second.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_NE(second.status().message().find(options.address), absl::string_view::npos);
}

TEST_F(HttpServerTest, OnlyAnAddressCanBeListenedOn) {
  for (const char* address :
       {"", "8080", "localhost", "127.0.0.1:", "127.0.0.1:70000", "::1:80", "host.test:80"}) {
    HttpServerOptions options;
    options.address = address;
    EXPECT_EQ(HttpServer::Start(options, &handler_).status().code(),
              absl::StatusCode::kInvalidArgument)
        << address;
  }
}

TEST_F(HttpServerTest, BothFamiliesOfAddressCanBeListenedOn) {
  for (const char* address : {"[::1]:0", "[::]:0", "0.0.0.0:0", "localhost:0"}) {
    HttpServerOptions options;
    options.address = address;
    const auto server = HttpServer::Start(options, &handler_);
    if (server.status().code() == absl::StatusCode::kUnavailable) continue;  // No IPv6 here.
    EXPECT_TRUE(server.ok()) << address << server.status();
  }
}

TEST_F(HttpServerTest, RandomAndTruncatedBytesNeverStopTheServer) {
  StartServer(ShortTimes());
  const char* seed_text = std::getenv("SEED");
  const unsigned seed = seed_text ? std::strtoul(seed_text, nullptr, 10) : std::random_device{}();
  const char* rounds_text = std::getenv("ROUNDS");
  const int rounds = rounds_text ? std::atoi(rounds_text) : 300;
  std::cout << "SEED=" << seed << "\n";
  std::mt19937 random(seed);
  const std::string good = RequestText("POST", "/x?y", {"Accept: */*"}, "some body") +
                           "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                           "3;x=y\r\nabc\r\n0\r\nTrailer: z\r\n\r\n";
  for (int round = 0; round < rounds; ++round) {
    std::string bytes = good;
    if (random() % 4 == 0) {
      bytes.resize(random() % 2000);
      for (char& byte : bytes) byte = static_cast<char>(random());
    } else {
      for (unsigned i = random() % 4; i > 0; --i) {
        bytes[random() % bytes.size()] = static_cast<char>(random());
      }
      bytes.resize(random() % (bytes.size() + 1));
    }
    RawClient client(port());
    client.Send(bytes);
    client.EndSending();
    while (client.Read().status != 0) {
    }
  }
  EXPECT_EQ(Fetch(port(), "GET", "/").status, 200);
}

}  // namespace
}  // namespace muster::gateway
