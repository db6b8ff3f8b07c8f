#include "proto/rules/address.h"

#include <algorithm>
#include <span>

#include "proto/rules/characters.h"
#include "proto/rules/formats.h"

namespace muster::rules {
namespace {

// A number without sign or leading zero, at most `limit`.
bool ParseSmall(std::string_view text, int limit, int& value) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return false;
  value = 0;
  for (const char c : text) {
    if (!IsDigit(c)) return false;
    value = value * 10 + (c - '0');
  }
  return value <= limit;
}

// Sixteen-bit pieces of an IPv6 address as they are read, and where "::" stood among them.
class Ipv6Reader {
 public:
  explicit Ipv6Reader(std::string_view text) : rest_(text) {}

  bool Read(std::array<uint8_t, 16>& address) {
    while (!rest_.empty()) {
      if (!ReadPiece()) return false;
      if (rest_.empty()) break;
      if (!ReadColon()) return false;
    }
    if (gap_ < 0 ? count_ != 8 : count_ > 7) return false;
    address.fill(0);
    const int tail = gap_ < 0 ? 0 : count_ - gap_;
    for (int i = 0; i < count_; ++i) {
      const size_t at = static_cast<size_t>(i < count_ - tail ? i : 8 - count_ + i) * 2;
      address[at] = static_cast<uint8_t>(pieces_[static_cast<size_t>(i)] >> 8);
      address[at + 1] = static_cast<uint8_t>(pieces_[static_cast<size_t>(i)]);
    }
    return true;
  }

 private:
  // A piece, or four bytes with dots at the end; nothing before "::".
  bool ReadPiece() {
    if (rest_.starts_with("::")) return true;
    const size_t end = std::min(rest_.find(':'), rest_.size());
    const std::string_view word = rest_.substr(0, end);
    std::array<uint8_t, 4> bytes;
    if (end == rest_.size() && ParseIpv4(word, bytes)) {
      rest_ = {};
      return Push(bytes[0] << 8 | bytes[1]) && Push(bytes[2] << 8 | bytes[3]);
    }
    if (word.empty() || word.size() > 4) return false;
    int value = 0;
    for (const char c : word) {
      if (!IsHexDigit(c)) return false;
      value = value * 16 + HexValue(c);
    }
    rest_.remove_prefix(end);
    return Push(value);
  }

  bool ReadColon() {
    if (rest_.starts_with("::")) {
      if (gap_ >= 0) return false;
      gap_ = count_;
      rest_.remove_prefix(2);
      return true;
    }
    rest_.remove_prefix(1);
    return !rest_.empty() && rest_[0] != ':';
  }

  bool Push(int piece) {
    if (count_ == 8) return false;
    pieces_[static_cast<size_t>(count_++)] = piece;
    return true;
  }

  std::string_view rest_;
  std::array<int, 8> pieces_{};
  int count_ = 0;
  int gap_ = -1;
};

bool BitsAreZeroFrom(std::span<const uint8_t> address, int first) {
  for (int bit = first; bit < static_cast<int>(address.size()) * 8; ++bit) {
    if ((address[static_cast<size_t>(bit / 8)] >> (7 - bit % 8) & 1) != 0) return false;
  }
  return true;
}

}  // namespace

bool ParseIpv4(std::string_view text, std::array<uint8_t, 4>& address) {
  for (size_t i = 0; i < 4; ++i) {
    const size_t end = std::min(text.find('.'), text.size());
    int value = 0;
    if (!ParseSmall(text.substr(0, end), 255, value)) return false;
    address[i] = static_cast<uint8_t>(value);
    text.remove_prefix(end);
    if (i < 3 && text.empty()) return false;
    if (i < 3) text.remove_prefix(1);
  }
  return text.empty();
}

bool ParseIpv6(std::string_view text, bool zone_allowed, std::array<uint8_t, 16>& address) {
  const size_t zone = text.find('%');
  if (zone != std::string_view::npos) {
    if (!zone_allowed || zone + 1 == text.size() || text.find('\0', zone) != text.npos)
      return false;
    text = text.substr(0, zone);
  }
  return Ipv6Reader(text).Read(address);
}

bool IsIp(std::string_view text, int64_t version) {
  std::array<uint8_t, 4> bytes4;
  std::array<uint8_t, 16> bytes16;
  if ((version == 0 || version == 4) && ParseIpv4(text, bytes4)) return true;
  return (version == 0 || version == 6) && ParseIpv6(text, true, bytes16);
}

bool IsIpPrefix(std::string_view text, int64_t version, bool strict) {
  const size_t slash = text.rfind('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view address = text.substr(0, slash);
  const std::string_view length = text.substr(slash + 1);
  int bits = 0;
  std::array<uint8_t, 4> bytes4;
  if ((version == 0 || version == 4) && ParseIpv4(address, bytes4)) {
    return ParseSmall(length, 32, bits) && (!strict || BitsAreZeroFrom(bytes4, bits));
  }
  std::array<uint8_t, 16> bytes16;
  if ((version == 0 || version == 6) && ParseIpv6(address, false, bytes16)) {
    return ParseSmall(length, 128, bits) && (!strict || BitsAreZeroFrom(bytes16, bits));
  }
  return false;
}

}  // namespace muster::rules
