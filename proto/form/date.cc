#include "proto/form/date.h"

#include "proto/form/parts.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

constexpr size_t kParts = 3;
constexpr uint32_t kAllParts = 7;
// Three letters tell the months apart, in each of the two languages and between them.
constexpr std::string_view kMonthNames =
    "january february march april may june july august september october november december "
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr ";

bool IsDigits(std::string_view text) {
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return !text.empty();
}

// 0 if it is no number of at most four digits.
uint32_t NumberOf(std::string_view digits) {
  if (!IsDigits(digits) || digits.size() > 4) return 0;
  uint32_t value = 0;
  for (const char c : digits) value = value * 10 + static_cast<uint32_t>(c - '0');
  return value;
}

// 1 to 12; 0 if it is no month.
uint32_t MonthOf(std::string_view text) {
  if (IsDigits(text)) {
    const uint32_t number = NumberOf(text);
    return number <= 12 ? number : 0;
  }
  if (text.size() < 3) return 0;
  std::string_view names = kMonthNames;
  for (uint32_t i = 0; !names.empty(); ++i) {
    const size_t end = names.find(' ');
    bool same = text.size() <= end;
    for (size_t k = 0; same && k < text.size(); ++k) same = (text[k] | 0x20) == names[k];
    if (same) return i % 12 + 1;
    names.remove_prefix(end + 1);
  }
  return 0;
}

uint32_t DaysIn(uint32_t month, uint32_t year) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

// The three parts of an answer, as far as each is one.
struct Typed {
  std::string part[kParts];
  CalendarDay day;
  // The parts that are blank, and those that can't be.
  uint32_t missing = 0;
  uint32_t impossible = 0;

  explicit Typed(std::string_view text) {
    for (size_t i = 0; i < kParts; ++i) {
      part[i] = WithoutBlanks(PartOf(text, i, kParts));
      if (part[i].empty()) missing |= 1u << i;
    }
    day = {NumberOf(part[0]), MonthOf(part[1]), part[2].size() == 4 ? NumberOf(part[2]) : 0};
    const bool known = day.month > 0 && day.year > 0;
    const uint32_t most = known ? DaysIn(day.month, day.year) : 31;
    if (day.day == 0 || day.day > most) impossible |= 1;
    if (day.month == 0) impossible |= 2;
    if (day.year == 0) impossible |= 4;
    // Nothing wrong with the day but that the month is shorter.
    if (impossible == 1 && day.day > 0 && day.day <= 31) impossible = kAllParts;
  }
};

void AppendPadded(uint32_t value, uint32_t unit, std::string& out) {
  for (; unit > 0; unit /= 10) out += static_cast<char>('0' + value / unit % 10);
}

}  // namespace

bool IsSentDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const CalendarDay day = CalendarDayOf(text);
  return IsDigits(text.substr(0, 4)) && day.year > 0 && day.month > 0 && day.month <= 12 &&
         day.day > 0 && day.day <= DaysIn(day.month, day.year);
}

std::string SentDate(std::string_view typed) {
  if (IsSentDate(typed)) return std::string(typed);
  const Typed parts(typed);
  if (parts.missing == kAllParts) return {};
  std::string out;
  if (parts.missing != 0 || parts.impossible != 0) {
    for (size_t i = 0; i < kParts; ++i) Append(out, i == 0 ? "" : "\n", parts.part[i]);
    return out;
  }
  AppendPadded(parts.day.year, 1000, out);
  out += '-';
  AppendPadded(parts.day.month, 10, out);
  out += '-';
  AppendPadded(parts.day.day, 10, out);
  return out;
}

Verdict CheckDate(std::string_view date, const Limits& limits) {
  if (!IsSentDate(date)) {
    const Typed parts(date);
    if (parts.missing != 0) return {Fault::kMissingPart, parts.missing};
    return {Fault::kImpossible, parts.impossible == 0 ? kAllParts : parts.impossible};
  }
  if (!limits.minimum.empty() && date < limits.minimum) return {Fault::kTooSmall, kAllParts};
  if (!limits.maximum.empty() && date > limits.maximum) return {Fault::kTooLarge, kAllParts};
  return {};
}

CalendarDay CalendarDayOf(std::string_view sent_date) {
  return {NumberOf(sent_date.substr(8, 2)), NumberOf(sent_date.substr(5, 2)),
          NumberOf(sent_date.substr(0, 4))};
}

}  // namespace muster::form
