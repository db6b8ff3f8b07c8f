#include "wasm-client/form/sent_receipt.h"

#include "proto/form/text.h"
#include "proto/rules/wire_reader.h"

namespace muster::client {

std::string SentReceipt::Address() const { return form::Joined("/", name, "?key=", access_key); }

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
