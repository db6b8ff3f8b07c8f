// Messages as they are stored: without what the contract does not know.
#pragma once

#include "google/protobuf/message.h"

namespace muster::services {

// Drops unknown fields at every depth.
void DropUnknownFields(google::protobuf::Message& message);

}  // namespace muster::services
