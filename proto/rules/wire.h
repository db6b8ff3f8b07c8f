// The few pieces of the Protocol Buffers wire format that the rules write by hand.
#ifndef MUSTER_PROTO_RULES_WIRE_H_
#define MUSTER_PROTO_RULES_WIRE_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::rules {

// Appends a base-128 number.
inline void WriteVarint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7f) | 0x80);
  out += static_cast<char>(value);
}

// Appends a field of wire type 0.
inline void WriteVarintField(uint32_t number, uint64_t value, std::string& out) {
  WriteVarint(number << 3, out);
  WriteVarint(value, out);
}

// Appends a field of wire type 2.
inline void WriteBytesField(uint32_t number, std::string_view bytes, std::string& out) {
  WriteVarint(number << 3 | 2, out);
  WriteVarint(bytes.size(), out);
  out += bytes;
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_WIRE_H_
