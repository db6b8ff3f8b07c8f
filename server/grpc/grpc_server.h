// The gRPC port: every method of the dispatcher on gRPC's callback API, with health and reflection.
// For trusted peers only: see the README for what may not face it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/services/dispatcher.h"

namespace grpc {
class Server;
}

namespace muster::grpc_port {

class RawService;

// Thread-safe.
class GrpcServer {
 public:
  // Listens on "host:port" (port 0: any free one) or "unix:/path", and serves. UNAVAILABLE with one
  // line of text when the address can't be had. The dispatcher outlives the server.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(const services::Dispatcher* dispatcher,
                                                           const std::string& address);

  // As Stop(now).
  ~GrpcServer();

  // What clients dial: the address, with the port that was chosen.
  const std::string& address() const { return address_; }

  // Health of the service "muster.writes": whether what is sent is stored. That of "" says whether
  // anything is answered at all.
  void SetTakesWrites(bool takes_writes);

  // Health answers NOT_SERVING from now on; everything else goes on. So a balancer turns away
  // first.
  void SetNotServing();

  // Accepts nothing more, lets running calls end until `deadline`, then cancels what is left, and
  // returns when none is. The store must still run. May be called again.
  void Stop(absl::Time deadline);

 private:
  GrpcServer();

  std::string address_;
  // The services outlive the server that has them registered.
  std::vector<std::unique_ptr<RawService>> services_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace muster::grpc_port
