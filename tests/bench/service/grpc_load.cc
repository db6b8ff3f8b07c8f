// gRPC over HTTP/2, no more of it than calls of small messages need. What a load generator takes it
// takes from the server on the same machine, and gRPC's own client takes as much as its server.
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <memory>
#include <string_view>

#include "absl/time/clock.h"
#include "tests/bench/service/load.h"

namespace muster::bench {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

// Of HTTP/2: RFC 9113, sections 3.4, 4.1, 6 and 6.5.2.
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kFrameHeaderBytes = 9;
constexpr std::size_t kMaxFrameBytes = 16384;
constexpr std::int64_t kFirstWindowBytes = 65535;
constexpr std::int64_t kWindowBytes = std::int64_t{1} << 30;
constexpr int kInitialWindowSize = 4;
enum FrameType { kData, kHeaders, kPriority, kReset, kSettings, kPush, kPing, kGoAway, kWindow };
constexpr int kEndStream = 1;
constexpr int kAck = 1;
constexpr int kEndHeaders = 4;

std::string Joined(std::initializer_list<std::string_view> parts) {
  std::string joined;
  for (const std::string_view part : parts) joined += part;
  return joined;
}

std::string BigEndian(std::int64_t number, int octets) {
  std::string bytes;
  while (octets-- > 0) bytes.push_back(static_cast<char>(number >> (8 * octets) & 0xff));
  return bytes;
}

std::int64_t ReadBigEndian(std::string_view bytes) {
  std::int64_t number = 0;
  for (const char octet : bytes) number = number << 8 | static_cast<unsigned char>(octet);
  return number;
}

std::int64_t SizeOf(std::string_view bytes) { return static_cast<std::int64_t>(bytes.size()); }

std::string Frame(FrameType type, int flags, std::int64_t stream, std::string_view payload) {
  if (payload.size() > kMaxFrameBytes) std::abort();
  return Joined({BigEndian(SizeOf(payload), 3), BigEndian(type, 1), BigEndian(flags, 1),
                 BigEndian(stream, 4), payload});
}

// The headers of every call, by HPACK (RFC 7541, sections 6.1 and 6.2.2): names are numbers in its
// static table, texts stand as they are, and none is longer than 126 octets.
std::string HeaderBlock(const Load& load) {
  const auto text = [](std::string_view octets) {
    return Joined({BigEndian(SizeOf(octets), 1), octets});
  };
  constexpr std::string_view kPostOverHttp = "\x83\x86";
  constexpr std::string_view kPath = "\x04";
  constexpr std::string_view kAuthority = "\x01";
  constexpr std::string_view kContentType = "\x0f\x10";
  constexpr std::string_view kNewName("\0", 1);
  return Joined({kPostOverHttp, kPath, text(load.method), kAuthority, text(load.address),
                 kContentType, text("application/grpc"), kNewName, text("te"), text("trailers")});
}

// One connection, and the calls that are under way on it.
class Connection {
 public:
  explicit Connection(const Load& load)
      : load_(load), headers_(HeaderBlock(load)), socket_(ConnectTo(load.address)) {
    fcntl(socket_, F_SETFL, O_NONBLOCK);
    const std::string windows =
        Joined({BigEndian(kInitialWindowSize, 2), BigEndian(kWindowBytes, 4)});
    to_send_ = Joined({kPreface, Frame(kSettings, 0, 0, windows),
                       Frame(kWindow, 0, 0, BigEndian(kWindowBytes, 4))});
  }
  ~Connection() { close(socket_); }

  Measured Run() {
    const absl::Time begin = absl::Now();
    until_ = begin + load_.duration;
    for (int i = 0; i < load_.streams; ++i) Begin(begin);
    while (under_way_ > 0 && Send() && Receive()) {
    }
    return MeasuredFrom(std::move(took_), failed_ + under_way_, absl::Now() - begin);
  }

 private:
  struct Call {
    absl::Time begin;
    bool answered = false;  // An error has trailers and no message.
  };
  struct Request {
    std::string frames;
    std::int64_t data_bytes = 0;
  };

  void Begin(absl::Time now) {
    const std::int64_t stream = 2 * std::ssize(calls_) + 1;
    calls_.push_back({now});
    ++under_way_;
    const std::string message = load_.next_request();
    const std::string data = Joined({BigEndian(0, 1), BigEndian(SizeOf(message), 4), message});
    waiting_.push_back({Joined({Frame(kHeaders, kEndHeaders, stream, headers_),
                                Frame(kData, kEndStream, stream, data)}),
                        SizeOf(data)});
  }

  // What the server's window and the kernel take. False: the connection is lost.
  bool Send() {
    while (!waiting_.empty() && waiting_.front().data_bytes <= window_bytes_) {
      window_bytes_ -= waiting_.front().data_bytes;
      to_send_ += waiting_.front().frames;
      waiting_.pop_front();
    }
    if (to_send_.empty()) return true;
    const ssize_t sent = send(socket_, to_send_.data(), to_send_.size(), MSG_NOSIGNAL);
    if (sent > 0) to_send_.erase(0, static_cast<std::size_t>(sent));
    return sent > 0 || errno == EAGAIN;
  }

  // Waits for what comes, or for room to send. False: the connection is lost, or too slow.
  bool Receive() {
    pollfd ready = {socket_, static_cast<short>(to_send_.empty() ? POLLIN : POLLIN | POLLOUT), 0};
    if (poll(&ready, 1, static_cast<int>(absl::ToInt64Milliseconds(kPatience))) <= 0) return false;
    if (ready.revents == POLLOUT) return true;
    const ssize_t count = recv(socket_, buffer_, sizeof(buffer_), 0);
    if (count <= 0) return count < 0 && errno == EAGAIN;
    received_.append(buffer_, static_cast<std::size_t>(count));
    std::string_view left = received_;
    while (left.size() >= kFrameHeaderBytes) {
      const auto size = static_cast<std::size_t>(ReadBigEndian(left.substr(0, 3)));
      if (left.size() < kFrameHeaderBytes + size) break;
      Take(left[3], left[4], ReadBigEndian(left.substr(5, 4)),
           left.substr(kFrameHeaderBytes, size));
      left.remove_prefix(kFrameHeaderBytes + size);
    }
    received_.erase(0, received_.size() - left.size());
    return true;
  }

  void Take(int type, int flags, std::int64_t stream, std::string_view payload) {
    if (type == kSettings && (flags & kAck) == 0) to_send_ += Frame(kSettings, kAck, 0, "");
    if (type == kPing && (flags & kAck) == 0) to_send_ += Frame(kPing, kAck, 0, payload);
    if (type == kWindow && stream == 0) window_bytes_ += ReadBigEndian(payload);
    if (type == kData) {
      calls_[static_cast<std::size_t>(stream / 2)].answered = true;
      unread_bytes_ += SizeOf(payload);
      if (unread_bytes_ >= kWindowBytes / 2) {
        to_send_ += Frame(kWindow, 0, 0, BigEndian(unread_bytes_, 4));
        unread_bytes_ = 0;
      }
    }
    const bool ends = (type == kData || type == kHeaders) && (flags & kEndStream) != 0;
    if (ends || type == kReset) End(calls_[static_cast<std::size_t>(stream / 2)]);
  }

  void End(const Call& call) {
    const absl::Time now = absl::Now();
    took_.push_back(now - call.begin);
    --under_way_;
    if (!call.answered) ++failed_;
    if (now < until_) Begin(now);
  }

  const Load& load_;
  const std::string headers_;
  const int socket_;
  absl::Time until_;
  int under_way_ = 0;
  int failed_ = 0;
  std::vector<absl::Duration> took_;
  std::vector<Call> calls_;  // By stream: 1, 3, 5 and so on.
  std::deque<Request> waiting_;
  std::int64_t window_bytes_ = kFirstWindowBytes;  // Of the server, for all streams.
  std::int64_t unread_bytes_ = 0;                  // Of our own, not given back.
  std::string to_send_;
  std::string received_;
  char buffer_[256 << 10];
};

}  // namespace

Measured MeasureGrpc(const Load& load) { return std::make_unique<Connection>(load)->Run(); }

}  // namespace muster::bench
