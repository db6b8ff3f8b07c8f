#include "proto/rules/text.h"

#include <charconv>
#include <cmath>

namespace muster::rules {
namespace {

void AppendPadded(int64_t value, size_t width, std::string& out) {
  std::string digits;
  AppendSigned(value, digits);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

// ".25", or nothing for a whole second.
void AppendFraction(int32_t nanos, std::string& out) {
  if (nanos == 0) return;
  out += '.';
  AppendPadded(nanos, 9, out);
  while (out.back() == '0') out.pop_back();
}

}  // namespace

std::string DoubleText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  // The largest number has 309 digits, the smallest some 770 places.
  char text[1100];
  const auto end = std::to_chars(text, text + sizeof(text), value, std::chars_format::fixed).ptr;
  return std::string(text, end);
}

std::string TimestampText(Instant instant) {
  const CivilTime time = ToCivil(instant);
  std::string out;
  AppendPadded(time.year, 4, out);
  out += '-';
  AppendPadded(time.month, 2, out);
  out += '-';
  AppendPadded(time.day, 2, out);
  out += 'T';
  AppendPadded(time.hour, 2, out);
  out += ':';
  AppendPadded(time.minute, 2, out);
  out += ':';
  AppendPadded(time.second, 2, out);
  AppendFraction(instant.nanos, out);
  return out + 'Z';
}

std::string DurationText(Span span) {
  std::string out = span.seconds < 0 || span.nanos < 0 ? "-" : "";
  const uint64_t seconds = span.seconds < 0 ? 0 - static_cast<uint64_t>(span.seconds)
                                            : static_cast<uint64_t>(span.seconds);
  AppendUnsigned(seconds, out);
  AppendFraction(span.nanos < 0 ? -span.nanos : span.nanos, out);
  return out + 's';
}

std::string HexText(std::string_view bytes, bool upper) {
  const char* const digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += digits[byte >> 4];
    out += digits[byte & 15];
  }
  return out;
}

std::string HexText(uint64_t value, bool upper) {
  char text[16];
  std::string out(text, std::to_chars(text, text + sizeof(text), value, 16).ptr);
  for (char& c : out) {
    if (upper && c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

std::string HexText(int64_t value, bool upper) {
  if (value >= 0) return HexText(static_cast<uint64_t>(value), upper);
  return "-" + HexText(0 - static_cast<uint64_t>(value), upper);
}

}  // namespace muster::rules
