// Whole numbers as decimal text, both ways, without locale or streams, and a tenth of <charconv>.
#ifndef MUSTER_PROTO_RULES_DECIMAL_H_
#define MUSTER_PROTO_RULES_DECIMAL_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::rules {

inline void AppendUnsigned(uint64_t value, std::string& out) {
  char digits[20];
  size_t begin = sizeof(digits);
  do {
    digits[--begin] = static_cast<char>('0' + value % 10);
    value /= 10;
  } while (value != 0);
  out.append(digits + begin, sizeof(digits) - begin);
}

inline void AppendSigned(int64_t value, std::string& out) {
  if (value < 0) out += '-';
  const auto bits = static_cast<uint64_t>(value);
  AppendUnsigned(value < 0 ? ~bits + 1 : bits, out);
}

// False unless all of `text` is a number that fits.
inline bool ParseUnsigned(std::string_view text, uint64_t& value) {
  value = 0;
  for (const char c : text) {
    const auto digit = static_cast<uint64_t>(c - '0');
    if (c < '0' || c > '9' || value > (UINT64_MAX - digit) / 10) return false;
    value = value * 10 + digit;
  }
  return !text.empty();
}

inline bool ParseSigned(std::string_view text, int64_t& value) {
  const bool negative = text.starts_with('-');
  uint64_t size = 0;
  if (!ParseUnsigned(text.substr(negative ? 1 : 0), size)) return false;
  if (size > static_cast<uint64_t>(INT64_MAX) + (negative ? 1 : 0)) return false;
  value = static_cast<int64_t>(negative ? ~size + 1 : size);
  return true;
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_DECIMAL_H_
