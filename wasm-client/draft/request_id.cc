#include "wasm-client/draft/request_id.h"

#include <cstdint>

namespace muster::client {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr size_t kUuidLength = 36;

bool IsHyphenPlace(size_t place) { return place == 8 || place == 13 || place == 18 || place == 23; }

}  // namespace

std::string MakeRequestId(Host& host) {
  uint8_t bytes[16];
  host.FillRandom(bytes, sizeof(bytes));
  const uint64_t milliseconds = static_cast<uint64_t>(host.NowMilliseconds());
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<uint8_t>(milliseconds >> (40 - 8 * i));
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0f) | 0x70);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3f) | 0x80);
  std::string uuid;
  for (const uint8_t byte : bytes) {
    if (IsHyphenPlace(uuid.size())) uuid += '-';
    uuid += kHexDigits[byte >> 4];
    uuid += kHexDigits[byte & 0x0f];
  }
  return uuid;
}

bool IsUuid(std::string_view text) {
  if (text.size() != kUuidLength) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (IsHyphenPlace(i) ? c != '-' : !is_hex) return false;
  }
  return true;
}

}  // namespace muster::client
