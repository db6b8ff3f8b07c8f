#include "proto/rules/cel.h"

#include <cstdlib>
#include <utility>

namespace muster::rules {
namespace {

// Wide enough for nanoseconds of any time.
__extension__ typedef __int128 Wide;

constexpr int64_t kNanosPerSecond = 1000000000;
// Year 1 to year 9999, as Timestamp has it.
constexpr int64_t kFirstSecond = -62135596800;
constexpr int64_t kLastSecond = 253402300799;
// As Duration has it.
constexpr int64_t kLongestSeconds = 315576000000;

Instant Checked(Wide nanos, Fault& fault) {
  Wide seconds = nanos / kNanosPerSecond;
  Wide rest = nanos % kNanosPerSecond;
  if (rest < 0) rest += kNanosPerSecond, --seconds;
  if (seconds < kFirstSecond || seconds > kLastSecond) {
    return Fail<Instant>("timestamp out of range", fault);
  }
  return {static_cast<int64_t>(seconds), static_cast<int32_t>(rest)};
}

Span CheckedSpan(Wide nanos, Fault& fault) {
  const Wide seconds = nanos / kNanosPerSecond;
  if (seconds < -kLongestSeconds || seconds > kLongestSeconds) {
    return Fail<Span>("duration out of range", fault);
  }
  return {static_cast<int64_t>(seconds), static_cast<int32_t>(nanos % kNanosPerSecond)};
}

template <typename Time>
Wide Nanos(Time time) {
  return static_cast<Wide>(time.seconds) * kNanosPerSecond + time.nanos;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads exactly `count` digits off the front.
bool TakeDigits(std::string_view& text, size_t count, int& value) {
  if (text.size() < count) return false;
  value = 0;
  for (size_t i = 0; i < count; ++i) {
    if (!IsDigit(text[i])) return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}

bool Take(std::string_view& text, std::string_view part) {
  if (!text.starts_with(part)) return false;
  text.remove_prefix(part.size());
  return true;
}

// Digits after a point, as billionths; further ones are cut off.
int64_t TakeFraction(std::string_view& text) {
  int64_t value = 0;
  int64_t unit = kNanosPerSecond / 10;
  for (; !text.empty() && IsDigit(text[0]); text.remove_prefix(1), unit /= 10) {
    value += (text[0] - '0') * unit;
  }
  return value;
}

// "Z", "+01:00": seconds east of UTC.
bool TakeOffset(std::string_view& text, int64_t& offset) {
  offset = 0;
  if (Take(text, "Z") || Take(text, "z")) return true;
  const int sign = Take(text, "-") ? -1 : (Take(text, "+") ? 1 : 0);
  int hours = 0;
  int minutes = 0;
  if (sign == 0 || !TakeDigits(text, 2, hours) || !Take(text, ":") ||
      !TakeDigits(text, 2, minutes) || hours > 23 || minutes > 59) {
    return false;
  }
  offset = sign * (hours * 3600 + minutes * 60);
  return true;
}

// The offset of a zone whose clocks never change.
bool ReadZone(std::string_view zone, int64_t& offset) {
  offset = 0;
  for (const std::string_view name : {"UTC", "GMT", "Etc/UTC", "Etc/GMT", "Zulu", "Z", ""}) {
    if (zone == name) return true;
  }
  const std::string signed_zone = (IsDigit(zone[0]) ? "+" : "") + std::string(zone);
  std::string_view rest = signed_zone;
  return TakeOffset(rest, offset) && rest.empty();
}

int DaysOfMonth(int year, int month) {
  const int next_year = month == 12 ? year + 1 : year;
  const int next_month = month == 12 ? 1 : month + 1;
  return static_cast<int>(DaysFromCivil(next_year, next_month, 1) - DaysFromCivil(year, month, 1));
}

// Length of a unit in nanoseconds, read off the front; 0 if there is none.
int64_t TakeUnit(std::string_view& text) {
  if (Take(text, "ns")) return 1;
  if (Take(text, "us") || Take(text, "\u00b5s") || Take(text, "\u03bcs")) return 1000;
  if (Take(text, "ms")) return 1000000;
  if (Take(text, "s")) return kNanosPerSecond;
  if (Take(text, "m")) return 60 * kNanosPerSecond;
  return Take(text, "h") ? 3600 * kNanosPerSecond : 0;
}

}  // namespace

Instant Add(Instant left, Span right, Fault& fault) {
  return Checked(Nanos(left) + Nanos(right), fault);
}
Span Add(Span left, Span right, Fault& fault) {
  return CheckedSpan(Nanos(left) + Nanos(right), fault);
}
Instant Subtract(Instant left, Span right, Fault& fault) {
  return Checked(Nanos(left) - Nanos(right), fault);
}
Span Subtract(Instant left, Instant right, Fault& fault) {
  return CheckedSpan(Nanos(left) - Nanos(right), fault);
}
Span Subtract(Span left, Span right, Fault& fault) {
  return CheckedSpan(Nanos(left) - Nanos(right), fault);
}

Instant InRange(Instant instant, Fault& fault) {
  if (instant.nanos < 0 || instant.nanos >= kNanosPerSecond) {
    return Fail<Instant>("timestamp out of range", fault);
  }
  return Checked(Nanos(instant), fault);
}

Span InRange(Span span, Fault& fault) {
  const bool nanos = span.nanos > -kNanosPerSecond && span.nanos < kNanosPerSecond;
  const bool signs = span.seconds == 0 || span.nanos == 0 || (span.seconds < 0) == (span.nanos < 0);
  if (!nanos || !signs) return Fail<Span>("duration out of range", fault);
  return CheckedSpan(Nanos(span), fault);
}

int64_t IntFromUint(uint64_t value, Fault& fault) {
  if (value > uint64_t{INT64_MAX}) return Fail<int64_t>("int overflow", fault);
  return static_cast<int64_t>(value);
}

int64_t IntFromDouble(double value, Fault& fault) {
  // Both bounds are numbers that a double can hold.
  if (!(value > -0x1p63 && value < 0x1p63)) return Fail<int64_t>("int overflow", fault);
  return static_cast<int64_t>(value);
}

int64_t IntFromString(std::string_view text, Fault& fault) {
  int64_t value = 0;
  const bool plus = Take(text, "+");
  return !(plus && text.starts_with('-')) && ParseSigned(text, value)
             ? value
             : Fail<int64_t>("text is not an int", fault);
}

uint64_t UintFromInt(int64_t value, Fault& fault) {
  if (value < 0) return Fail<uint64_t>("uint overflow", fault);
  return static_cast<uint64_t>(value);
}

uint64_t UintFromDouble(double value, Fault& fault) {
  if (!(value >= 0 && value < 0x1p64)) return Fail<uint64_t>("uint overflow", fault);
  return static_cast<uint64_t>(value);
}

uint64_t UintFromString(std::string_view text, Fault& fault) {
  uint64_t value = 0;
  return ParseUnsigned(text, value) ? value : Fail<uint64_t>("text is not a uint", fault);
}

double DoubleFromString(std::string_view text, Fault& fault) {
  const bool blank = !text.empty() && (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r'));
  // std::from_chars does not read doubles everywhere that this is compiled for.
  const std::string copy(text);
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  if (copy.empty() || blank || end != copy.c_str() + copy.size()) {
    return Fail<double>("text is not a double", fault);
  }
  return value;
}

bool BoolFromString(std::string_view text, Fault& fault) {
  for (const std::string_view yes : {"true", "True", "TRUE", "t", "1"}) {
    if (text == yes) return true;
  }
  for (const std::string_view no : {"false", "False", "FALSE", "f", "0"}) {
    if (text == no) return false;
  }
  return Fail<bool>("text is not a bool", fault);
}

std::string_view StringFromBytes(std::string_view bytes, Fault& fault) {
  if (!IsUtf8(bytes)) fault.Raise("bytes are not UTF-8");
  return bytes;
}

Instant InstantFromSeconds(int64_t seconds, Fault& fault) {
  return Checked(static_cast<Wide>(seconds) * kNanosPerSecond, fault);
}

int32_t ToInt32(int64_t value, Fault& fault) {
  if (!std::in_range<int32_t>(value)) return Fail<int32_t>("int overflow", fault);
  return static_cast<int32_t>(value);
}

uint32_t ToUint32(uint64_t value, Fault& fault) {
  if (!std::in_range<uint32_t>(value)) return Fail<uint32_t>("uint overflow", fault);
  return static_cast<uint32_t>(value);
}

Instant InstantFromString(std::string_view text, Fault& fault) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int64_t nanos = 0;
  int64_t offset = 0;
  bool reads = TakeDigits(text, 4, year) && Take(text, "-") && TakeDigits(text, 2, month) &&
               Take(text, "-") && TakeDigits(text, 2, day) &&
               (Take(text, "T") || Take(text, "t")) && TakeDigits(text, 2, hour) &&
               Take(text, ":") && TakeDigits(text, 2, minute) && Take(text, ":") &&
               TakeDigits(text, 2, second);
  if (reads && Take(text, ".")) {
    reads = !text.empty() && IsDigit(text[0]);
    nanos = TakeFraction(text);
  }
  if (!reads || !TakeOffset(text, offset) || !text.empty() || month < 1 || month > 12 || day < 1 ||
      day > DaysOfMonth(year, month) || hour > 23 || minute > 59 || second > 59) {
    return Fail<Instant>("text is not a timestamp", fault);
  }
  const int64_t seconds =
      DaysFromCivil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
  return Checked(static_cast<Wide>(seconds) * kNanosPerSecond + nanos, fault);
}

Instant InZone(Instant instant, std::string_view zone, Fault& fault) {
  int64_t offset = 0;
  if (!ReadZone(zone, offset)) return Fail<Instant>("unknown time zone", fault);
  if (instant.seconds < kFirstSecond || instant.seconds > kLastSecond) {
    return Fail<Instant>("timestamp out of range", fault);
  }
  return {instant.seconds + offset, instant.nanos};
}

bool IsZone(std::string_view zone) {
  int64_t offset = 0;
  return ReadZone(zone, offset);
}

Span SpanFromString(std::string_view text, Fault& fault) {
  const int sign = Take(text, "-") ? -1 : 1;
  if (sign > 0) Take(text, "+");
  if (text == "0") return {};
  Wide nanos = 0;
  bool any = false;
  while (!text.empty()) {
    int64_t whole = 0;
    size_t digits = 0;
    while (digits < text.size() && IsDigit(text[digits])) ++digits;
    if (digits > 0 && !ParseSigned(text.substr(0, digits), whole)) break;
    text.remove_prefix(digits);
    const bool point = Take(text, ".");
    const size_t before = text.size();
    const int64_t fraction = point ? TakeFraction(text) : 0;
    if (digits == 0 && before == text.size()) break;
    const int64_t unit = TakeUnit(text);
    if (unit == 0) break;
    nanos += static_cast<Wide>(whole) * unit;
    nanos += static_cast<Wide>(fraction) * unit / kNanosPerSecond;
    any = text.empty();
  }
  if (!any) return Fail<Span>("text is not a duration", fault);
  return CheckedSpan(sign * nanos, fault);
}

}  // namespace muster::rules
