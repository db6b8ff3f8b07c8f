// The digest on a receipt, and the bytes it is made over.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace muster::services {

// A copy of a message as it is stored: unknown fields dropped, at every depth.
template <typename M>
M WithoutUnknownFields(const M& message) {
  M copy = message;
  copy.DiscardUnknownFields();
  return copy;
}

// Fields in ascending order of number, maps in order of key: the same bytes for equal messages.
std::string SerializeDeterministically(const google::protobuf::Message& message);

// SHA-256, 32 bytes.
std::string Sha256(std::string_view bytes);

}  // namespace muster::services
