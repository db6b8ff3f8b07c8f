// Values as text, the way format() of CEL prints them.
#ifndef MUSTER_PROTO_RULES_TEXT_H_
#define MUSTER_PROTO_RULES_TEXT_H_

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/rules/decimal.h"
#include "proto/rules/time.h"

namespace muster::rules {

// The fewest digits that read back as the same number, without an exponent; "NaN", "Infinity".
std::string DoubleText(double value);

// "2026-11-22T10:05:57.25Z".
std::string TimestampText(Instant instant);

// "3600s", "-0.000001s".
std::string DurationText(Span span);

// Hexadecimal digits, of a string byte by byte.
std::string HexText(std::string_view bytes, bool upper);
std::string HexText(int64_t value, bool upper);
std::string HexText(uint64_t value, bool upper);

// Octal and binary digits, with a sign.
std::string OctalText(int64_t value);
std::string OctalText(uint64_t value);
std::string BinaryText(int64_t value);
std::string BinaryText(uint64_t value);

// With that many places behind the point: "12.50", "1.25e+01".
std::string FixedText(double value, int places);
std::string ScientificText(double value, int places);

inline std::string ToText(std::string_view value) { return std::string(value); }
inline std::string ToText(double value) { return DoubleText(value); }
inline std::string ToText(Instant value) { return TimestampText(value); }
inline std::string ToText(Span value) { return DurationText(value); }
template <std::same_as<bool> T>
std::string ToText(T value) {
  return value ? "true" : "false";
}
template <std::integral T>
requires(!std::same_as<T, bool>) std::string ToText(T value) {
  std::string out;
  if constexpr (std::signed_integral<T>) {
    AppendSigned(value, out);
  } else {
    AppendUnsigned(value, out);
  }
  return out;
}
// "[a, b]".
template <typename Range>
requires requires(const Range& range) {
  *range.begin();
  range.size();
} &&(!std::convertible_to<Range, std::string_view>)std::string ToText(const Range& range) {
  if constexpr (requires { typename Range::mapped_type; }) {
    // "{key: value}", by the keys' text.
    std::vector<std::string> entries;
    for (const auto& [key, value] : range) entries.push_back(ToText(key) + ": " + ToText(value));
    std::sort(entries.begin(), entries.end());
    std::string out = ToText(entries);
    out.front() = '{', out.back() = '}';
    return out;
  } else {
    // An item's text may be empty.
    std::string out = "[";
    std::string_view separator;
    for (const auto& item : range) {
      out += separator;
      out += ToText(item);
      separator = ", ";
    }
    return out + "]";
  }
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_TEXT_H_
