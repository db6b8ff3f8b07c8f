#include "server/gateway/gateway.h"

#include <utility>

#include "server/gateway/security_headers.h"

namespace muster::gateway {
namespace {

class SecuringResponder final : public Responder {
 public:
  SecuringResponder(std::shared_ptr<Responder> inner, const SecurityPolicy& policy)
      : inner_(std::move(inner)), policy_(policy) {}

  void Send(HttpResponse response) override {
    AddSecurityHeaders(response, policy_);
    inner_->Send(std::move(response));
  }

 private:
  const std::shared_ptr<Responder> inner_;
  const SecurityPolicy policy_;
};

HttpResponse AssetMethodNotAllowed() {
  HttpResponse response;
  response.status = 405;
  response.headers = {{"Allow", "GET, HEAD"}};
  response.body = "This file can only be read.\n";
  return response;
}

}  // namespace

std::optional<HttpResponse> Gateway::Look(const HttpRequest& head, std::string_view body_so_far) {
  std::optional<HttpResponse> response;
  if (grpc_web_->Owns(head)) {
    response = grpc_web_->Look(head, body_so_far);
  } else if (assets_->Has(head.path)) {
    if (head.method != "GET") response = AssetMethodNotAllowed();
  } else {
    response = pages_->Look(head, body_so_far);
  }
  if (response) AddSecurityHeaders(*response, policy_);
  return response;
}

void Gateway::Handle(HttpRequest request, std::shared_ptr<Responder> responder) {
  request.sender_network = senders_.Of(request);
  auto securing = std::make_shared<SecuringResponder>(std::move(responder), policy_);
  if (grpc_web_->Owns(request)) return grpc_web_->Handle(request, std::move(securing));
  if (std::optional<HttpResponse> response = assets_->Respond(request)) {
    return securing->Send(*std::move(response));
  }
  pages_->Handle(std::move(request), std::move(securing));
}

HttpResponse Gateway::Refuse(int status, const HttpRequest* head) {
  std::optional<HttpResponse> response;
  if (head != nullptr) response = grpc_web_->Refuse(status, *head);
  if (!response) response = pages_->Refuse(status, head);
  AddSecurityHeaders(*response, policy_);
  return *std::move(response);
}

}  // namespace muster::gateway
