#include "proto/form/text.h"

#include "proto/rules/decimal.h"
#include "proto/rules/utf8.h"

namespace muster::form {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

// White space, and what takes no room at all at the end of a text.
bool IsBlank(char32_t c) {
  return c <= 0x20 || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
         c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

// The code point that ends `text`, and where it begins.
char32_t LastCodePoint(std::string_view text, size_t& begin) {
  begin = text.size() - 1;
  while (begin > 0 && text.size() - begin < 4 && (text[begin] & 0xC0) == 0x80) --begin;
  std::string_view rest = text.substr(begin);
  const char32_t last = NextCodePoint(rest);
  if (rest.empty()) return last;
  begin = text.size() - 1;
  return kReplacement;
}

}  // namespace

char32_t NextCodePoint(std::string_view& text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  size_t length = 1;
  char32_t value = first;
  char32_t least = 0;
  if (first >= 0xF0 && first < 0xF8) {
    length = 4, value = first & 0x07, least = 0x10000;
  } else if (first >= 0xE0 && first < 0xF0) {
    length = 3, value = first & 0x0F, least = 0x800;
  } else if (first >= 0xC0 && first < 0xE0) {
    length = 2, value = first & 0x1F, least = 0x80;
  } else if (first >= 0x80) {
    text.remove_prefix(1);
    return kReplacement;
  }
  bool good = length <= text.size();
  for (size_t i = 1; good && i < length; ++i) {
    good = (byte(i) & 0xC0) == 0x80;
    value = value << 6 | (byte(i) & 0x3F);
  }
  good = good && value >= least && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
  text.remove_prefix(good ? length : 1);
  return good ? value : kReplacement;
}

void AppendCodePoint(char32_t code_point, std::string& out) {
  const auto tail = [&](int shift) {
    out += static_cast<char>(0x80 | ((code_point >> shift) & 0x3F));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0 | (code_point >> 6));
    tail(0);
  } else if (code_point < 0x10000) {
    out += static_cast<char>(0xE0 | (code_point >> 12));
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xF0 | (code_point >> 18));
    tail(12), tail(6), tail(0);
  }
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (c & 0xC0) != 0x80;
  return count;
}

std::string Repaired(std::string_view text) {
  if (rules::IsUtf8(text)) return std::string(text);
  std::string out;
  while (!text.empty()) AppendCodePoint(NextCodePoint(text), out);
  return out;
}

std::string WithLineFeeds(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty()) {
    std::string_view rest = text;
    if (!IsBlank(NextCodePoint(rest))) break;
    text = rest;
  }
  while (!text.empty()) {
    size_t begin = 0;
    if (!IsBlank(LastCodePoint(text, begin))) break;
    text = text.substr(0, begin);
  }
  return text;
}

size_t CountWords(std::string_view text) {
  size_t count = 0;
  for (bool inside = false; !text.empty();) {
    const bool blank = IsBlank(NextCodePoint(text));
    count += !blank && !inside;
    inside = !blank;
  }
  return count;
}

std::string OneLine(std::string_view text, bool keep_ends) {
  const std::string lines = WithLineFeeds(keep_ends ? text : Trimmed(text));
  std::string out;
  for (std::string_view rest = lines; !rest.empty();) {
    const char32_t c = NextCodePoint(rest);
    AppendCodePoint(c < 0x20 || c == 0x7F ? U' ' : c, out);
  }
  return out;
}

std::string WithoutBlanks(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = NextCodePoint(text);
    if (!IsBlank(c)) AppendCodePoint(c, out);
  }
  return out;
}

std::string NumberText(uint64_t value) {
  std::string digits;
  rules::AppendUnsigned(value, digits);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string Filled(std::string_view pattern, std::initializer_list<std::string_view> values) {
  std::string out;
  while (!pattern.empty()) {
    const size_t brace = pattern.find('{');
    out += pattern.substr(0, brace);
    if (brace == std::string_view::npos || brace + 2 >= pattern.size()) break;
    const size_t number = static_cast<size_t>(pattern[brace + 1] - '0');
    if (number < values.size()) out += values.begin()[number];
    pattern.remove_prefix(brace + 3);
  }
  return out;
}

std::string WithLowerCaseStart(std::string_view text) {
  std::string out(text);
  const auto upper = [&](size_t i) { return i < out.size() && out[i] >= 'A' && out[i] <= 'Z'; };
  if (upper(0) && !upper(1)) out[0] = static_cast<char>(out[0] - 'A' + 'a');
  return out;
}

std::string WithUpperCaseStart(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z')
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace muster::form
