// gRPC-Web over HTTP/1.1, no more of it than Muster's web port speaks.
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <mutex>
#include <thread>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/service/load.h"

namespace muster::bench {
namespace {

// One connection that is kept. Waits for each reply.
class Connection {
 public:
  explicit Connection(const std::string& address)
      : address_(address), socket_(ConnectTo(address)), good_(socket_ >= 0) {}
  ~Connection() { close(socket_); }

  // Whether the method answered with success.
  bool Call(const std::string& method, const std::string& request) {
    std::string frame(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8) {
      frame += static_cast<char>(request.size() >> shift & 0xff);
    }
    const std::string text = absl::StrCat(
        "POST ", method, " HTTP/1.1\r\nHost: ", address_,
        "\r\nContent-Type: application/grpc-web+proto\r\nX-Grpc-Web: 1\r\nContent-Length: ",
        frame.size() + request.size(), "\r\n\r\n", frame, request);
    good_ = good_ && send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
                         static_cast<ssize_t>(text.size());
    std::string body;
    if (!good_ || !ReadReply(body)) return good_ = false;
    // A trailer frame in the body, or a header where there is no message.
    return absl::StrContains(body, "grpc-status: 0") || absl::StrContains(body, "grpc-status:0");
  }

 private:
  bool Receive() {
    char bytes[16384];
    const ssize_t count = recv(socket_, bytes, sizeof(bytes), 0);
    if (count > 0) read_.append(bytes, static_cast<size_t>(count));
    return count > 0;
  }

  // Headers and body. The web port always says the length.
  bool ReadReply(std::string& reply) {
    size_t end = 0;
    while ((end = read_.find("\r\n\r\n")) == std::string::npos) {
      if (!Receive()) return false;
    }
    const std::string headers = absl::AsciiStrToLower(read_.substr(0, end));
    const size_t at = headers.find("content-length:");
    if (at == std::string::npos) return false;
    const size_t size = end + 4 + std::strtoul(headers.c_str() + at + 15, nullptr, 10);
    while (read_.size() < size) {
      if (!Receive()) return false;
    }
    reply = headers + read_.substr(end, size - end);
    read_.erase(0, size);
    return absl::StrContains(headers.substr(0, 15), " 200");
  }

  const std::string address_;
  const int socket_;
  bool good_;
  std::string read_;
};

}  // namespace

Measured MeasureWeb(const Load& load) {
  std::mutex mutex;
  std::vector<absl::Duration> took;
  int failed = 0;
  const absl::Time begin = absl::Now();
  std::vector<std::thread> threads;
  for (int i = 0; i < load.streams; ++i) {
    threads.emplace_back([&] {
      Connection connection(load.address);
      std::vector<absl::Duration> own;
      int own_failed = 0;
      for (absl::Time now = absl::Now(); now - begin < load.duration && own_failed == 0;) {
        if (!connection.Call(load.method, load.next_request())) ++own_failed;
        const absl::Time done = absl::Now();
        own.push_back(done - now);
        now = done;
      }
      const std::lock_guard<std::mutex> lock(mutex);
      took.insert(took.end(), own.begin(), own.end());
      failed += own_failed;
    });
  }
  for (std::thread& thread : threads) thread.join();
  return MeasuredFrom(std::move(took), failed, absl::Now() - begin);
}

}  // namespace muster::bench
