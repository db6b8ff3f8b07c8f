// Who sent a request, as limits tell senders apart.
#ifndef MUSTER_SERVER_GATEWAY_SENDER_NETWORK_H_
#define MUSTER_SERVER_GATEWAY_SENDER_NETWORK_H_

#include <boost/asio/ip/network_v6.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "server/gateway/http.h"

namespace muster::gateway {

// What senders of an address are counted under: an IPv4 address, also one that is written as IPv6,
// or the /64 network of an IPv6 one. It is a key, not a text. Nothing if that is no address.
std::optional<std::string> NetworkOf(std::string_view address);

// Thread-safe.
class SenderNetworks {
 public:
  // No proxy is trusted.
  SenderNetworks() = default;
  // These addresses are, "10.0.0.1", and all of these networks, "10.0.0.0/8". INVALID_ARGUMENT if
  // one of them is neither.
  static absl::StatusOr<SenderNetworks> Make(const std::vector<std::string>& trusted_proxies);

  // The network of who sent a request: of the peer or, where the peer is a trusted proxy, of the
  // last address in X-Forwarded-For, which the proxy wrote itself, and where that is one too, of
  // the one before it; where none is there or what is there is no address, the proxy's own. Empty
  // for a peer on this machine that is no trusted proxy: it may be one that nobody named, and all
  // who come through it would be one sender.
  std::string Of(const HttpRequest& request) const;

 private:
  bool IsTrusted(const boost::asio::ip::address_v6& address) const;

  // Those of IPv4 as IPv6 writes them.
  std::vector<boost::asio::ip::network_v6> trusted_proxies_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_SENDER_NETWORK_H_
