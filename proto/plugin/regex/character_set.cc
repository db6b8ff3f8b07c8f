#include "proto/plugin/regex/character_set.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <utility>

#include "proto/rules/utf8.h"

namespace muster::plugin::regex {
namespace {

// As UTF-8; of a surrogate what would be its UTF-8 if it had one, which RE2 takes.
std::string Encoded(uint32_t point) {
  std::string text;
  if (rules::AppendUtf8(point, text)) return text;
  return {static_cast<char>(0xe0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 0x3f)),
          static_cast<char>(0x80 | (point & 0x3f))};
}

}  // namespace

CharacterSet Normalize(CharacterSet set) {
  std::sort(set.begin(), set.end(),
            [](const Range& left, const Range& right) { return left.first < right.first; });
  CharacterSet out;
  for (const Range& range : set) {
    if (!out.empty() && range.first <= out.back().last + 1) {
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  return out;
}

CharacterSet Complement(const CharacterSet& set) {
  CharacterSet out;
  uint32_t next = 0;
  for (const Range& range : set) {
    if (range.first > next) out.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) out.push_back({next, kLastCodePoint});
  return out;
}

bool PerlClass(char letter, CharacterSet& set) {
  switch (letter | 0x20) {
    case 'd':
      set = {{'0', '9'}};
      break;
    case 's':
      set = {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}};
      break;
    case 'w':
      set = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
      break;
    default:
      return false;
  }
  if (letter >= 'A' && letter <= 'Z') set = Complement(set);
  return true;
}

bool PosixClass(std::string_view name, CharacterSet& set) {
  static const std::vector<std::pair<std::string_view, CharacterSet>> kClasses = {
      {"alnum", {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}}},
      {"alpha", {{'A', 'Z'}, {'a', 'z'}}},
      {"ascii", {{0, 0x7f}}},
      {"blank", {{'\t', '\t'}, {' ', ' '}}},
      {"cntrl", {{0, 0x1f}, {0x7f, 0x7f}}},
      {"digit", {{'0', '9'}}},
      {"graph", {{'!', '~'}}},
      {"lower", {{'a', 'z'}}},
      {"print", {{' ', '~'}}},
      {"punct", {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}}},
      {"space", {{'\t', '\r'}, {' ', ' '}}},
      {"upper", {{'A', 'Z'}}},
      {"word", {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}},
      {"xdigit", {{'0', '9'}, {'A', 'F'}, {'a', 'f'}}}};
  for (const auto& [known, characters] : kClasses) {
    if (known != name) continue;
    set = characters;
    return true;
  }
  return false;
}

CharacterSet AskRe2(const std::string& pattern) {
  // Few names are asked for, some of them often.
  static auto* const known = new std::map<std::string, CharacterSet>;
  const auto [entry, added] = known->try_emplace(pattern);
  if (!added) return entry->second;
  const RE2 re2(pattern, RE2::Quiet);
  CharacterSet& out = entry->second;
  if (!re2.ok()) return out;
  for (uint32_t point = 0; point <= kLastCodePoint; ++point) {
    if (!RE2::FullMatch(Encoded(point), re2)) continue;
    if (!out.empty() && out.back().last + 1 == point) {
      out.back().last = point;
    } else {
      out.push_back({point, point});
    }
  }
  return out;
}

CharacterSet FoldCase(const CharacterSet& set) {
  // Beyond ASCII only RE2 knows; ASCII letters have two partners there, of K and of S.
  CharacterSet out = set;
  bool ascii = true;
  for (const Range& range : set) {
    ascii = ascii && range.last < 0x80;
    for (uint32_t point = range.first; point <= std::min<uint32_t>(range.last, 0x7f); ++point) {
      const uint32_t lower = point | 0x20;
      if (lower < 'a' || lower > 'z' || (point & 0x40) == 0) continue;
      out.push_back({point ^ 0x20, point ^ 0x20});
      if (lower == 'k') out.push_back({0x212a, 0x212a});
      if (lower == 's') out.push_back({0x17f, 0x17f});
    }
  }
  if (ascii) return Normalize(std::move(out));
  std::string pattern = "(?i:[";
  for (const Range& range : set) {
    char text[40];
    std::snprintf(text, sizeof(text), "\\x{%x}-\\x{%x}", range.first, range.last);
    pattern += text;
  }
  const RE2 re2(pattern + "])", RE2::Quiet);
  // Only these have other cases.
  for (const Range& range : AskRe2("[\\p{Lu}\\p{Ll}\\p{Lt}\\p{Mn}\\p{Nl}\\p{So}]")) {
    for (uint32_t point = range.first; point <= range.last; ++point) {
      if (RE2::FullMatch(Encoded(point), re2)) out.push_back({point, point});
    }
  }
  return Normalize(std::move(out));
}

}  // namespace muster::plugin::regex
