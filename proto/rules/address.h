// Addresses of the Internet Protocol as bits.
#ifndef MUSTER_PROTO_RULES_ADDRESS_H_
#define MUSTER_PROTO_RULES_ADDRESS_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace muster::rules {

// "127.0.0.1"; no leading zeros. False if it is none.
bool ParseIpv4(std::string_view text, std::array<uint8_t, 4>& address);

// "::1", "fe80::1%eth0" (where a zone may stand), "::ffff:1.2.3.4". False if it is none.
bool ParseIpv6(std::string_view text, bool zone_allowed, std::array<uint8_t, 16>& address);

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_ADDRESS_H_
