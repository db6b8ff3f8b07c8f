#include "server/gateway/http_server.h"

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <map>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/gateway/http_connection.h"
#include "server/gateway/sender_network.h"
#include "server/mutex.h"

namespace muster::gateway {
namespace {

namespace asio = boost::asio;
using Error = boost::system::error_code;
using asio::ip::tcp;

// Descriptors left for the store, the log and the other port.
constexpr rlim_t kOtherDescriptors = 256;
// Connections over the limit that may be told so at one time.
constexpr std::size_t kRefusedTogether = 64;

absl::StatusOr<tcp::endpoint> ParseAddress(absl::string_view address) {
  const auto fault = [address] {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", address, "\" is no address to listen on: give one like 127.0.0.1:8080 or [::]:8080"));
  };
  const std::size_t colon = address.rfind(':');
  if (colon == absl::string_view::npos) return fault();
  absl::string_view host = address.substr(0, colon);
  const bool has_brackets = absl::ConsumePrefix(&host, "[") && absl::ConsumeSuffix(&host, "]");
  if (!has_brackets && (absl::StrContains(host, "[") || absl::StrContains(host, ":")))
    return fault();
  if (host == "localhost") host = "127.0.0.1";
  int port = 0;
  if (!absl::SimpleAtoi(address.substr(colon + 1), &port) || port < 0 || port > 65535) {
    return fault();
  }
  Error error;
  const asio::ip::address parsed = asio::ip::make_address(std::string(host), error);
  if (error) return fault();
  return tcp::endpoint(parsed, static_cast<std::uint16_t>(port));
}

absl::Status ListenFault(const Error& error, const std::string& address) {
  const std::string message =
      absl::StrCat("cannot listen on ", address, " for HTTP: ", error.message());
  if (error == asio::error::address_in_use) {
    return absl::AlreadyExistsError(absl::StrCat("another program listens on ", address,
                                                 " already: stop it, or give another address"));
  }
  if (error == asio::error::access_denied) return absl::PermissionDeniedError(message);
  return absl::UnavailableError(message);
}

// As many descriptors as the connections need, if the system lets us.
void RaiseDescriptorLimit(std::size_t connections) {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const rlim_t wanted = connections + kRefusedTogether + kOtherDescriptors;
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

void HttpLimits::SetConnectionsPerAddress(std::size_t count) {
  connections_per_address = count;
  const std::size_t share = body_bytes_together / connections * std::min(count, connections);
  body_bytes_per_address = std::max(body_bytes_per_address, share);
}

class HttpServer::Implementation {
 public:
  Implementation(HttpServerOptions options, HttpHandler* handler)
      : options_(std::move(options)),
        context_(options_.thread_count),
        strand_(asio::make_strand(context_)),
        acceptor_(strand_),
        retry_timer_(strand_) {
    host_.limits = options_.limits;
    host_.handler = handler;
    host_.on_closed = [this](std::uint64_t id) { Forget(id); };
  }

  ~Implementation() { Drain(absl::ZeroDuration()); }

  absl::Status Listen() {
    const absl::StatusOr<tcp::endpoint> endpoint = ParseAddress(options_.address);
    if (!endpoint.ok()) return endpoint.status();
    RaiseDescriptorLimit(options_.limits.connections);
    Error error;
    acceptor_.open(endpoint->protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error && endpoint->address().is_v6() && endpoint->address().is_unspecified()) {
      acceptor_.set_option(asio::ip::v6_only(false), error);
    }
    if (!error) acceptor_.bind(*endpoint, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    if (error) return ListenFault(error, options_.address);
    port_ = acceptor_.local_endpoint(error).port();
    asio::post(strand_, [this] { Accept(); });
    for (int i = 0; i < std::max(1, options_.thread_count); ++i) {
      threads_.emplace_back([this] { Run(); });
    }
    return absl::OkStatus();
  }

  std::uint16_t port() const { return port_; }

  std::size_t connection_count() const {
    const MutexLock lock(&mutex_);
    return connections_.size();
  }

  void Drain(absl::Duration patience) {
    host_.is_draining = true;
    asio::post(strand_, [this] {
      Error error;
      retry_timer_.cancel();
      acceptor_.close(error);
    });
    for (const auto& connection : Connections()) connection->Drain();
    if (!AwaitAllClosed(patience)) {
      for (const auto& connection : Connections()) connection->Abort();
      // One whose handler blocks closes when that returns: what it uses must not go before.
      AwaitAllClosed(absl::InfiniteDuration());
    }
    EndThreads();
  }

 private:
  struct Network {
    std::size_t connection_count = 0;
    BodyBytes body_bytes = std::make_shared<std::atomic<std::size_t>>(0);
  };

  struct Entry {
    std::shared_ptr<HttpConnection> connection;
    std::string network;
    bool is_refused;
    // Made room for another one, and is about to close.
    bool is_leaving = false;
  };

  // A handler's exception is caught where it is called; one of the library's own (no memory) must
  // not end the other connections.
  void Run() {
    for (;;) {
      try {
        context_.run();
        return;
      } catch (...) {
        continue;
      }
    }
  }

  void Accept() {
    acceptor_.async_accept(asio::make_strand(context_), [this](Error error, StrandSocket socket) {
      if (error == asio::error::operation_aborted || host_.is_draining) return;
      if (!error) Open(std::move(socket));
      if (!error || error == asio::error::connection_aborted) return Accept();
      // No descriptors left, most likely: some connection will end.
      retry_timer_.expires_after(std::chrono::milliseconds(100));
      retry_timer_.async_wait([this](Error wait_error) {
        if (!wait_error) Accept();
      });
    });
  }

  void Open(StrandSocket socket) {
    Error error;
    const tcp::endpoint peer = socket.remote_endpoint(error);
    if (error) return;
    const std::string address = peer.address().to_string();
    const std::string name = NetworkOf(address).value_or(address);
    socket.set_option(tcp::no_delay(true), error);
    std::shared_ptr<HttpConnection> connection;
    std::shared_ptr<HttpConnection> leaving;
    bool is_refused = false;
    {
      const MutexLock lock(&mutex_);
      const auto known = per_network_.find(name);
      const Network network = known == per_network_.end() ? Network() : known->second;
      is_refused = network.connection_count >= options_.limits.connections_per_address;
      if (!is_refused &&
          connections_.size() - refused_count_ - leaving_count_ >= options_.limits.connections) {
        leaving = MakeRoom();
        is_refused = leaving == nullptr;
      }
      if (is_refused && refused_count_ >= kRefusedTogether) return;
      const std::uint64_t id = ++last_id_;
      connection = MakeHttpConnection(std::move(socket), address, id, network.body_bytes, &host_);
      connections_[id] = {connection, name, is_refused};
      if (is_refused) {
        ++refused_count_;
      } else {
        per_network_[name] = {network.connection_count + 1, network.body_bytes};
      }
    }
    if (leaving != nullptr) leaving->Drain();
    is_refused ? connection->StartRefused() : connection->Start();
  }

  // Picks the connection that has been idle longest; none where none is idle. So nobody keeps
  // others out by connections that ask for nothing.
  std::shared_ptr<HttpConnection> MakeRoom() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    Entry* longest = nullptr;
    auto since = std::chrono::steady_clock::time_point::max();
    for (auto& [id, entry] : connections_) {
      if (entry.is_refused || entry.is_leaving) continue;
      const auto idle_since = entry.connection->IdleSince();
      if (!idle_since || *idle_since >= since) continue;
      longest = &entry;
      since = *idle_since;
    }
    if (longest == nullptr) return nullptr;
    longest->is_leaving = true;
    ++leaving_count_;
    return longest->connection;
  }

  void Forget(std::uint64_t id) {
    const MutexLock lock(&mutex_);
    const auto entry = connections_.find(id);
    if (entry == connections_.end()) return;
    if (entry->second.is_leaving) --leaving_count_;
    if (entry->second.is_refused) {
      --refused_count_;
    } else if (--per_network_[entry->second.network].connection_count == 0) {
      per_network_.erase(entry->second.network);
    }
    connections_.erase(entry);
    if (connections_.empty()) all_closed_.NotifyAll();
  }

  std::vector<std::shared_ptr<HttpConnection>> Connections() const {
    const MutexLock lock(&mutex_);
    std::vector<std::shared_ptr<HttpConnection>> connections;
    for (const auto& [id, entry] : connections_) connections.push_back(entry.connection);
    return connections;
  }

  bool AwaitAllClosed(absl::Duration patience) {
    const MutexLock lock(&mutex_);
    const auto start = std::chrono::steady_clock::now();
    while (!connections_.empty()) {
      if (patience == absl::InfiniteDuration()) {
        all_closed_.Wait(&mutex_);
        continue;
      }
      const absl::Duration left =
          patience - absl::FromChrono(std::chrono::steady_clock::now() - start);
      if (left <= absl::ZeroDuration()) return false;
      all_closed_.WaitFor(&mutex_, left);
    }
    return true;
  }

  // Once all is closed. Answers that come later find nobody.
  void EndThreads() {
    {
      const MutexLock lock(&host_.lifeline->mutex);
      host_.lifeline->is_alive = false;
    }
    context_.stop();
    const MutexLock lock(&ending_mutex_);
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
    Error error;
    acceptor_.close(error);
  }

  const HttpServerOptions options_;
  ConnectionHost host_;
  asio::io_context context_;
  asio::strand<asio::io_context::executor_type> strand_;
  tcp::acceptor acceptor_;          // On the strand.
  asio::steady_timer retry_timer_;  // On the strand.
  std::uint16_t port_ = 0;          // Set before the threads start.
  std::vector<std::thread> threads_;
  Mutex ending_mutex_;  // Held while the threads are ended.

  mutable Mutex mutex_;
  ConditionVariable all_closed_;
  std::uint64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t refused_count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::size_t leaving_count_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<std::string, Network> per_network_ ABSL_GUARDED_BY(mutex_);
  std::map<std::uint64_t, Entry> connections_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(HttpServerOptions options,
                                                              HttpHandler* handler) {
  auto implementation = std::make_unique<Implementation>(std::move(options), handler);
  if (const absl::Status status = implementation->Listen(); !status.ok()) return status;
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(implementation)));
}

HttpServer::HttpServer(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

HttpServer::~HttpServer() = default;

std::uint16_t HttpServer::port() const { return implementation_->port(); }

std::size_t HttpServer::connection_count() const { return implementation_->connection_count(); }

void HttpServer::Drain(absl::Duration patience) { implementation_->Drain(patience); }

}  // namespace muster::gateway
