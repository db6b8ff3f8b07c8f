#include "server/operations/admin_port.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace muster::operations {
namespace {

constexpr char kPlain[] = "text/plain; charset=utf-8";
constexpr char kPrometheus[] = "text/plain; version=0.0.4; charset=utf-8";

gateway::HttpResponse Reply(int status, std::string body, const char* type = kPlain) {
  gateway::HttpResponse response;
  response.status = status;
  response.headers = {
      {"Content-Type", type}, {"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}};
  response.body = std::move(body);
  return response;
}

}  // namespace

AdminPort::AdminPort(const std::string& address, const Metrics* metrics,
                     std::function<Gauges()> gauges)
    : host_(address.substr(0, address.rfind(':'))), metrics_(metrics), gauges_(std::move(gauges)) {}

absl::StatusOr<std::unique_ptr<AdminPort>> AdminPort::Start(const std::string& address,
                                                            const Metrics* metrics,
                                                            std::function<Gauges()> gauges) {
  std::unique_ptr<AdminPort> port(new AdminPort(address, metrics, std::move(gauges)));
  gateway::HttpServerOptions options;
  options.address = address;
  options.thread_count = 1;
  options.limits.connections = 64;
  options.limits.connections_per_address = 64;
  options.limits.body_bytes = 0;
  auto server = gateway::HttpServer::Start(std::move(options), port.get());
  if (!server.ok()) return server.status();
  port->server_ = *std::move(server);
  return port;
}

std::string AdminPort::address() const {
  return absl::StrCat("http://", host_, ":", server_->port());
}

std::optional<gateway::HttpResponse> AdminPort::Look(const gateway::HttpRequest&,
                                                     std::string_view) {
  return std::nullopt;
}

void AdminPort::Handle(gateway::HttpRequest request,
                       std::shared_ptr<gateway::Responder> responder) {
  responder->Send(Answer(request));
}

gateway::HttpResponse AdminPort::Refuse(int status, const gateway::HttpRequest*) {
  return Reply(status, "refused\n");
}

gateway::HttpResponse AdminPort::Answer(const gateway::HttpRequest& request) const {
  if (request.method != "GET") {
    gateway::HttpResponse response = Reply(405, "this can only be read\n");
    response.headers.push_back({"Allow", "GET, HEAD"});
    return response;
  }
  const Gauges gauges = gauges_();
  if (request.path == "/metrics") return Reply(200, metrics_->Text(gauges), kPrometheus);
  const std::string& reason = gauges.store.read_only_reason;
  const bool stopping = stopping_;
  const std::string state = stopping         ? "stopping\n"
                            : reason.empty() ? "serving\n"
                                             : absl::StrCat("read-only: ", reason, "\n");
  if (request.path == "/healthz") return Reply(200, state);
  if (request.path == "/readyz") return Reply(stopping ? 503 : 200, state);
  if (request.path == "/readyz/writes") {
    return Reply(stopping || !reason.empty() ? 503 : 200, state);
  }
  return Reply(404, "there is /metrics, /healthz, /readyz and /readyz/writes\n");
}

}  // namespace muster::operations
