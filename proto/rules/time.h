// Points in time and lengths of time as rules compute with them, and the calendar (UTC).
#ifndef MUSTER_PROTO_RULES_TIME_H_
#define MUSTER_PROTO_RULES_TIME_H_

#include <compare>
#include <cstdint>

namespace muster::rules {

// A point in time: seconds since 1970 and nanoseconds (0 to 999,999,999) after them.
struct Instant {
  int64_t seconds = 0;
  int32_t nanos = 0;

  auto operator<=>(const Instant&) const = default;
};

// A length of time; both parts have the same sign.
struct Span {
  int64_t seconds = 0;
  int32_t nanos = 0;

  auto operator<=>(const Span&) const = default;
};

// `google.protobuf.Timestamp` and `Duration` of either runtime.
template <typename Timestamp>
Instant ToInstant(const Timestamp& timestamp) {
  return {timestamp.seconds(), timestamp.nanos()};
}
template <typename Duration>
Span ToSpan(const Duration& duration) {
  return {duration.seconds(), duration.nanos()};
}

// A day and time of the calendar, in UTC.
struct CivilTime {
  int64_t year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
  int hour = 0;
  int minute = 0;
  int second = 0;
  int day_of_week = 0;  // 0 is Sunday.
  int day_of_year = 0;  // 0 is 1 January.
};

CivilTime ToCivil(Instant instant);

// Days from 1970-01-01 to that day.
int64_t DaysFromCivil(int64_t year, int month, int day);

// The accessors of CEL: getFullYear() and so on. Months, days of the month (getDayOfMonth), of the
// week and of the year count from 0; getDate() counts from 1.
inline int64_t Seconds(Instant instant) { return instant.seconds; }
inline int64_t FullYear(Instant instant) { return ToCivil(instant).year; }
inline int64_t Month(Instant instant) { return ToCivil(instant).month - 1; }
inline int64_t Date(Instant instant) { return ToCivil(instant).day; }
inline int64_t DayOfMonth(Instant instant) { return ToCivil(instant).day - 1; }
inline int64_t DayOfWeek(Instant instant) { return ToCivil(instant).day_of_week; }
inline int64_t DayOfYear(Instant instant) { return ToCivil(instant).day_of_year; }
inline int64_t Hours(Instant instant) { return ToCivil(instant).hour; }
inline int64_t Minutes(Instant instant) { return ToCivil(instant).minute; }
inline int64_t SecondsOfMinute(Instant instant) { return ToCivil(instant).second; }
inline int64_t Milliseconds(Instant instant) { return instant.nanos / 1000000; }
inline int64_t WholeHours(Span span) { return span.seconds / 3600; }
inline int64_t WholeMinutes(Span span) { return span.seconds / 60; }
inline int64_t WholeSeconds(Span span) { return span.seconds; }
inline int64_t MillisecondsOfSecond(Span span) { return span.nanos / 1000000; }

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_TIME_H_
