#include "server/store/uuid.h"

#include <cstdint>

#include "server/store/random.h"

namespace muster::store {
namespace {

constexpr std::size_t kOctets = 16;

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Where the text has a hyphen before this octet.
bool HyphenBefore(std::size_t octet) {
  return octet == 4 || octet == 6 || octet == 8 || octet == 10;
}

}  // namespace

std::string NewUuid(absl::Time now) {
  std::string octets = RandomOctets(kOctets);
  const std::int64_t milliseconds = absl::ToUnixMillis(now);
  for (std::size_t i = 0; i < 6; ++i) {
    octets[i] = static_cast<char>((milliseconds >> (40 - 8 * i)) & 0xff);
  }
  // The 12 bits after the version count 4096ths of the millisecond.
  const std::int64_t nanoseconds =
      absl::ToInt64Nanoseconds(now - absl::FromUnixMillis(milliseconds));
  const std::int64_t fraction = nanoseconds * 4096 / 1000000;
  octets[6] = static_cast<char>(0x70 | (fraction >> 8));
  octets[7] = static_cast<char>(fraction & 0xff);
  octets[8] = static_cast<char>(0x80 | (octets[8] & 0x3f));
  return octets;
}

std::optional<std::string> ParseUuid(std::string_view text) {
  std::string octets;
  for (std::size_t octet = 0; octet < kOctets; ++octet) {
    if (HyphenBefore(octet)) {
      if (text.empty() || text.front() != '-') return std::nullopt;
      text.remove_prefix(1);
    }
    if (text.size() < 2) return std::nullopt;
    const int high = HexDigit(text[0]);
    const int low = HexDigit(text[1]);
    if (high < 0 || low < 0) return std::nullopt;
    octets.push_back(static_cast<char>(high * 16 + low));
    text.remove_prefix(2);
  }
  if (!text.empty()) return std::nullopt;
  return octets;
}

std::string UuidText(std::string_view octets) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (HyphenBefore(i)) text.push_back('-');
    const auto octet = static_cast<unsigned char>(octets[i]);
    text.push_back(kDigits[octet >> 4]);
    text.push_back(kDigits[octet & 0xf]);
  }
  return text;
}

}  // namespace muster::store
