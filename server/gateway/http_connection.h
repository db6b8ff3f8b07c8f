// One connection of the HTTP server. Only http_server.cc uses it.
#ifndef MUSTER_SERVER_GATEWAY_HTTP_CONNECTION_H_
#define MUSTER_SERVER_GATEWAY_HTTP_CONNECTION_H_

#include <atomic>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "server/gateway/http.h"
#include "server/gateway/http_server.h"
#include "server/mutex.h"

namespace muster::gateway {

// Tells late responders whether the server's event loop is still there.
struct Lifeline {
  Mutex mutex;
  bool is_alive ABSL_GUARDED_BY(mutex) = true;
};

// Body bytes of the requests of one network that are being read or answered.
using BodyBytes = std::shared_ptr<std::atomic<std::size_t>>;

// What connections share with their server, which outlives them.
struct ConnectionHost {
  HttpLimits limits;
  HttpHandler* handler = nullptr;
  std::shared_ptr<Lifeline> lifeline = std::make_shared<Lifeline>();
  std::atomic<bool> is_draining = false;
  // Body bytes of all requests being read or answered.
  std::atomic<std::size_t> body_bytes = 0;
  // Called once for each connection when it has closed.
  std::function<void(std::uint64_t id)> on_closed;
};

// What a connection runs on. Named, as each copy of an any_io_executor is an allocation, and a
// request makes thirty.
using ConnectionStrand = boost::asio::strand<boost::asio::io_context::executor_type>;
using StrandSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, ConnectionStrand>;

// Owned by its server until it reports that it has closed. Thread-safe.
class HttpConnection {
 public:
  virtual ~HttpConnection() = default;
  virtual void Start() = 0;
  // Sends 503 and closes.
  virtual void StartRefused() = 0;
  // Closes now if no request is under way, else after its response.
  virtual void Drain() = 0;
  // Closes now.
  virtual void Abort() = 0;
  // Since when it waits for a request; nothing while one is under way.
  virtual std::optional<std::chrono::steady_clock::time_point> IdleSince() const = 0;
};

// The socket's strand is of no other connection; `network_body_bytes` is of all of its network.
std::shared_ptr<HttpConnection> MakeHttpConnection(StrandSocket socket, std::string peer_address,
                                                   std::uint64_t id, BodyBytes network_body_bytes,
                                                   ConnectionHost* host);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_HTTP_CONNECTION_H_
