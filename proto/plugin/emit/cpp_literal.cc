// The parts of CppExpression that write values: constants, and lists, maps and messages written
// out.
#include "proto/plugin/cel/folder.h"
#include "proto/plugin/emit/cpp_binding.h"
#include "proto/plugin/emit/cpp_expression.h"
#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/cpp_type.h"

namespace muster::plugin {
namespace {

using cel::Expression;
using cel::Type;
using cel::Value;
using google::protobuf::FieldDescriptor;
using Kind = Expression::Kind;
using TypeKind = Type::Kind;

// Whether `file` sees the classes of `wanted`.
bool Imports(const google::protobuf::FileDescriptor& file,
             const google::protobuf::FileDescriptor& wanted) {
  if (&file == &wanted) return true;
  for (int i = 0; i < file.dependency_count(); ++i) {
    if (Imports(*file.dependency(i), wanted)) return true;
  }
  return false;
}

}  // namespace

CppExpression::Code CppExpression::Literal(const Value& value, const Type& type) {
  const std::string times =
      "{" + IntLiteral(value.integer) + ", " + std::to_string(value.nanos) + "}";
  switch (value.kind) {
    case TypeKind::kBool:
      return {value.boolean ? "true" : "false"};
    case TypeKind::kInt:
      return {IntLiteral(value.integer), value.integer < 0 ? kUnary : kPrimary};
    case TypeKind::kUint:
      return {UintLiteral(value.natural)};
    case TypeKind::kDouble:
      return {DoubleLiteral(value.real), kUnary};
    case TypeKind::kString:
    case TypeKind::kBytes:
      return {ViewLiteral(value.text)};
    case TypeKind::kTimestamp:
      return {"rules::Instant" + times};
    case TypeKind::kDuration:
      return {"rules::Span" + times};
    case TypeKind::kList:
    case TypeKind::kMap:
      return RangeLiteral(value, type);
    default:
      return Fail("a constant of type " + cel::TypeName(type) + " is not compiled");
  }
}

// An array of constants; with lists in it, a list made on the spot.
CppExpression::Code CppExpression::RangeLiteral(const Value& value, const Type& type) {
  const bool map = value.kind == TypeKind::kMap;
  const bool nested = type.element->element != nullptr;
  const auto type_of = nested ? OwnedType : ViewType;
  const std::string element = type_of(*type.element, *scope_.file);
  std::string values;
  for (size_t i = 0; i < value.list.size(); ++i) {
    const bool key = map && i % 2 == 0;
    const Type& of = key ? *type.key : *type.element;
    std::string text = Literal(value.list[i], of).text;
    if (nested && of.element != nullptr && !of.element->element) {
      text = "rules::ToList<" + OwnedType(*of.element, *scope_.file) + ">(" + text + ")";
    }
    if (key) text = "{" + text;
    if (map && !key) text += "}";
    values += (values.empty() ? "" : ", ") + text;
  }
  if (map && nested) return Fail("a map of lists is not compiled: write its entries as conditions");
  if (map) {
    const std::string key = ViewType(*type.key, *scope_.file);
    const std::string table = "rules::ConstantTable<" + key + ", " + element + ">(";
    if (value.list.empty()) return {table + ")"};
    return {table + scope_.array("std::pair<" + key + ", " + element + ">", values) + ")"};
  }
  const std::string list = "rules::List<" + element + ">";
  if (value.list.empty()) return {list + "()"};
  return {nested ? list + "{" + values + "}" : scope_.array(element, values)};
}

CppExpression::Code CppExpression::List(const Expression& tree) {
  std::string items;
  for (const auto& item : tree.operands) {
    items += (items.empty() ? "" : ", ") + Owned(*item);
  }
  return {"rules::List<" + OwnedType(*tree.type.element, *scope_.file) + ">{" + items + "}"};
}

CppExpression::Code CppExpression::Map(const Expression& tree) {
  std::string entries;
  for (size_t i = 0; i + 1 < tree.operands.size(); i += 2) {
    entries += (i == 0 ? "{" : ", {") + Owned(*tree.operands[i]) + ", " +
               Owned(*tree.operands[i + 1]) + "}";
  }
  return {"rules::MakeTable<" + OwnedType(*tree.type.key, *scope_.file) + ", " +
          OwnedType(*tree.type.element, *scope_.file) + ">({" + entries + "}, fault)"};
}

std::string CppExpression::Assignment(const FieldDescriptor& field, const Expression& value) {
  const std::string name = AccessorOf(field);
  if (field.is_repeated()) {
    return "rules::Assign(made.mutable_" + name + "(), " + Any(value).text + ", fault);";
  }
  if (NeedsAdapting(cel::TypeOfField(field))) {
    return "rules::Assign(made.mutable_" + name + "(), " + Wide(value) + ", fault);";
  }
  if (field.message_type() != nullptr) {
    return "*made.mutable_" + name + "() = " + Any(value).text + ";";
  }
  std::string text = Wide(value);
  const bool narrow = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 ||
                      field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM;
  if (IsText(value.type)) text = Owned(value);
  if (narrow) text = "rules::ToInt32(" + text + ", fault)";
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
    text = "rules::ToUint32(" + text + ", fault)";
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT) text = "static_cast<float>(" + text + ")";
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    text = "static_cast<" + EnumOf(*field.enum_type(), *scope_.file) + ">(" + text + ")";
  }
  return "made.set_" + name + "(" + text + ");";
}

CppExpression::Code CppExpression::Message(const Expression& tree) {
  const bool instant = tree.type.Is(TypeKind::kTimestamp);
  if (instant || tree.type.Is(TypeKind::kDuration)) {
    std::string parts[2] = {"int64_t{0}", "0"};
    for (size_t i = 0; i < tree.operands.size(); ++i) {
      const bool seconds = tree.labels[i] == "seconds";
      const std::string text = Wide(*tree.operands[i]);
      parts[seconds ? 0 : 1] = seconds ? text : "rules::ToInt32(" + text + ", fault)";
    }
    return {std::string("rules::InRange(rules::") + (instant ? "Instant{" : "Span{") + parts[0] +
            ", " + parts[1] + "}, fault)"};
  }
  const auto& type = *tree.type.message;
  if (!Imports(*scope_.file, *type.file())) {
    return Fail("message " + type.full_name() + " is not known to " + scope_.file->name() +
                ": import " + type.file()->name());
  }
  std::string text = "[&] { " + ClassOf(type, *scope_.file) + " made; ";
  for (size_t i = 0; i < tree.operands.size(); ++i) {
    if (tree.operands[i]->type.Is(TypeKind::kNull)) continue;
    text += Assignment(*type.FindFieldByName(tree.labels[i]), *tree.operands[i]) + " ";
  }
  return {text + "return made; }()"};
}

}  // namespace muster::plugin
