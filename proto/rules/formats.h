// The well-known formats of strings, as buf.validate defines them.
#ifndef MUSTER_PROTO_RULES_FORMATS_H_
#define MUSTER_PROTO_RULES_FORMATS_H_

#include <cstdint>
#include <string_view>

namespace muster::rules {

// As HTML's <input type="email"> has it.
bool IsEmail(std::string_view text);

// RFC 1034: labels of letters, digits and hyphens; the last one not all digits; a dot may end it.
bool IsHostname(std::string_view text);

// A hostname or IPv4 address, or an IPv6 address in brackets, with a port after a colon.
bool IsHostAndPort(std::string_view text, bool port_required);

// Version 4 or 6; 0 is either, anything else none.
bool IsIp(std::string_view text, int64_t version = 0);

// An address, a slash and a length. Strict: no bit is set beyond the length.
bool IsIpPrefix(std::string_view text, int64_t version = 0, bool strict = false);
inline bool IsStrictIpPrefix(std::string_view text, bool strict) {
  return IsIpPrefix(text, 0, strict);
}

// RFC 3986, with the zone ids of RFC 6874.
bool IsUri(std::string_view text);
bool IsUriRef(std::string_view text);

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_FORMATS_H_
