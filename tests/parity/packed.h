// Lists of byte strings in files that C++ and node exchange: each behind its length in four bytes,
// little endian.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace muster::parity {

inline void AppendPacked(std::string_view part, std::string& out) {
  for (int shift = 0; shift < 32; shift += 8) {
    out += static_cast<char>(part.size() >> shift & 0xff);
  }
  out += part;
}

// Takes the first part off `rest`. Nothing: there is none, or it is cut.
inline std::optional<std::string_view> TakePacked(std::string_view& rest) {
  if (rest.size() < 4) return std::nullopt;
  uint32_t size = 0;
  for (size_t i = 4; i-- > 0;) size = size << 8 | static_cast<uint8_t>(rest[i]);
  if (rest.size() - 4 < size) return std::nullopt;
  const std::string_view part = rest.substr(4, size);
  rest.remove_prefix(4 + size);
  return part;
}

}  // namespace muster::parity
