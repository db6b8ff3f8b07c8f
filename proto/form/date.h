// The kind "date": a day, a month by number or name, and a year.
#ifndef MUSTER_PROTO_FORM_DATE_H_
#define MUSTER_PROTO_FORM_DATE_H_

#include <string>
#include <string_view>

#include "proto/form/kind.h"

namespace muster::form {

// Whether the text is a day of the calendar as it is sent: "2026-11-30".
bool IsSentDate(std::string_view text);

// The three parts as one date: "30\nNov\n2026" as "2026-11-30". Names of months are taken in
// English and Welsh, from their first three letters on. What is no date stays as it was typed.
std::string SentDate(std::string_view typed);

// Of a date as `SentDate` gives it, or of parts that are none.
Verdict CheckDate(std::string_view date, const Limits& limits);

// Day, month (1 to 12) and year of a date that is one.
struct CalendarDay {
  uint32_t day = 0;
  uint32_t month = 0;
  uint32_t year = 0;
};
CalendarDay CalendarDayOf(std::string_view sent_date);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_DATE_H_
