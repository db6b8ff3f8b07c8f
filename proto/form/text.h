// Texts as people type them: characters, white space, lines.
#ifndef MUSTER_PROTO_FORM_TEXT_H_
#define MUSTER_PROTO_FORM_TEXT_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace muster::form {

// Takes one code point off the front of `text`, U+FFFD for a byte that begins none. `text` must not
// be empty.
char32_t NextCodePoint(std::string_view& text);

void AppendCodePoint(char32_t code_point, std::string& out);

// How many Unicode code points: what rules count and what people are told.
size_t CountCodePoints(std::string_view text);

// The text as UTF-8: broken bytes become U+FFFD.
std::string Repaired(std::string_view text);

// CRLF and CR as LF: what a post of a page makes of a text area is undone.
std::string WithLineFeeds(std::string_view text);

// The text without white space and invisible characters at its ends.
std::string_view Trimmed(std::string_view text);

// How many words: runs of characters that are not blank.
size_t CountWords(std::string_view text);

// The text on one line: ends trimmed unless they are kept, controls as spaces.
std::string OneLine(std::string_view text, bool keep_ends = false);

// The text without white space and invisible characters anywhere.
std::string WithoutBlanks(std::string_view text);

// "4,000".
std::string NumberText(uint64_t value);

// "full name" of "Full name", but "NHS number" stays.
std::string WithLowerCaseStart(std::string_view text);
std::string WithUpperCaseStart(std::string_view text);

// The pattern with each "{0}", "{1}" ... replaced by the value of that number.
std::string Filled(std::string_view pattern, std::initializer_list<std::string_view> values);

// Appends each part.
template <typename... Parts>
void Append(std::string& out, const Parts&... parts) {
  (out.append(std::string_view(parts)), ...);
}

template <typename... Parts>
std::string Joined(const Parts&... parts) {
  std::string out;
  Append(out, parts...);
  return out;
}

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_TEXT_H_
