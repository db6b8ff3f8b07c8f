#include "proto/plugin/emit/equality.h"

#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_type.h"

namespace muster::plugin {

using cel::Type;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Kind = Type::Kind;

std::string Equality::Function(const Descriptor& message) {
  std::string& name = names_[&message];
  if (!name.empty()) return name;
  const bool own = message.file()->package() == file_.package();
  name = "Same" + (own ? FlatName(message) : CamelCase(message.full_name()));
  while (!taken_.insert(name).second) name += "_";
  const std::string type = ClassOf(message, file_);
  const bool empty = message.field_count() == 0;
  const std::string head = "bool " + name + "(const " + type + (empty ? "&, " : "& left, ") +
                           "const " + type + (empty ? "&)" : "& right)");
  declarations_.Line(head + ";");
  std::string condition;
  for (int i = 0; i < message.field_count(); ++i) {
    condition += (i == 0 ? "" : " && ") + CompareField(*message.field(i));
  }
  Source definition;
  definition.Blank();
  definition.Line(head + " {");
  definition.Line("return " + (empty ? "true" : condition) + ";");
  definition.Line("}");
  definitions_ += definition.text();
  return name;
}

std::string Equality::CompareField(const FieldDescriptor& field) {
  const std::string left = "left." + AccessorOf(field) + "()";
  const std::string right = "right." + AccessorOf(field) + "()";
  Type type = cel::TypeOfField(field);
  std::string same = Compare(type, left, right, true);
  if (!field.has_presence()) return same;
  const std::string left_set = PresenceOf(field, "left");
  const std::string both = left_set + " == " + PresenceOf(field, "right") + " && ";
  if (field.message_type() == nullptr) return both + same;
  return both + "(!" + left_set + " || " + (same[0] == 'S' ? same : "(" + same + ")") + ")";
}

std::string Equality::Compare(const Type& type, const std::string& left, const std::string& right,
                              bool raw) {
  if (type.Is(Kind::kMessage)) return Function(*type.message) + "(" + left + ", " + right + ")";
  if (type.Is(Kind::kList) || type.Is(Kind::kMap)) {
    const std::string name = type.Is(Kind::kList) ? "rules::SameList(" : "rules::SameMap(";
    const Type& element = *type.element;
    std::string how;
    if (element.element != nullptr || element.Is(Kind::kMessage) ||
        (raw && NeedsAdapting(element))) {
      how = ", [](const auto& left, const auto& right) { return " +
            Compare(element, "left", "right", raw) + "; }";
    }
    return name + left + ", " + right + how + ")";
  }
  if (!raw) return left + " == " + right;
  return Adapted(left, type) + " == " + Adapted(right, type);
}

}  // namespace muster::plugin
