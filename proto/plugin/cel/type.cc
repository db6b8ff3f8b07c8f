#include "proto/plugin/cel/type.h"

#include <utility>

namespace muster::plugin::cel {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Kind = Type::Kind;

Type ListOf(Type element) {
  Type type(Kind::kList);
  type.element = std::make_shared<const Type>(std::move(element));
  return type;
}

Type MapOf(Type key, Type element) {
  Type type(Kind::kMap);
  type.key = std::make_shared<const Type>(std::move(key));
  type.element = std::make_shared<const Type>(std::move(element));
  return type;
}

bool Agree(const Type& left, const Type& right) {
  for (const Type* type : {&left, &right}) {
    if (type->Is(Kind::kUnknown) || type->Is(Kind::kMixed)) return true;
  }
  if (left.kind != right.kind) return false;
  if (left.Is(Kind::kMessage)) return left.message == right.message;
  if (left.Is(Kind::kMap) && !Agree(*left.key, *right.key)) return false;
  if (left.Is(Kind::kMap) || left.Is(Kind::kList)) return Agree(*left.element, *right.element);
  return true;
}

Type Unify(const Type& left, const Type& right) {
  if (left.Is(Kind::kUnknown)) return right;
  if (left.Is(Kind::kList) && right.Is(Kind::kList)) {
    return ListOf(Unify(*left.element, *right.element));
  }
  if (left.Is(Kind::kMap) && right.Is(Kind::kMap)) {
    return MapOf(Unify(*left.key, *right.key), Unify(*left.element, *right.element));
  }
  return left;
}

bool IsComplete(const Type& type) {
  if (type.Is(Kind::kUnknown) || type.Is(Kind::kMixed)) return false;
  return (type.key == nullptr || IsComplete(*type.key)) &&
         (type.element == nullptr || IsComplete(*type.element));
}

Type Plain(Type type) {
  type.dynamic = type.nullable = false;
  return type;
}

std::string TypeIdentity(const Type& type) {
  if (type.Is(Kind::kList)) return "list";
  if (type.Is(Kind::kMap)) return "map";
  if (type.Is(Kind::kNull)) return "null_type";
  if (type.Is(Kind::kTimestamp)) return "google.protobuf.Timestamp";
  if (type.Is(Kind::kDuration)) return "google.protobuf.Duration";
  return TypeName(type);
}

bool HoldsAnything(const Descriptor& message) {
  const std::string& name = message.full_name();
  return name == "google.protobuf.Any" || name == "google.protobuf.Value" ||
         name == "google.protobuf.Struct" || name == "google.protobuf.ListValue";
}

std::string TypeName(const Type& type) {
  switch (type.kind) {
    case Kind::kUnknown:
    case Kind::kMixed:
      return "any type";
    case Kind::kType:
      return "type";
    case Kind::kNull:
      return "null";
    case Kind::kBool:
      return "bool";
    case Kind::kInt:
      return "int";
    case Kind::kUint:
      return "uint";
    case Kind::kDouble:
      return "double";
    case Kind::kString:
      return "string";
    case Kind::kBytes:
      return "bytes";
    case Kind::kTimestamp:
      return "timestamp";
    case Kind::kDuration:
      return "duration";
    case Kind::kList:
      return "list(" + TypeName(*type.element) + ")";
    case Kind::kMap:
      return "map(" + TypeName(*type.key) + ", " + TypeName(*type.element) + ")";
    case Kind::kMessage:
      return type.message->full_name();
  }
  return {};
}

const FieldDescriptor* WrappedField(const Descriptor& message) {
  if (message.file()->name() != "google/protobuf/wrappers.proto") return nullptr;
  return message.FindFieldByNumber(1);
}

Type TypeOfMessage(const Descriptor& message) {
  if (message.full_name() == "google.protobuf.Timestamp") return Kind::kTimestamp;
  if (message.full_name() == "google.protobuf.Duration") return Kind::kDuration;
  if (const FieldDescriptor* wrapped = WrappedField(message)) {
    Type type = TypeOfElement(*wrapped);
    type.nullable = true;
    return type;
  }
  Type type(Kind::kMessage);
  type.message = &message;
  return type;
}

Type TypeOfElement(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_ENUM:
      return Kind::kInt;
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return Kind::kUint;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Kind::kDouble;
    case FieldDescriptor::CPPTYPE_BOOL:
      return Kind::kBool;
    case FieldDescriptor::CPPTYPE_STRING:
      return field.type() == FieldDescriptor::TYPE_BYTES ? Kind::kBytes : Kind::kString;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      break;
  }
  return TypeOfMessage(*field.message_type());
}

Type TypeOfField(const FieldDescriptor& field) {
  if (field.is_map()) {
    return MapOf(TypeOfElement(*field.message_type()->map_key()),
                 TypeOfElement(*field.message_type()->map_value()));
  }
  return field.is_repeated() ? ListOf(TypeOfElement(field)) : TypeOfElement(field);
}

}  // namespace muster::plugin::cel
