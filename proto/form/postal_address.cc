#include "proto/form/postal_address.h"

#include "proto/form/parts.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

constexpr size_t kParts = 5;
constexpr size_t kPostcode = 4;

bool IsLetter(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "LS14AP" of "ls1-4ap ": letters and digits only, capitals.
std::string Compact(std::string_view typed) {
  std::string out;
  for (const char c : WithoutBlanks(typed)) {
    if (c == '-' || c == '.') continue;
    out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

// Two to four characters that begin with a letter and hold a digit, then a digit and two letters.
bool IsPostcode(std::string_view compact) {
  if (compact.size() < 5 || compact.size() > 7 || !IsLetter(compact[0])) return false;
  const size_t inward = compact.size() - 3;
  bool has_digit = false;
  for (size_t i = 0; i < inward; ++i) {
    if (!IsLetter(compact[i]) && !IsDigit(compact[i])) return false;
    has_digit = has_digit || IsDigit(compact[i]);
  }
  return has_digit && IsDigit(compact[inward]) && IsLetter(compact[inward + 1]) &&
         IsLetter(compact[inward + 2]);
}

}  // namespace

std::string SentPostalAddress(std::string_view typed) {
  std::string out;
  bool blank = true;
  for (size_t i = 0; i < kParts; ++i) {
    std::string line = OneLine(PartOf(typed, i, kParts));
    if (i == kPostcode) {
      std::string compact = Compact(line);
      if (IsPostcode(compact)) line = compact.insert(compact.size() - 3, 1, ' ');
    }
    blank = blank && line.empty();
    Append(out, i == 0 ? "" : "\n", line);
  }
  return blank ? std::string() : out;
}

Verdict CheckPostalAddress(std::string_view address) {
  if (SentPostalAddress(address) != address) return {Fault::kImpossible, 1};
  uint32_t wrong = 0;
  for (size_t i = 0; i < kParts; ++i) {
    const std::string_view line = PartOf(address, i, kParts);
    const bool good = i == kPostcode ? IsPostcode(Compact(line)) : !line.empty();
    if (!good && !MayBeBlankLine(i)) wrong |= 1u << i;
  }
  return {wrong == 0 ? Fault::kNone : Fault::kImpossible, wrong};
}

bool MayBeBlankLine(size_t part) { return part == 1 || part == 3; }

}  // namespace muster::form
