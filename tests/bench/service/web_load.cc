// gRPC-Web over HTTP/1.1, no more of it than Muster's web port speaks.
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/service/load.h"

namespace muster::bench {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

// One connection that is kept, and the call that is under way on it.
class Connection {
 public:
  explicit Connection(const std::string& address)
      : address_(address), socket_(ConnectTo(address)) {}
  ~Connection() { close(socket_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int socket() const { return socket_; }
  absl::Time begin() const { return begin_; }

  // False: it could not be sent.
  bool Begin(const std::string& method, const std::string& request, absl::Time now) {
    begin_ = now;
    std::string frame(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8) {
      frame += static_cast<char>(request.size() >> shift & 0xff);
    }
    const std::string text = absl::StrCat(
        "POST ", method, " HTTP/1.1\r\nHost: ", address_,
        "\r\nContent-Type: application/grpc-web+proto\r\nX-Grpc-Web: 1\r\nContent-Length: ",
        frame.size() + request.size(), "\r\n\r\n", frame, request);
    return send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(text.size());
  }

  enum class State { kUnderWay, kSucceeded, kFailed };

  // Takes what has come.
  State Receive() {
    char bytes[16384];
    const ssize_t count = recv(socket_, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (count <= 0) return count < 0 && errno == EAGAIN ? State::kUnderWay : State::kFailed;
    read_.append(bytes, static_cast<size_t>(count));
    const size_t end = read_.find("\r\n\r\n");
    if (end == std::string::npos) return State::kUnderWay;
    const std::string headers = absl::AsciiStrToLower(read_.substr(0, end));
    // The web port always says the length.
    const size_t at = headers.find("content-length:");
    if (at == std::string::npos) return State::kFailed;
    const size_t size = end + 4 + std::strtoul(headers.c_str() + at + 15, nullptr, 10);
    if (read_.size() < size) return State::kUnderWay;
    const std::string reply = headers + read_.substr(end, size - end);
    read_.erase(0, size);
    // A trailer frame in the body, or a header where there is no message.
    const bool good =
        absl::StrContains(headers.substr(0, 15), " 200") &&
        (absl::StrContains(reply, "grpc-status: 0") || absl::StrContains(reply, "grpc-status:0"));
    return good ? State::kSucceeded : State::kFailed;
  }

 private:
  const std::string address_;
  const int socket_;
  absl::Time begin_;
  std::string read_;
};

}  // namespace

Measured MeasureWeb(const Load& load) {
  const int ready = epoll_create1(0);
  std::vector<std::unique_ptr<Connection>> connections;
  std::vector<absl::Duration> took;
  int failed = 0;
  int under_way = 0;
  const absl::Time begin = absl::Now();
  const auto start = [&](Connection& connection, absl::Time now) {
    if (connection.Begin(load.method, load.next_request(), now)) {
      ++under_way;
    } else {
      ++failed;
    }
  };
  for (int i = 0; i < load.streams; ++i) {
    Connection& connection = *connections.emplace_back(std::make_unique<Connection>(load.address));
    epoll_event event = {EPOLLIN, {&connection}};
    epoll_ctl(ready, EPOLL_CTL_ADD, connection.socket(), &event);
    start(connection, begin);
  }
  std::array<epoll_event, 64> events;
  while (under_way > 0) {
    const int count = epoll_wait(ready, events.data(), static_cast<int>(events.size()),
                                 static_cast<int>(absl::ToInt64Milliseconds(kPatience)));
    if (count <= 0) break;
    for (int i = 0; i < count; ++i) {
      auto& connection = *static_cast<Connection*>(events[static_cast<size_t>(i)].data.ptr);
      const Connection::State state = connection.Receive();
      if (state == Connection::State::kUnderWay) continue;
      const absl::Time now = absl::Now();
      took.push_back(now - connection.begin());
      --under_way;
      if (state == Connection::State::kFailed) {
        // Its socket says so without end.
        epoll_ctl(ready, EPOLL_CTL_DEL, connection.socket(), nullptr);
        ++failed;
      } else if (now - begin < load.duration) {
        start(connection, now);
      }
    }
  }
  close(ready);
  return MeasuredFrom(std::move(took), failed + under_way, absl::Now() - begin);
}

}  // namespace muster::bench
