// The port for who runs the server: metrics and health, as plain HTTP. It asks nobody who they are,
// so it belongs on loopback or a private network.
//
//   /metrics         text for Prometheus
//   /healthz         200 while the process lives; the body says how it is
//   /readyz          200 while it serves, also read-only; 503 while it stops
//   /readyz/writes   200 while it takes writes; else 503
// The body is one line: "serving", "read-only: REASON" or "stopping".
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "server/gateway/http_server.h"
#include "server/operations/metrics.h"

namespace muster::operations {

class AdminPort final : public gateway::HttpHandler {
 public:
  // `metrics` outlives the port; `gauges` is called on threads of the port. Errors as
  // HttpServer::Start.
  static absl::StatusOr<std::unique_ptr<AdminPort>> Start(const std::string& address,
                                                          const Metrics* metrics,
                                                          std::function<Gauges()> gauges);

  // What is listened on: "http://127.0.0.1:9090".
  std::string address() const;

  // From now on it is said that the server stops.
  void SetStopping() { stopping_ = true; }

  std::optional<gateway::HttpResponse> Look(const gateway::HttpRequest& head,
                                            std::string_view body_so_far) override;
  void Handle(gateway::HttpRequest request, std::shared_ptr<gateway::Responder> responder) override;
  gateway::HttpResponse Refuse(int status, const gateway::HttpRequest* head) override;

 private:
  AdminPort(const std::string& address, const Metrics* metrics, std::function<Gauges()> gauges);
  gateway::HttpResponse Answer(const gateway::HttpRequest& request) const;

  const std::string host_;
  const Metrics* const metrics_;
  const std::function<Gauges()> gauges_;
  std::atomic<bool> stopping_ = false;
  std::unique_ptr<gateway::HttpServer> server_;  // Goes first.
};

}  // namespace muster::operations
