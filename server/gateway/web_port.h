// The web port as the program starts it: HTTP server, gateway, assets and pages put together.
#ifndef MUSTER_SERVER_GATEWAY_WEB_PORT_H_
#define MUSTER_SERVER_GATEWAY_WEB_PORT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/clock.h"
#include "server/gateway/dispatch.h"
#include "server/gateway/gateway.h"
#include "server/gateway/grpc_web.h"
#include "server/gateway/http_server.h"
#include "server/gateway/pages/pages.h"
#include "server/gateway/static_assets.h"

namespace muster::gateway {

struct WebPortOptions {
  // As HttpServerOptions::address.
  std::string address;
  HttpLimits limits;
  // Folder with manifest.json. Empty: no assets; the pages then are plain.
  std::string assets_folder;
  // Where people reach the site: "https://evidence.example.org". Empty: "http://" and `address`.
  // With "https:", replies say that the site is reached by TLS only.
  std::string public_address;
  // Addresses of reverse proxies that say who sent a request: see SenderNetworks.
  std::vector<std::string> trusted_proxies;
  // Origins of other sites whose pages may call by gRPC-Web.
  std::vector<std::string> allowed_origins;
  // Origins of other sites whose pages may show ours in a frame.
  std::vector<std::string> embedding_origins;
  // Whose site it is; empty: Muster's. A picture file for the header; empty: none.
  std::string site_name;
  std::string logo_file;
  // As Site::is_preview.
  bool is_preview = false;
  // "/muster.v1.CallService/GetCall": what gRPC-Web may call.
  std::vector<std::string> method_paths;
  // See PagesOptions.
  const services::FormDrafts* drafts = nullptr;
  Clock clock;
  // A line for the program's log.
  std::function<void(const std::string& line)> log;
};

// Serves until destroyed. Every call that `dispatch` took, and every write of a draft, must have
// been answered before that: drain, then end the store, then destroy.
class WebPort {
 public:
  // Errors are one line for the person who starts the program.
  static absl::StatusOr<std::unique_ptr<WebPort>> Start(const WebPortOptions& options,
                                                        DispatchFunction dispatch);
  WebPort(const WebPort&) = delete;
  WebPort& operator=(const WebPort&) = delete;

  std::uint16_t port() const { return server_->port(); }
  // What is listened on, for the person who started the program: "http://127.0.0.1:8080".
  std::string local_address() const;
  // Where people reach the site.
  const std::string& public_address() const { return public_address_; }

  // Connections open now.
  std::size_t connection_count() const { return server_->connection_count(); }

  // See HttpServer::Drain.
  void Drain(absl::Duration patience) { server_->Drain(patience); }

 private:
  WebPort() = default;

  // The host of the address that is listened on.
  std::string host_;
  std::string public_address_;
  StaticAssets assets_;
  std::unique_ptr<GrpcWeb> grpc_web_;
  std::unique_ptr<Pages> pages_;
  std::unique_ptr<Gateway> gateway_;
  std::unique_ptr<HttpServer> server_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_WEB_PORT_H_
