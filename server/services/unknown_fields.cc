#include "server/services/unknown_fields.h"

namespace muster::services {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

namespace {

// Whether there is one at any depth.
bool HasUnknownFields(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  if (!reflection.GetUnknownFields(message).empty()) return true;
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor* const field = type.field(i);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (field->is_repeated()) {
      for (int k = 0; k < reflection.FieldSize(message, field); ++k) {
        if (HasUnknownFields(reflection.GetRepeatedMessage(message, field, k))) return true;
      }
    } else if (reflection.HasField(message, field) &&
               HasUnknownFields(reflection.GetMessage(message, field))) {
      return true;
    }
  }
  return false;
}

}  // namespace

void DropUnknownFields(Message& message) {
  // Dropping them costs some for each message even where there are none.
  if (HasUnknownFields(message)) message.DiscardUnknownFields();
}

}  // namespace muster::services
