// Kinds of ASCII characters, without locale.
#ifndef MUSTER_PROTO_RULES_CHARACTERS_H_
#define MUSTER_PROTO_RULES_CHARACTERS_H_

namespace muster::rules {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool IsLetterOrDigit(char c) { return IsLetter(c) || IsDigit(c); }
constexpr bool IsHexDigit(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
// Of a hexadecimal digit.
constexpr int HexValue(char c) { return IsDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10; }

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_CHARACTERS_H_
