// UTF-8: counting, checking and writing code points.
#ifndef MUSTER_PROTO_RULES_UTF8_H_
#define MUSTER_PROTO_RULES_UTF8_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace muster::rules {

// How many code points `text` has. Each byte that begins none counts for none.
int64_t CodePoints(std::string_view text);

// Comparisons of that number, which for most texts are decided by the number of bytes: a code point
// has one to four.
inline bool LongerThan(std::string_view text, uint64_t bound) {
  return text.size() > bound && static_cast<uint64_t>(CodePoints(text)) > bound;
}
inline bool ShorterThan(std::string_view text, uint64_t bound) {
  if (text.size() < bound) return true;
  return text.size() / 4 < bound && static_cast<uint64_t>(CodePoints(text)) < bound;
}

// Whether `text` is UTF-8: shortest forms, no surrogates, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

// Appends a code point. False, and nothing appended, if there is none of that number.
bool AppendUtf8(uint32_t code_point, std::string& out);

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_UTF8_H_
