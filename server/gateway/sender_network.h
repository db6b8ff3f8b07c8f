// Who sent a request, as limits tell senders apart.
#ifndef MUSTER_SERVER_GATEWAY_SENDER_NETWORK_H_
#define MUSTER_SERVER_GATEWAY_SENDER_NETWORK_H_

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
  // These addresses are. INVALID_ARGUMENT if one of them is none.
  static absl::StatusOr<SenderNetworks> Make(const std::vector<std::string>& trusted_proxies);

  // The network of who sent a request: of the peer or, where the peer is a trusted proxy, of the
  // last address in its last X-Forwarded-For, which the proxy wrote itself; without a good one, the
  // proxy's own. Empty for a peer on this machine that is no trusted proxy: it may be one that
  // nobody named, and all who come through it would be one sender.
  std::string Of(const HttpRequest& request) const;

 private:
  // In one spelling each.
  std::vector<std::string> trusted_proxies_;
};

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_SENDER_NETWORK_H_
