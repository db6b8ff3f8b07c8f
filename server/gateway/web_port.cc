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

constexpr std::size_t kMaxNameBytes = 100;

bool IsOneLine(const std::string& text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

// "https://host:port" of an address.
std::string OriginOf(const std::string& address) {
  const std::size_t host = address.find("://") + 3;
  return address.substr(0, address.find('/', host));
}

// As browsers tell the origin of a page.
absl::Status CheckOrigins(const std::vector<std::string>& origins) {
  for (const std::string& origin : origins) {
    if (IsWebAddress(origin) && OriginOf(origin) == origin && origin.find(';') == origin.npos)
      continue;
    return absl::InvalidArgumentError(
        absl::StrCat("\"", origin, "\" is no origin of a site: give one like https://host"));
  }
  return absl::OkStatus();
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
  for (const auto* origins : {&options.embedding_origins, &options.allowed_origins}) {
    if (absl::Status checked = CheckOrigins(*origins); !checked.ok()) return checked;
  }
  absl::StatusOr<SenderNetworks> senders = SenderNetworks::Make(options.trusted_proxies);
  if (!senders.ok()) return senders.status();
  if (options.site_name.size() > kMaxNameBytes || !IsOneLine(options.site_name)) {
    return absl::InvalidArgumentError("the name of the site is no line of at most 100 bytes");
  }
  std::string logo_address;
  if (!options.logo_file.empty()) {
    absl::StatusOr<std::string> address = port->assets_.AddLogo(options.logo_file);
    if (!address.ok()) return address.status();
    logo_address = *std::move(address);
  }
  port->host_ = options.address.substr(0, options.address.rfind(':'));
  port->public_address_ = public_address;
  const std::vector<std::string> own_origins = {OriginOf(public_address)};

  port->grpc_web_ =
      std::make_unique<GrpcWeb>(GrpcWebOptions{.method_paths = options.method_paths,
                                               .allowed_origins = options.allowed_origins,
                                               .own_origins = own_origins},
                                dispatch);
  PagesOptions pages;
  pages.site.public_address = public_address;
  pages.site.script_address = port->assets_.AddressOf("main.js");
  pages.site.style_address = port->assets_.AddressOf("main.css");
  pages.site.core_address = port->assets_.AddressOf("core.wasm");
  pages.site.welsh_core_address = port->assets_.AddressOf("core.cy.wasm");
  pages.site.icon_address = port->assets_.AddressOf("favicon.svg");
  if (!options.site_name.empty()) pages.site.name = options.site_name;
  pages.site.logo_address = logo_address;
  pages.site.is_preview = options.is_preview;
  pages.own_origins = own_origins;
  pages.drafts = options.drafts;
  pages.clock = options.clock;
  pages.log = options.log;
  port->pages_ = std::make_unique<Pages>(std::move(pages), std::move(dispatch));
  port->gateway_ = std::make_unique<Gateway>(
      port->grpc_web_.get(), &port->assets_, port->pages_.get(),
      SecurityPolicy{absl::StartsWith(public_address, "https://"), options.embedding_origins},
      *std::move(senders));

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
