#include "server/services/digest.h"

#include "server/store/resource.h"

namespace muster::services {

std::string SerializeDeterministically(const google::protobuf::Message& message) {
  return store::MessageBytes(message);
}

std::string Sha256(std::string_view bytes) { return store::Sha256(bytes); }

}  // namespace muster::services
