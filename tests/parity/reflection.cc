#include "tests/parity/reflection.h"

namespace muster::parity {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

Scalar ScalarAt(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const auto number = [](auto value) {
    return Scalar{static_cast<double>(value), static_cast<int64_t>(value), ""};
  };
  const bool many = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return number(many ? reflection.GetRepeatedInt32(message, field, index)
                         : reflection.GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return number(many ? reflection.GetRepeatedInt64(message, field, index)
                         : reflection.GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return number(many ? reflection.GetRepeatedUInt32(message, field, index)
                         : reflection.GetUInt32(message, field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return number(many ? reflection.GetRepeatedUInt64(message, field, index)
                         : reflection.GetUInt64(message, field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return number(many ? reflection.GetRepeatedEnumValue(message, field, index)
                         : reflection.GetEnumValue(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return {many ? reflection.GetRepeatedDouble(message, field, index)
                   : reflection.GetDouble(message, field),
              0, ""};
    case FieldDescriptor::CPPTYPE_FLOAT:
      return {many ? reflection.GetRepeatedFloat(message, field, index)
                   : reflection.GetFloat(message, field),
              0, ""};
    case FieldDescriptor::CPPTYPE_STRING:
      return {0, 0,
              many ? reflection.GetRepeatedString(message, field, index)
                   : reflection.GetString(message, field)};
    default:
      return {};
  }
}

const Message& PartAt(const Message& message, const FieldDescriptor* field, int index) {
  return field->is_repeated() ? message.GetReflection()->GetRepeatedMessage(message, field, index)
                              : message.GetReflection()->GetMessage(message, field);
}

}  // namespace muster::parity
