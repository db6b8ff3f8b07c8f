#include "server/gateway/web_port.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace muster::gateway {
namespace {

bool IsWebAddress(const std::string& address) {
  return (absl::StartsWith(address, "https://") || absl::StartsWith(address, "http://")) &&
         address.find_first_of(" \"'<>?#\r\n") == std::string::npos;
}

// "https://host:port" of an address.
std::string OriginOf(const std::string& address) {
  const std::size_t host = address.find("://") + 3;
  return address.substr(0, address.find('/', host));
}

}  // namespace

absl::StatusOr<std::unique_ptr<WebPort>> WebPort::Start(const WebPortOptions& options,
                                                        DispatchFunction dispatch) {
  std::unique_ptr<WebPort> port(new WebPort());
  std::string public_address =
      options.public_address.empty() ? "http://" + options.address : options.public_address;
  while (absl::EndsWith(public_address, "/")) public_address.pop_back();
  if (!IsWebAddress(public_address)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "\"", options.public_address, "\" is no address of a site: give one like https://host"));
  }
  if (!options.assets_folder.empty()) {
    absl::StatusOr<StaticAssets> assets = StaticAssets::Load(options.assets_folder);
    if (!assets.ok()) return assets.status();
    port->assets_ = *std::move(assets);
  }
  port->host_ = options.address.substr(0, options.address.rfind(':'));
  port->public_address_ = public_address;
  const std::vector<std::string> own_origins = {OriginOf(public_address)};

  port->grpc_web_ =
      std::make_unique<GrpcWeb>(GrpcWebOptions{.method_paths = options.method_paths,
                                               .allowed_origins = options.allowed_origins,
                                               .own_origins = own_origins},
                                dispatch, options.clock);
  PagesOptions pages;
  pages.site = {.public_address = public_address,
                .script_address = std::string(port->assets_.AddressOf("main.js")),
                .style_address = std::string(port->assets_.AddressOf("main.css")),
                .core_address = std::string(port->assets_.AddressOf("core.wasm")),
                .icon_address = std::string(port->assets_.AddressOf("favicon.svg"))};
  pages.own_origins = own_origins;
  pages.clock = options.clock;
  pages.log = options.log;
  port->pages_ = std::make_unique<Pages>(std::move(pages), std::move(dispatch));
  port->gateway_ =
      std::make_unique<Gateway>(port->grpc_web_.get(), &port->assets_, port->pages_.get(),
                                absl::StartsWith(public_address, "https://"));

  HttpServerOptions server_options;
  server_options.address = options.address;
  server_options.limits = options.limits;
  auto server = HttpServer::Start(std::move(server_options), port->gateway_.get());
  if (!server.ok()) return server.status();
  port->server_ = *std::move(server);
  return port;
}

std::string WebPort::local_address() const {
  return absl::StrCat("http://", host_, ":", server_->port());
}

}  // namespace muster::gateway
