#include "proto/plugin/emit/cpp_type.h"

#include "proto/plugin/emit/cpp_name.h"

namespace muster::plugin {

using cel::Type;
using Kind = Type::Kind;

std::string ViewType(const Type& type, const google::protobuf::FileDescriptor& from) {
  const bool text = type.Is(Kind::kString) || type.Is(Kind::kBytes);
  return text ? "std::string_view" : OwnedType(type, from);
}

std::string OwnedType(const Type& type, const google::protobuf::FileDescriptor& from) {
  switch (type.kind) {
    case Kind::kInt:
      return "int64_t";
    case Kind::kUint:
      return "uint64_t";
    case Kind::kDouble:
      return "double";
    case Kind::kString:
    case Kind::kBytes:
      return "std::string";
    case Kind::kTimestamp:
      return "rules::Instant";
    case Kind::kDuration:
      return "rules::Span";
    case Kind::kList:
      return "rules::List<" + OwnedType(*type.element, from) + ">";
    case Kind::kMap:
      return "rules::Table<" + OwnedType(*type.key, from) + ", " + OwnedType(*type.element, from) +
             ">";
    case Kind::kMessage:
      return ClassOf(*type.message, from);
    default:
      return "bool";
  }
}

bool NeedsAdapting(const Type& type) {
  return type.Is(Kind::kTimestamp) || type.Is(Kind::kDuration) || type.nullable;
}

std::string Adapted(const std::string& text, const Type& type) {
  if (type.Is(Kind::kTimestamp)) return "rules::ToInstant(" + text + ")";
  if (type.Is(Kind::kDuration)) return "rules::ToSpan(" + text + ")";
  return type.nullable ? text + ".value()" : text;
}

}  // namespace muster::plugin
