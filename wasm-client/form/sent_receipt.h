// What the browser needs to know of a receipt beyond showing it: where to come back to it.
#ifndef MUSTER_WASM_CLIENT_FORM_SENT_RECEIPT_H_
#define MUSTER_WASM_CLIENT_FORM_SENT_RECEIPT_H_

#include <string>
#include <string_view>

namespace muster::client {

struct SentReceipt {
  // Resource name: "calls/winter/submissions/x". Empty if there is no receipt.
  std::string name;
  std::string reference;
  // Of characters that an address writes as they are (base64url).
  std::string access_key;

  // "/calls/winter/submissions/x?key=...": private to its holder.
  std::string Address() const;
};

// Reads serialized `muster.v1.Receipt`.
SentReceipt ReadSentReceipt(std::string_view receipt_bytes);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_FORM_SENT_RECEIPT_H_
