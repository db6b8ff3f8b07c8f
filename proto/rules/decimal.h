// Whole numbers as decimal text, both ways, without locale or streams.
#ifndef MUSTER_PROTO_RULES_DECIMAL_H_
#define MUSTER_PROTO_RULES_DECIMAL_H_

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::rules {

inline void AppendUnsigned(uint64_t value, std::string& out) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
}

inline void AppendSigned(int64_t value, std::string& out) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
}

// False unless all of `text` is a number that fits.
inline bool ParseUnsigned(std::string_view text, uint64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

inline bool ParseSigned(std::string_view text, int64_t& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_DECIMAL_H_
