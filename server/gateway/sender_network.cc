#include "server/gateway/sender_network.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

namespace ip = boost::asio::ip;

// An IPv4 address that is written as IPv6 is the IPv4 address.
std::optional<ip::address> ParseAddress(std::string_view text) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

std::string NetworkOfAddress(const ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const auto bytes = address.to_v6().to_bytes();
  return std::string(bytes.begin(), bytes.begin() + 8);
}

// Empty if there is none.
std::string_view LastForwardedFor(const HttpRequest& request) {
  const auto last =
      std::find_if(request.headers.rbegin(), request.headers.rend(),
                   [](const HttpHeader& header) { return header.name == "x-forwarded-for"; });
  if (last == request.headers.rend()) return "";
  const std::string_view list = last->value;
  // Without a comma, all of it.
  const absl::string_view item =
      absl::StripAsciiWhitespace(Abseil(list.substr(list.rfind(',') + 1)));
  return {item.data(), item.size()};
}

}  // namespace

std::optional<std::string> NetworkOf(std::string_view address) {
  const std::optional<ip::address> parsed = ParseAddress(address);
  if (!parsed) return std::nullopt;
  return NetworkOfAddress(*parsed);
}

absl::StatusOr<SenderNetworks> SenderNetworks::Make(
    const std::vector<std::string>& trusted_proxies) {
  SenderNetworks networks;
  for (const std::string& text : trusted_proxies) {
    const std::optional<ip::address> address = ParseAddress(text);
    if (!address) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", text, "\" is no address of a proxy: give one like 10.0.0.1 or ::1"));
    }
    networks.trusted_proxies_.push_back(address->to_string());
  }
  return networks;
}

std::string SenderNetworks::Of(const HttpRequest& request) const {
  const std::optional<ip::address> peer = ParseAddress(request.peer_address);
  if (!peer) return request.peer_address;
  const bool is_trusted = std::find(trusted_proxies_.begin(), trusted_proxies_.end(),
                                    peer->to_string()) != trusted_proxies_.end();
  if (!is_trusted) return peer->is_loopback() ? "" : NetworkOfAddress(*peer);
  return NetworkOf(LastForwardedFor(request)).value_or(NetworkOfAddress(*peer));
}

}  // namespace muster::gateway
