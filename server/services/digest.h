// The digest on a receipt, and the bytes it is made over.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "google/protobuf/message.h"

namespace muster::services {

// Whether there is one at any depth.
bool HasUnknownFields(const google::protobuf::Message& message);

// A message as it is stored: unknown fields dropped, at every depth.
template <typename M>
M WithoutUnknownFields(M message) {
  // Dropping them costs some for each message even where there are none.
  if (HasUnknownFields(message)) message.DiscardUnknownFields();
  return message;
}

// SHA-256, 32 bytes.
std::string Sha256(std::string_view bytes);

}  // namespace muster::services
