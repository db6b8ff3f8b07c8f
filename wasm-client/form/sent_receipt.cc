#include "wasm-client/form/sent_receipt.h"

#include "proto/rules/wire_reader.h"

namespace muster::client {
namespace {

void AppendPercentEncoded(std::string_view text, std::string& out) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  for (const char c : text) {
    const uint8_t byte = static_cast<uint8_t>(c);
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || c == '~';
    if (is_plain) {
      out += c;
    } else {
      out += '%';
      out += kHexDigits[byte >> 4];
      out += kHexDigits[byte & 0x0f];
    }
  }
}

}  // namespace

std::string SentReceipt::Address() const {
  std::string address = "/" + name + "?key=";
  AppendPercentEncoded(access_key, address);
  return address;
}

SentReceipt ReadSentReceipt(std::string_view receipt_bytes) {
  SentReceipt receipt;
  rules::WireReader reader(receipt_bytes);
  for (rules::WireField field; reader.Next(field);) {
    if (field.number == 1) receipt.name = field.bytes;
    if (field.number == 2) receipt.reference = field.bytes;
    if (field.number == 5) receipt.access_key = field.bytes;
  }
  return receipt;
}

}  // namespace muster::client
