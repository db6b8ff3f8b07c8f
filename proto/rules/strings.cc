#include "proto/rules/strings.h"

#include <algorithm>

#include "proto/rules/utf8.h"

namespace muster::rules {
namespace {

constexpr size_t kNowhere = std::string_view::npos;
constexpr char kOutOfRange[] = "index out of range";

// Length in bytes of the code point that begins `text`, by its first byte; of a stray byte, one.
size_t Width(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const size_t width = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return std::min(width, text.size());
}

// The byte at which code point `index` begins; the end for the one behind the last. kNowhere if
// there is none.
size_t Offset(std::string_view text, int64_t index) {
  if (index < 0) return kNowhere;
  size_t at = 0;
  for (; index > 0 && at < text.size(); --index) at += Width(text.substr(at));
  return index == 0 ? at : kNowhere;
}

// Code points of Unicode's White_Space, as UTF-8, longest first.
constexpr std::string_view kWhiteSpace[] = {
    "\u1680",   "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
    "\u2008",   "\u2009", "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000", "\u00a0",
    "\xc2\x85", "\t",     "\n",     "\v",     "\f",     "\r",     " "};

std::string MapAscii(std::string_view text, char first, char last, int shift) {
  std::string out(text);
  for (char& c : out) {
    if (c >= first && c <= last) c = static_cast<char>(c + shift);
  }
  return out;
}

}  // namespace

std::string_view CharAt(std::string_view text, int64_t index, Fault& fault) {
  const size_t at = Offset(text, index);
  if (at == kNowhere) return Fail<std::string_view>(kOutOfRange, fault);
  return at == text.size() ? std::string_view() : text.substr(at, Width(text.substr(at)));
}

int64_t IndexOf(std::string_view text, std::string_view part) {
  const size_t at = text.find(part);
  return at == kNowhere ? -1 : CodePoints(text.substr(0, at));
}

int64_t IndexOf(std::string_view text, std::string_view part, int64_t from, Fault& fault) {
  if (part.empty()) return from;
  if (from < 0) return Fail<int64_t>(kOutOfRange, fault);
  const size_t start = Offset(text, from);
  if (start == kNowhere) return -1;
  const int64_t found = IndexOf(text.substr(start), part);
  return found < 0 ? -1 : found + from;
}

int64_t LastIndexOf(std::string_view text, std::string_view part) {
  const size_t at = text.rfind(part);
  return at == kNowhere ? -1 : CodePoints(text.substr(0, at));
}

int64_t LastIndexOf(std::string_view text, std::string_view part, int64_t from, Fault& fault) {
  if (part.empty()) return from;
  if (from < 0) return Fail<int64_t>(kOutOfRange, fault);
  const size_t start = Offset(text, from);
  if (start == kNowhere || start == text.size()) return -1;
  const size_t at = text.rfind(part, start);
  return at == kNowhere ? -1 : CodePoints(text.substr(0, at));
}

std::string_view Substring(std::string_view text, int64_t first, Fault& fault) {
  const size_t at = Offset(text, first);
  return at == kNowhere ? Fail<std::string_view>(kOutOfRange, fault) : text.substr(at);
}

std::string_view Substring(std::string_view text, int64_t first, int64_t end, Fault& fault) {
  const size_t at = Offset(text, first);
  const size_t stop = Offset(text, end);
  if (at == kNowhere || stop == kNowhere || end < first) {
    return Fail<std::string_view>(kOutOfRange, fault);
  }
  return text.substr(at, stop - at);
}

std::string Replace(std::string_view text, std::string_view part, std::string_view by,
                    int64_t count) {
  std::string out;
  while (count != 0) {
    const size_t at = text.find(part);
    if (at == kNowhere) break;
    out += text.substr(0, at);
    out += by;
    text.remove_prefix(at + part.size());
    --count;
    if (!part.empty()) continue;
    // Nothing is found before each code point, and once more at the end.
    if (text.empty()) break;
    const size_t width = Width(text);
    out += text.substr(0, width);
    text.remove_prefix(width);
  }
  return out += text;
}

std::vector<std::string> Split(std::string_view text, std::string_view separator, int64_t count) {
  std::vector<std::string> out;
  if (count == 0 || (text.empty() && separator.empty())) return out;
  for (; count < 0 || count > 1; --count) {
    if (separator.empty() && text.size() <= Width(text)) break;
    const size_t at = separator.empty() ? Width(text) : text.find(separator);
    if (at == kNowhere) break;
    out.emplace_back(text.substr(0, at));
    text.remove_prefix(at + separator.size());
  }
  out.emplace_back(text);
  return out;
}

std::string Reverse(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t width = Width(text);
    out.insert(0, text.substr(0, width));
    text.remove_prefix(width);
  }
  return out;
}

std::string_view Trim(std::string_view text) {
  const auto strip = [&](auto ends, auto remove) {
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view space : kWhiteSpace) {
        if (!ends(space)) continue;
        remove(space.size());
        again = true;
      }
    }
  };
  strip([&](std::string_view space) { return text.starts_with(space); },
        [&](size_t size) { text.remove_prefix(size); });
  strip([&](std::string_view space) { return text.ends_with(space); },
        [&](size_t size) { text.remove_suffix(size); });
  return text;
}

std::string Quote(std::string_view text) {
  constexpr std::string_view kEscaped = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kLetters = "abfnrtv\\\"";
  std::string out = "\"";
  while (!text.empty()) {
    const size_t escape = kEscaped.find(text[0]);
    const size_t width = Width(text);
    const std::string_view one = text.substr(0, width);
    if (escape != kNowhere) {
      out += '\\';
      out += kLetters[escape];
    } else {
      out += IsUtf8(one) ? one : std::string_view("\ufffd");
    }
    text.remove_prefix(width);
  }
  return out += '"';
}

std::string LowerAscii(std::string_view text) { return MapAscii(text, 'A', 'Z', 'a' - 'A'); }
std::string UpperAscii(std::string_view text) { return MapAscii(text, 'a', 'z', 'A' - 'a'); }

}  // namespace muster::rules
