#include "proto/form/number.h"

#include "proto/form/text.h"

namespace muster::form {
namespace {

constexpr size_t kMostDigits = 15;

// A decimal number taken apart; views into its text.
struct Decimal {
  bool negative = false;
  // Without leading zeros, and without trailing ones.
  std::string_view whole;
  std::string_view fraction;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view TakeDigits(std::string_view& text) {
  size_t end = 0;
  while (end < text.size() && IsDigit(text[end])) ++end;
  const std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  return digits;
}

bool ParseDecimal(std::string_view text, Decimal& decimal) {
  decimal = {};
  decimal.negative = text.starts_with('-');
  if (decimal.negative || text.starts_with('+')) text.remove_prefix(1);
  decimal.whole = TakeDigits(text);
  if (decimal.whole.empty() && !text.starts_with('.')) return false;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    decimal.fraction = TakeDigits(text);
    if (decimal.fraction.empty()) return false;
  }
  while (decimal.whole.starts_with('0')) decimal.whole.remove_prefix(1);
  while (decimal.fraction.ends_with('0')) decimal.fraction.remove_suffix(1);
  if (decimal.whole.empty() && decimal.fraction.empty()) decimal.negative = false;
  return text.empty() && decimal.whole.size() <= kMostDigits &&
         decimal.fraction.size() <= kMostDigits;
}

// Less than zero, zero or more, as a number and b compare without their signs.
int CompareSizes(const Decimal& a, const Decimal& b) {
  if (a.whole.size() != b.whole.size()) return a.whole.size() < b.whole.size() ? -1 : 1;
  const int whole = a.whole.compare(b.whole);
  return whole != 0 ? whole : a.fraction.compare(b.fraction);
}

bool IsLess(const Decimal& a, const Decimal& b) {
  if (a.negative != b.negative) return a.negative;
  return a.negative ? CompareSizes(b, a) < 0 : CompareSizes(a, b) < 0;
}

std::string TextOf(const Decimal& decimal) {
  return Joined(decimal.negative ? "-" : "", decimal.whole.empty() ? "0" : decimal.whole,
                decimal.fraction.empty() ? "" : ".", decimal.fraction);
}

// Whether a comma between these is one between thousands.
bool IsBetweenThousands(std::string_view before, std::string_view after) {
  return !before.empty() && IsDigit(before.back()) && TakeDigits(after).size() == 3 &&
         before.find('.') == std::string_view::npos;
}

}  // namespace

std::string SentNumber(std::string_view typed) {
  std::string line = OneLine(typed);
  std::string bare;
  const std::string compact = WithoutBlanks(line);
  for (std::string_view rest = compact; !rest.empty();) {
    const char32_t c = NextCodePoint(rest);
    if (c == ',' && IsBetweenThousands(bare, rest)) continue;
    // The minus of typesetters.
    AppendCodePoint(c == 0x2212 ? U'-' : c, bare);
  }
  Decimal decimal;
  return ParseDecimal(bare, decimal) ? TextOf(decimal) : line;
}

Verdict CheckNumber(std::string_view number, const Limits& limits) {
  Decimal decimal;
  if (!ParseDecimal(number, decimal) || TextOf(decimal) != number) return {Fault::kImpossible};
  if (decimal.fraction.size() > limits.decimal_places) {
    return {limits.decimal_places == 0 ? Fault::kNotWhole : Fault::kTooManyDecimals};
  }
  Decimal bound;
  if (ParseDecimal(limits.minimum, bound) && IsLess(decimal, bound)) return {Fault::kTooSmall};
  if (ParseDecimal(limits.maximum, bound) && IsLess(bound, decimal)) return {Fault::kTooLarge};
  return {};
}

}  // namespace muster::form
