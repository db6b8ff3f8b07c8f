#include "proto/rules/text.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace muster::rules {
namespace {

void AppendPadded(int64_t value, size_t width, std::string& out) {
  std::string digits;
  AppendSigned(value, digits);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

std::string DigitsText(uint64_t value, int base) {
  char text[64];
  return std::string(text, std::to_chars(text, text + sizeof(text), value, base).ptr);
}

std::string SignedText(int64_t value, int base) {
  if (value >= 0) return DigitsText(static_cast<uint64_t>(value), base);
  return "-" + DigitsText(0 - static_cast<uint64_t>(value), base);
}

// As printf prints it with `conversion`, "%.*f" or its like.
std::string Printed(double value, const char* conversion, int places) {
  if (!std::isfinite(value)) return DoubleText(value);
  const int size = std::snprintf(nullptr, 0, conversion, places, value);
  std::string out(static_cast<size_t>(size) + 1, '\0');
  std::snprintf(out.data(), out.size(), conversion, places, value);
  out.pop_back();
  return out;
}

// ".25", or nothing for a whole second.
void AppendFraction(int64_t nanos, std::string& out) {
  if (nanos == 0) return;
  out += '.';
  AppendPadded(nanos, 9, out);
  while (out.back() == '0') out.pop_back();
}

}  // namespace

std::string DoubleText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return "0";  // Zero has no sign.
  // The fewest digits that read back: "-d.ddde+dd". std::to_chars does not print doubles everywhere
  // that this is compiled for.
  char text[40];
  for (int places = 0; places <= 16; ++places) {
    std::snprintf(text, sizeof(text), "%.*e", places, value);
    if (std::strtod(text, nullptr) == value) break;
  }
  std::string digits;
  const char* at = text[0] == '-' ? text + 1 : text;
  for (; *at != 'e'; ++at) {
    if (*at != '.') digits += *at;
  }
  const int point = std::atoi(at + 1) + 1;
  const int count = static_cast<int>(digits.size());
  if (point <= 0) {
    digits.insert(0, "0." + std::string(static_cast<size_t>(-point), '0'));
  } else if (point >= count) {
    digits.append(static_cast<size_t>(point - count), '0');
  } else {
    digits.insert(static_cast<size_t>(point), ".");
  }
  return (text[0] == '-' ? "-" : "") + digits;
}

std::string OctalText(int64_t value) { return SignedText(value, 8); }
std::string OctalText(uint64_t value) { return DigitsText(value, 8); }
std::string BinaryText(int64_t value) { return SignedText(value, 2); }
std::string BinaryText(uint64_t value) { return DigitsText(value, 2); }

std::string FixedText(double value, int places) { return Printed(value, "%.*f", places); }
std::string ScientificText(double value, int places) { return Printed(value, "%.*e", places); }

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
  // A message may hold the least number, which has no opposite of its own size.
  const int64_t nanos = span.nanos;
  AppendFraction(nanos < 0 ? -nanos : nanos, out);
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
