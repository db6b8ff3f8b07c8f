#include "proto/plugin/emit/plain_emitter.h"

#include <string>

#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/strip.h"

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::compiler::GeneratorContext;

// "::muster::v1::Question".
template <typename Type>
std::string QualifiedName(const Type& type) {
  return GlobalScopeOf(*type.file()) + type.name();
}

// The C++ type of a number; empty if it is none that is a varint.
std::string NumberType(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_BOOL:
      return "bool";
    case FieldDescriptor::TYPE_INT32:
      return "int32_t";
    case FieldDescriptor::TYPE_UINT32:
      return "uint32_t";
    case FieldDescriptor::TYPE_INT64:
      return "int64_t";
    case FieldDescriptor::TYPE_UINT64:
      return "uint64_t";
    case FieldDescriptor::TYPE_ENUM:
      return QualifiedName(*field.enum_type());
    default:
      return "";
  }
}

bool IsText(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING ||
         field.type() == FieldDescriptor::TYPE_BYTES;
}

bool IsMessage(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_MESSAGE && !field.is_map();
}

bool CanHold(const FieldDescriptor& field) {
  if (IsMessage(field)) return true;
  if (field.real_containing_oneof() != nullptr || field.has_optional_keyword()) return false;
  return IsText(field) || (!field.is_repeated() && !NumberType(field).empty());
}

class FileEmitter {
 public:
  FileEmitter(const FileDescriptor& file, Diagnostics& diagnostics)
      : file_(file), diagnostics_(diagnostics) {}

  void Emit(GeneratorContext& context) {
    for (int i = 0; i < file_.enum_type_count(); ++i) AddEnum(*file_.enum_type(i));
    for (int i = 0; i < file_.message_type_count(); ++i) {
      classes_ += "class " + file_.message_type(i)->name() + ";\n";
    }
    for (int i = 0; i < file_.message_type_count(); ++i) AddMessage(*file_.message_type(i));
    const std::string base = StripProtoSuffix(file_.name());
    const std::string notice = "// Written by protoc-gen-muster from " + file_.name() + ".\n";
    std::string includes;
    for (int i = 0; i < file_.dependency_count(); ++i) {
      const FileDescriptor& other = *file_.dependency(i);
      if (!KeepsImport(file_, other)) continue;
      includes += "#include \"" + StripProtoSuffix(other.name()) + ".pb.h\"\n";
    }
    WriteFile(context, base + ".pb.h",
              notice + "#pragma once\n\n#include \"proto/plain/message.h\"\n" + includes + "\n" +
                  InNamespace(file_, classes_ + "\n" + accessors_ + "\n"));
    WriteFile(context, base + ".pb.cc",
              notice + "#include \"" + base + ".pb.h\"\n\n" + InNamespace(file_, tables_ + "\n"));
  }

 private:
  void AddEnum(const EnumDescriptor& type) {
    classes_ += "enum " + type.name() + " : int32_t {\n";
    std::string cases;
    for (int i = 0; i < type.value_count(); ++i) {
      classes_ +=
          "  " + type.value(i)->name() + " = " + std::to_string(type.value(i)->number()) + ",\n";
      cases += (i == 0 ? "value == " : " || value == ") + std::to_string(type.value(i)->number());
    }
    classes_ +=
        "};\ninline bool " + type.name() + "_IsValid(int32_t value) { return " + cases + "; }\n\n";
  }

  void AddMessage(const Descriptor& message) {
    if (message.nested_type_count() + message.enum_type_count() > 0) {
      diagnostics_.Error(PlaceOf(message, {}), "runtime=plain has no nested types");
    }
    const std::string& name = message.name();
    std::string numbers;
    std::string methods;
    std::string table;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      if (!CanHold(field)) {
        diagnostics_.Error(PlaceOf(field, {}), "runtime=plain can't hold " + field.full_name());
        continue;
      }
      numbers += "    k" + CamelCase(field.name()) +
                 "FieldNumber = " + std::to_string(field.number()) + ",\n";
      AddAccessors(field, i, methods);
      table +=
          "    {" + std::to_string(field.number()) + ", ::muster::plain::Kind::" + KindOf(field) +
          ", " + (field.is_repeated() ? "true, " : "false, ") +
          (IsMessage(field) ? "::muster::plain::Make<" + QualifiedName(*field.message_type()) + ">"
                            : "nullptr") +
          "},\n";
    }
    classes_ += "\nclass " + name + " final : public ::muster::plain::Message {\n public:\n" +
                (numbers.empty() ? "" : "  enum : int32_t {\n" + numbers + "  };\n") + "  " + name +
                "();\n" + methods + "};\n";
    if (!table.empty()) {
      tables_ += "static constexpr ::muster::plain::FieldSchema k" + name + "Schema[] = {\n" +
                 table + "};\n";
    }
    tables_ += name + "::" + name + "() : Message(" +
               (table.empty() ? "::muster::plain::Schema()" : "k" + name + "Schema") + ") {}\n\n";
  }

  static std::string KindOf(const FieldDescriptor& field) {
    if (IsMessage(field)) return "kMessage";
    if (!IsText(field)) return "kNumber";
    return field.type() == FieldDescriptor::TYPE_STRING ? "kText" : "kBytes";
  }

  void AddAccessors(const FieldDescriptor& field, int slot, std::string& methods) {
    const std::string name = AccessorOf(field);
    const std::string at = "(" + std::to_string(slot) + ")";
    if (IsMessage(field)) return AddMessageAccessors(field, name, at, methods);
    if (!IsText(field)) {
      const std::string type = NumberType(field);
      methods += "  " + type + " " + name + "() const { return static_cast<" + type + ">(" +
                 (field.type() == FieldDescriptor::TYPE_ENUM ? "static_cast<int32_t>(" : "(") +
                 "NumberAt" + at + ")); }\n";
    } else if (!field.is_repeated()) {
      methods += "  const std::string& " + name + "() const { return TextAt" + at + "; }\n";
    } else {
      methods += "  const std::vector<std::string>& " + name + "() const { return TextsAt" + at +
                 "; }\n  int " + name + "_size() const { return static_cast<int>(" + name +
                 "().size()); }\n  const std::string& " + name + "(int index) const { return " +
                 name + "()[static_cast<size_t>(index)]; }\n";
    }
  }

  // Defined after all classes: a class can't be cast to before it is complete.
  void AddMessageAccessors(const FieldDescriptor& field, const std::string& name,
                           const std::string& at, std::string& methods) {
    const std::string type = QualifiedName(*field.message_type());
    const std::string scope = field.containing_type()->name() + "::" + name;
    if (!field.is_repeated()) {
      methods += "  bool has_" + name + "() const { return !MessagesAt" + at +
                 ".empty(); }\n  const " + type + "& " + name + "() const;\n";
      accessors_ += "inline const " + type + "& " + scope + "() const {\n  return has_" + name +
                    "() ? static_cast<const " + type + "&>(*MessagesAt" + at +
                    "[0]) : ::muster::plain::Default<" + type + ">();\n}\n";
      return;
    }
    methods += "  ::muster::plain::List<" + type + "> " + name +
               "() const { return ::muster::plain::List<" + type + ">(MessagesAt" + at +
               "); }\n  int " + name + "_size() const { return static_cast<int>(MessagesAt" + at +
               ".size()); }\n  const " + type + "& " + name + "(int index) const;\n";
    accessors_ += "inline const " + type + "& " + scope + "(int index) const {\n  return " + name +
                  "()[static_cast<size_t>(index)];\n}\n";
  }

  const FileDescriptor& file_;
  Diagnostics& diagnostics_;
  std::string classes_;
  std::string accessors_;
  std::string tables_;
};

}  // namespace

void EmitPlainMessages(const Schema& schema, GeneratorContext& context, Diagnostics& diagnostics) {
  for (const FileDescriptor* file : schema.files) FileEmitter(*file, diagnostics).Emit(context);
}

}  // namespace muster::plugin
