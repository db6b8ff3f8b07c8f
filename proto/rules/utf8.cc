#include "proto/rules/utf8.h"

#include <cstring>

namespace muster::rules {
namespace {

// Bytes 10xxxxxx continue a code point; all others begin one.
bool Continues(char byte) { return (byte & 0xc0) == 0x80; }

// Length of the code point that begins at `text`, or 0 if none does.
size_t Length(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  if (byte(0) < 0x80) return 1;
  const size_t length = byte(0) < 0xc2   ? 0
                        : byte(0) < 0xe0 ? 2
                        : byte(0) < 0xf0 ? 3
                        : byte(0) < 0xf5 ? 4
                                         : 0;
  if (length == 0 || text.size() < length) return 0;
  for (size_t i = 1; i < length; ++i) {
    if (!Continues(text[i])) return 0;
  }
  if (byte(0) == 0xe0 && byte(1) < 0xa0) return 0;
  if (byte(0) == 0xed && byte(1) > 0x9f) return 0;
  if (byte(0) == 0xf0 && byte(1) < 0x90) return 0;
  if (byte(0) == 0xf4 && byte(1) > 0x8f) return 0;
  return length;
}

}  // namespace

int64_t CodePoints(std::string_view text) {
  size_t continuing = 0;
  size_t at = 0;
  // Eight bytes at a time: bit 7 set and bit 6 clear marks a continuing byte.
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    const uint64_t marks = (word >> 7) & ~(word >> 6) & 0x0101010101010101;
    continuing += (marks * 0x0101010101010101) >> 56;
  }
  for (; at < text.size(); ++at) continuing += Continues(text[at]) ? 1 : 0;
  return static_cast<int64_t>(text.size() - continuing);
}

bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    // Eight bytes at a time while all are ASCII.
    uint64_t word = 0;
    if (text.size() >= sizeof(word)) {
      std::memcpy(&word, text.data(), sizeof(word));
      if ((word & 0x8080808080808080) == 0) {
        text.remove_prefix(sizeof(word));
        continue;
      }
    }
    const size_t length = Length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool AppendUtf8(uint32_t code_point, std::string& out) {
  const auto add = [&](uint32_t byte) { out += static_cast<char>(byte); };
  if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point < 0xe000)) return false;
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xc0 | code_point >> 6);
    add(0x80 | (code_point & 0x3f));
  } else if (code_point < 0x10000) {
    add(0xe0 | code_point >> 12);
    add(0x80 | (code_point >> 6 & 0x3f));
    add(0x80 | (code_point & 0x3f));
  } else {
    add(0xf0 | code_point >> 18);
    add(0x80 | (code_point >> 12 & 0x3f));
    add(0x80 | (code_point >> 6 & 0x3f));
    add(0x80 | (code_point & 0x3f));
  }
  return true;
}

}  // namespace muster::rules
