// Everything that the web port serves: gRPC-Web, the files that browsers fetch, and pages.
#ifndef MUSTER_SERVER_GATEWAY_GATEWAY_H_
#define MUSTER_SERVER_GATEWAY_GATEWAY_H_

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "server/gateway/grpc_web.h"
#include "server/gateway/http.h"
#include "server/gateway/security_headers.h"
#include "server/gateway/sender_network.h"
#include "server/gateway/static_assets.h"

namespace muster::gateway {

// Says who sent each request, gives it to who owns it, and each reply its security headers.
// Thread-safe.
class Gateway final : public HttpHandler {
 public:
  // Nothing is owned; all outlive the gateway. `pages` answers what the others do not own.
  Gateway(const GrpcWeb* grpc_web, const StaticAssets* assets, HttpHandler* pages,
          SecurityPolicy policy, SenderNetworks senders)
      : grpc_web_(grpc_web),
        assets_(assets),
        pages_(pages),
        policy_(std::move(policy)),
        senders_(std::move(senders)) {}

  std::optional<HttpResponse> Look(const HttpRequest& head, std::string_view body_so_far) override;
  void Handle(HttpRequest request, std::shared_ptr<Responder> responder) override;
  HttpResponse Refuse(int status, const HttpRequest* head) override;

 private:
  const GrpcWeb* const grpc_web_;
  const StaticAssets* const assets_;
  HttpHandler* const pages_;
  const SecurityPolicy policy_;
  const SenderNetworks senders_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_GATEWAY_H_
