// What compiled expressions call: arithmetic that can fail, comparisons across kinds of numbers,
// list functions. A failure is noted in a Fault, and what is computed after it means nothing.
#ifndef MUSTER_PROTO_RULES_CEL_H_
#define MUSTER_PROTO_RULES_CEL_H_

#include <cmath>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "proto/rules/fault.h"
#include "proto/rules/strings.h"
#include "proto/rules/text.h"
#include "proto/rules/time.h"
#include "proto/rules/utf8.h"
#include "proto/rules/violations.h"

namespace muster::rules {

inline int64_t Add(int64_t left, int64_t right, Fault& fault) {
  int64_t out = 0;
  if (__builtin_add_overflow(left, right, &out)) fault.Raise("int overflow");
  return out;
}
inline int64_t Subtract(int64_t left, int64_t right, Fault& fault) {
  int64_t out = 0;
  if (__builtin_sub_overflow(left, right, &out)) fault.Raise("int overflow");
  return out;
}
inline int64_t Multiply(int64_t left, int64_t right, Fault& fault) {
  int64_t out = 0;
  if (__builtin_mul_overflow(left, right, &out)) fault.Raise("int overflow");
  return out;
}
inline int64_t Divide(int64_t left, int64_t right, Fault& fault) {
  if (right == 0) return Fail<int64_t>("division by zero", fault);
  if (right == -1) return Subtract(0, left, fault);
  return left / right;
}
inline int64_t Modulo(int64_t left, int64_t right, Fault& fault) {
  if (right == 0) return Fail<int64_t>("modulus by zero", fault);
  return right == -1 ? 0 : left % right;
}
inline int64_t Negate(int64_t value, Fault& fault) { return Subtract(0, value, fault); }

inline uint64_t Add(uint64_t left, uint64_t right, Fault& fault) {
  uint64_t out = 0;
  if (__builtin_add_overflow(left, right, &out)) fault.Raise("uint overflow");
  return out;
}
inline uint64_t Subtract(uint64_t left, uint64_t right, Fault& fault) {
  if (right > left) return Fail<uint64_t>("uint overflow", fault);
  return left - right;
}
inline uint64_t Multiply(uint64_t left, uint64_t right, Fault& fault) {
  uint64_t out = 0;
  if (__builtin_mul_overflow(left, right, &out)) fault.Raise("uint overflow");
  return out;
}
inline uint64_t Divide(uint64_t left, uint64_t right, Fault& fault) {
  return right == 0 ? Fail<uint64_t>("division by zero", fault) : left / right;
}
inline uint64_t Modulo(uint64_t left, uint64_t right, Fault& fault) {
  return right == 0 ? Fail<uint64_t>("modulus by zero", fault) : left % right;
}

Instant Add(Instant left, Span right, Fault& fault);
inline Instant Add(Span left, Instant right, Fault& fault) { return Add(right, left, fault); }
Span Add(Span left, Span right, Fault& fault);
Instant Subtract(Instant left, Span right, Fault& fault);
Span Subtract(Instant left, Instant right, Fault& fault);
Span Subtract(Span left, Span right, Fault& fault);

// Conversions.
template <typename T>
const T& Same(const T& value) {
  return value;
}
template <typename T>
double ToDouble(T value) {
  return static_cast<double>(value);
}
int64_t IntFromUint(uint64_t value, Fault& fault);
int64_t IntFromDouble(double value, Fault& fault);
int64_t IntFromString(std::string_view text, Fault& fault);
uint64_t UintFromInt(int64_t value, Fault& fault);
uint64_t UintFromDouble(double value, Fault& fault);
uint64_t UintFromString(std::string_view text, Fault& fault);
double DoubleFromString(std::string_view text, Fault& fault);
bool BoolFromString(std::string_view text, Fault& fault);
std::string_view StringFromBytes(std::string_view bytes, Fault& fault);
Instant InstantFromString(std::string_view text, Fault& fault);
Instant InstantFromSeconds(int64_t seconds, Fault& fault);
// "1h30m", "10s", "-1.5ms".
Span SpanFromString(std::string_view text, Fault& fault);

// A time whose parts were written out: in the range of Timestamp and Duration.
Instant InRange(Instant instant, Fault& fault);
Span InRange(Span span, Fault& fault);

// The time that the caller gave.
inline Instant Now(const Violations& violations, Fault& fault) {
  if (!violations.has_now()) fault.Raise("a rule reads the time, and no time was given");
  return violations.now();
}

// A number as a field of 32 bits holds it.
int32_t ToInt32(int64_t value, Fault& fault);
uint32_t ToUint32(uint64_t value, Fault& fault);

// The instant whose calendar in UTC is that of `instant` in `zone`: "UTC" and its other names, or
// an offset, "+01:00".
Instant InZone(Instant instant, std::string_view zone, Fault& fault);
// Whether InZone() knows `zone`.
bool IsZone(std::string_view zone);

// The value of a wrapper that must be set.
template <typename T>
T NotNull(bool set, T value, Fault& fault) {
  if (!set) fault.Raise("value is null");
  return value;
}

// What `use` makes of a value that is written once.
template <typename Value, typename Use>
auto Once(const Value& value, Use use) {
  return use(value);
}

// Strings and bytes.
inline bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}
inline bool StartsWith(std::string_view text, std::string_view part) {
  return text.starts_with(part);
}
inline bool EndsWith(std::string_view text, std::string_view part) { return text.ends_with(part); }
template <typename... Parts>
std::string Concat(const Parts&... parts) {
  std::string out;
  (out.append(std::string_view(parts)), ...);
  return out;
}

inline bool IsNan(double value) { return std::isnan(value); }
inline bool IsInf(double value) { return std::isinf(value); }
inline bool IsInf(double value, int64_t sign) {
  return std::isinf(value) && (sign == 0 || (sign > 0) == (value > 0));
}

// Numbers of different kinds, by value. NaN is neither less than nor equal to anything.
template <typename Left, typename Right>
bool Less(Left left, Right right) {
  if constexpr (std::floating_point<Left> || std::floating_point<Right>) {
    return static_cast<double>(left) < static_cast<double>(right);
  } else {
    return std::cmp_less(left, right);
  }
}
template <typename Left, typename Right>
bool Equal(Left left, Right right) {
  if constexpr (std::floating_point<Left> || std::floating_point<Right>) {
    return static_cast<double>(left) == static_cast<double>(right);
  } else {
    return std::cmp_equal(left, right);
  }
}

template <typename Left, typename Right>
bool LessOrEqual(Left left, Right right) {
  return Less(left, right) || Equal(left, right);
}

// Whether a number without presence counts as set: -0.0 does.
inline bool IsSet(double value) { return value != 0 || std::signbit(value); }

// && and || where more than one side can fail: a side that is `Deciding` decides, whatever became
// of the others.
template <bool Deciding, typename... Sides>
bool Decide(Fault& fault, Sides... sides) {
  Fault first;
  const auto decides = [&](auto& side) {
    Fault inner;
    const bool value = side(inner);
    if (inner) first.Raise(inner.what());
    return !inner && value == Deciding;
  };
  if ((decides(sides) || ...)) return Deciding;
  if (first) fault.Raise(first.what());
  return !Deciding;
}
template <typename... Sides>
bool And(Fault& fault, Sides... sides) {
  return Decide<false>(fault, sides...);
}
template <typename... Sides>
bool Or(Fault& fault, Sides... sides) {
  return Decide<true>(fault, sides...);
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_CEL_H_
