// gRPC-Web on HTTP: finds the message in a request, has it dispatched, and wraps the reply. Knows
// no service and no message.
#ifndef MUSTER_SERVER_GATEWAY_GRPC_WEB_H_
#define MUSTER_SERVER_GATEWAY_GRPC_WEB_H_

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "server/gateway/dispatch.h"
#include "server/gateway/http.h"
#include "server/services/dispatcher.h"
#include "server/services/request_context.h"

namespace muster::gateway {

struct GrpcWebOptions {
  // Paths of the methods, "/muster.v1.CallService/GetCall".
  std::vector<std::string> method_paths;
  // Origins of other sites ("https://example.org") whose pages may call. Ours always may.
  std::vector<std::string> allowed_origins;
  // Origins that are ours beside the one that the Host header names: the public address when a
  // reverse proxy changes Host.
  std::vector<std::string> own_origins;
  std::size_t max_message_bytes = services::kMaxRequestBytes;
};

// Thread-safe.
class GrpcWeb {
 public:
  GrpcWeb(GrpcWebOptions options, DispatchFunction dispatch);

  // Whether a request is this class's to answer: it is gRPC-Web, or its path is a method's.
  bool Owns(const HttpRequest& request) const;

  // See HttpHandler. For requests that it owns.
  std::optional<HttpResponse> Look(const HttpRequest& head, std::string_view body_so_far) const;
  void Handle(const HttpRequest& request, std::shared_ptr<Responder> responder) const;

  // A refusal of the HTTP server as an error of gRPC; nothing if the request is not gRPC-Web.
  std::optional<HttpResponse> Refuse(int status, const HttpRequest& head) const;

 private:
  enum class Caller { kOwn, kAllowed, kForeign };

  Caller CallerOf(const HttpRequest& request) const;
  // Headers that let the caller's page read the reply, if it may.
  void AddCors(const HttpRequest& request, HttpResponse& response) const;
  HttpResponse ErrorResponse(const HttpRequest& request, const services::Reply& error) const;
  HttpResponse ReplyResponse(const HttpRequest& request, const services::Reply& reply) const;
  HttpResponse PreflightResponse(const HttpRequest& request) const;

  const GrpcWebOptions options_;
  const std::set<std::string, std::less<>> method_paths_;
  const DispatchFunction dispatch_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_GRPC_WEB_H_
