// Messages as they are stored: without what the contract does not know.
#pragma once

#include "google/protobuf/message.h"

namespace muster::services {

// Whether there is one at any depth.
bool HasUnknownFields(const google::protobuf::Message& message);

// The message, unknown fields dropped at every depth.
template <typename M>
M WithoutUnknownFields(M message) {
  // Dropping them costs some for each message even where there are none.
  if (HasUnknownFields(message)) message.DiscardUnknownFields();
  return message;
}

}  // namespace muster::services
