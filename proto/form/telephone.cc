#include "proto/form/telephone.h"

#include "proto/form/text.h"

namespace muster::form {
namespace {

constexpr size_t kFewestDigits = 7;
constexpr size_t kMostDigits = 20;

// What people put between the digits; hyphens also as typesetters have them.
bool IsBetween(char32_t c) {
  return c == '-' || c == '.' || c == '/' || c == '(' || c == ')' || (c >= 0x2010 && c <= 0x2015);
}

}  // namespace

std::string SentTelephone(std::string_view typed) {
  const std::string compact = WithoutBlanks(typed);
  std::string digits;
  for (std::string_view rest = compact; !rest.empty();) {
    const char32_t c = NextCodePoint(rest);
    if (!IsBetween(c)) AppendCodePoint(c, digits);
    if (c == '(' && digits.starts_with('+') && rest.starts_with("0)")) rest.remove_prefix(1);
  }
  return IsTelephone(digits) ? digits : OneLine(typed);
}

bool IsTelephone(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
  }
  return text.size() >= kFewestDigits && text.size() <= kMostDigits;
}

}  // namespace muster::form
