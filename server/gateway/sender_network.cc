#include "server/gateway/sender_network.h"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

namespace ip = boost::asio::ip;

constexpr int kBits = 128;
// Before those of an IPv4 address that is written as IPv6.
constexpr int kMappedBits = 96;

// An IPv4 address as IPv6 writes it.
std::optional<ip::address_v6> ParseAddress(std::string_view text) {
  boost::system::error_code error;
  const ip::address address = ip::make_address(std::string(text), error);
  if (error) return std::nullopt;
  return address.is_v4() ? ip::make_address_v6(ip::v4_mapped, address.to_v4()) : address.to_v6();
}

std::optional<ip::network_v6> ParseNetwork(std::string_view text) {
  const std::size_t slash = text.find('/');
  const std::string_view first = text.substr(0, slash);
  const std::optional<ip::address_v6> address = ParseAddress(first);
  if (!address) return std::nullopt;
  const bool is_v4 = first.find(':') == std::string_view::npos;
  int bits = is_v4 ? kBits - kMappedBits : kBits;
  const int most_bits = bits;
  if (slash != std::string_view::npos &&
      (!absl::SimpleAtoi(Abseil(text.substr(slash + 1)), &bits) || bits < 0 || bits > most_bits)) {
    return std::nullopt;
  }
  return ip::make_network_v6(*address, is_v4 ? kMappedBits + bits : bits).canonical();
}

std::string NetworkOfAddress(const ip::address_v6& address) {
  if (address.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address).to_string();
  const auto bytes = address.to_bytes();
  return std::string(bytes.begin(), bytes.begin() + 8);
}

bool IsOfThisMachine(const ip::address_v6& address) {
  if (!address.is_v4_mapped()) return address.is_loopback();
  return ip::make_address_v4(ip::v4_mapped, address).is_loopback();
}

// What X-Forwarded-For lists, the last first.
std::vector<std::string_view> ForwardedFor(const HttpRequest& request) {
  std::vector<std::string_view> items;
  for (const HttpHeader& header : request.headers) {
    if (header.name != "x-forwarded-for") continue;
    for (absl::string_view item : absl::StrSplit(header.value, ',')) {
      item = absl::StripAsciiWhitespace(item);
      items.emplace_back(item.data(), item.size());
    }
  }
  std::reverse(items.begin(), items.end());
  return items;
}

}  // namespace

std::optional<std::string> NetworkOf(std::string_view address) {
  const std::optional<ip::address_v6> parsed = ParseAddress(address);
  if (!parsed) return std::nullopt;
  return NetworkOfAddress(*parsed);
}

absl::StatusOr<SenderNetworks> SenderNetworks::Make(
    const std::vector<std::string>& trusted_proxies) {
  SenderNetworks networks;
  for (const std::string& text : trusted_proxies) {
    const std::optional<ip::network_v6> network = ParseNetwork(text);
    if (!network) {
      return absl::InvalidArgumentError(absl::StrCat(
          "\"", text,
          "\" is no address of a proxy: give one like 10.0.0.1, or a network like 10.0.0.0/8"));
    }
    networks.trusted_proxies_.push_back(*network);
  }
  return networks;
}

bool SenderNetworks::IsTrusted(const ip::address_v6& address) const {
  return std::any_of(
      trusted_proxies_.begin(), trusted_proxies_.end(), [&address](const ip::network_v6& proxies) {
        return ip::make_network_v6(address, proxies.prefix_length()).canonical() == proxies;
      });
}

std::string SenderNetworks::Of(const HttpRequest& request) const {
  std::optional<ip::address_v6> sender = ParseAddress(request.peer_address);
  if (!sender) return request.peer_address;
  if (!IsTrusted(*sender)) return IsOfThisMachine(*sender) ? "" : NetworkOfAddress(*sender);
  for (const std::string_view item : ForwardedFor(request)) {
    const std::optional<ip::address_v6> before = ParseAddress(item);
    if (!before) break;
    sender = before;
    if (!IsTrusted(*sender)) break;
  }
  return NetworkOfAddress(*sender);
}

}  // namespace muster::gateway
