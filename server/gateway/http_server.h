// HTTP/1.1 server: sockets, limits and time; knows nothing of what is served.
#ifndef MUSTER_SERVER_GATEWAY_HTTP_SERVER_H_
#define MUSTER_SERVER_GATEWAY_HTTP_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/gateway/http.h"

namespace muster::gateway {

// Bounds on what others may cost us. Every one is enforced.
struct HttpLimits {
  // Connections open at once. For one more, the one that has been idle longest is closed; where
  // none is idle, it is answered 503 and closed.
  std::size_t connections = 1000;
  // Of them, from one IPv4 address or one IPv6 /64 network. One more is answered 503 and closed.
  std::size_t connections_per_address = 100;
  // Request line. Beyond: 414.
  std::size_t target_bytes = 4096;
  // Request line and headers together. Beyond: 431.
  std::size_t header_bytes = 16 * 1024;
  // Body of a request. Beyond: 413. Room for a message of 1 MiB in the text form of gRPC-Web.
  std::size_t body_bytes = 1400 * 1024;
  // Bodies of all requests being read or answered, together. Beyond: 503.
  std::size_t body_bytes_together = 64 * 1024 * 1024;
  // Of them, from one address or network as above: with slow posts nobody can hold the room of all.
  std::size_t body_bytes_per_address = 8 * 1024 * 1024;
  // What is read and thrown away after an early error, so that its reply is not lost.
  std::size_t linger_bytes = 16 * 1024 * 1024;

  // From the first byte of a request (or the start of the connection) to the end of its headers.
  absl::Duration header_timeout = absl::Seconds(10);
  // From there to the end of its body.
  absl::Duration body_timeout = absl::Seconds(60);
  // From a whole request to its response. Beyond: 503.
  absl::Duration answer_timeout = absl::Seconds(60);
  // For the other end to take the response.
  absl::Duration write_timeout = absl::Seconds(60);
  // Between requests. Longer than browsers keep an idle connection, so that they close first: one
  // closed under a request would be sent again.
  absl::Duration idle_timeout = absl::Minutes(6);
  absl::Duration linger_timeout = absl::Seconds(5);

  // Lets one address have more than its usual share of connections, and as large a share of the
  // bodies: for a reverse proxy, which is one address, all of them.
  void SetConnectionsPerAddress(std::size_t count);
};

struct HttpServerOptions {
  // "127.0.0.1:8080", "[::1]:8080", "[::]:8080" (both families), "localhost:8080". Port 0: any.
  std::string address = "127.0.0.1:8080";
  int thread_count = 2;
  HttpLimits limits;
};

// Serves until destroyed. Thread-safe.
class HttpServer {
 public:
  // Listens and serves; `handler` is not owned and must outlive the server.
  // INVALID_ARGUMENT if the address is none; ALREADY_EXISTS if another program has the port;
  // PERMISSION_DENIED or UNAVAILABLE if it can't be listened on for another reason.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(HttpServerOptions options,
                                                           HttpHandler* handler);
  // Drains with no patience.
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // The port listened on.
  std::uint16_t port() const;

  // Connections open now.
  std::size_t connection_count() const;

  // Takes no more connections, closes idle ones, lets requests under way be answered (with
  // "connection: close") for at most `patience`, then closes what is left. Returns when all is
  // closed and no handler runs any more, so later than that where one blocks; what is answered
  // afterwards goes nowhere. May be called again.
  void Drain(absl::Duration patience);

 private:
  class Implementation;
  explicit HttpServer(std::unique_ptr<Implementation> implementation);

  const std::unique_ptr<Implementation> implementation_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_HTTP_SERVER_H_
