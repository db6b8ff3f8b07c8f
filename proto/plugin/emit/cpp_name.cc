#include "proto/plugin/emit/cpp_name.h"

#include <set>
#include <string_view>

namespace muster::plugin {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;

namespace {

// The stock generator puts an underscore behind such words.
std::string Escaped(const std::string& name) { return IsKeyword(name) ? name + "_" : name; }

// A class or enum of the name of a function that is written beside it is only found with `key`
// ("class", "enum") before it.
std::string Elaborated(const std::string& key, const std::string& name, const std::string& scope) {
  return (IsGeneratedFunction(name) ? key + " " : "") + scope + name;
}

void AddNames(const Descriptor& message, std::set<std::string>& names) {
  names.insert(FlatName(message));
  names.insert("k" + FlatName(message) + "Fields");
  names.insert("k" + FlatName(message) + "Rules");
  for (int i = 0; i < message.nested_type_count(); ++i) AddNames(*message.nested_type(i), names);
  for (int i = 0; i < message.enum_type_count(); ++i) {
    names.insert(FlatName(*message.enum_type(i)));
  }
}

void AddNames(const FileDescriptor& file, const std::string& package,
              std::set<const FileDescriptor*>& seen, std::set<std::string>& names) {
  if (!seen.insert(&file).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) {
    AddNames(*file.dependency(i), package, seen, names);
  }
  const std::string inner = package.empty() ? "" : package + ".";
  if (file.package() != package && file.package().starts_with(inner)) {
    names.insert(
        file.package().substr(inner.size(), file.package().find('.', inner.size()) - inner.size()));
  }
  if (file.package() != package) return;
  for (int i = 0; i < file.message_type_count(); ++i) AddNames(*file.message_type(i), names);
  for (int i = 0; i < file.enum_type_count(); ++i) {
    const EnumDescriptor& type = *file.enum_type(i);
    names.insert(FlatName(type));
    for (int j = 0; j < type.value_count(); ++j) names.insert(type.value(j)->name());
  }
  for (int i = 0; i < file.extension_count(); ++i) names.insert(file.extension(i)->name());
}

}  // namespace

bool IsKeyword(const std::string& name) {
  static const std::set<std::string_view> kKeywords = {"NULL",         "alignas",
                                                       "alignof",      "and",
                                                       "and_eq",       "asm",
                                                       "assert",       "auto",
                                                       "bitand",       "bitor",
                                                       "bool",         "break",
                                                       "case",         "catch",
                                                       "char",         "class",
                                                       "compl",        "const",
                                                       "constexpr",    "const_cast",
                                                       "continue",     "decltype",
                                                       "default",      "delete",
                                                       "do",           "double",
                                                       "dynamic_cast", "else",
                                                       "enum",         "explicit",
                                                       "export",       "extern",
                                                       "false",        "float",
                                                       "for",          "friend",
                                                       "goto",         "if",
                                                       "inline",       "int",
                                                       "long",         "mutable",
                                                       "namespace",    "new",
                                                       "noexcept",     "not",
                                                       "not_eq",       "nullptr",
                                                       "operator",     "or",
                                                       "or_eq",        "private",
                                                       "protected",    "public",
                                                       "register",     "reinterpret_cast",
                                                       "return",       "short",
                                                       "signed",       "sizeof",
                                                       "static",       "static_assert",
                                                       "static_cast",  "struct",
                                                       "switch",       "template",
                                                       "this",         "thread_local",
                                                       "throw",        "true",
                                                       "try",          "typedef",
                                                       "typeid",       "typename",
                                                       "union",        "unsigned",
                                                       "using",        "virtual",
                                                       "void",         "volatile",
                                                       "wchar_t",      "while",
                                                       "xor",          "xor_eq",
                                                       "char8_t",      "char16_t",
                                                       "char32_t",     "concept",
                                                       "consteval",    "constinit",
                                                       "co_await",     "co_return",
                                                       "co_yield",     "requires"};
  return kKeywords.count(name) > 0;
}

bool IsGeneratedFunction(const std::string& name) {
  return name == "Check" || name == "Validate" || name == "ValidateField";
}

std::set<std::string> NamesSeenBy(const FileDescriptor& file) {
  std::set<const FileDescriptor*> seen;
  std::set<std::string> names;
  AddNames(file, file.package(), seen, names);
  return names;
}

std::string NamespaceOf(const FileDescriptor& file) {
  std::string out;
  std::string word;
  for (const char c : file.package() + ".") {
    if (c != '.') {
      word += c;
      continue;
    }
    out += (out.empty() ? "" : "::") + Escaped(word);
    word.clear();
  }
  return out;
}

std::string InNamespace(const FileDescriptor& file, const std::string& code) {
  const std::string scope = NamespaceOf(file);
  if (scope.empty()) return code;
  return "namespace " + scope + " {\n\n" + code + "}  // namespace " + scope + "\n";
}

std::string GlobalScopeOf(const FileDescriptor& file) {
  const std::string scope = NamespaceOf(file);
  return scope.empty() ? "::" : "::" + scope + "::";
}

std::string ScopeOf(const FileDescriptor& file, const FileDescriptor& from) {
  return file.package() == from.package() ? "" : GlobalScopeOf(file);
}

std::string AccessorOf(const FieldDescriptor& field) {
  // A group's field has its type's name, in lower case.
  return Escaped(field.lowercase_name());
}

std::string PresenceOf(const FieldDescriptor& field, const std::string& target) {
  const std::string name = AccessorOf(field);
  const std::string read = target + "." + name + "()";
  if (field.is_repeated()) return "!" + read + ".empty()";
  if (field.has_presence()) return target + ".has_" + name + "()";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return "!" + read + ".empty()";
    case FieldDescriptor::CPPTYPE_BOOL:
      return read;
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return "rules::IsSet(" + read + ")";
    default:
      return read + " != 0";
  }
}

std::string AbsenceOf(const FieldDescriptor& field, const std::string& target) {
  const std::string presence = PresenceOf(field, target);
  const size_t unequal = presence.rfind(" != 0");
  if (presence[0] == '!') return presence.substr(1);
  return unequal == std::string::npos ? "!" + presence : presence.substr(0, unequal) + " == 0";
}

std::string FlatName(const Descriptor& message) {
  const Descriptor* outer = message.containing_type();
  return Escaped((outer == nullptr ? "" : FlatName(*outer) + "_") + message.name());
}

std::string FlatName(const EnumDescriptor& type) {
  if (type.containing_type() == nullptr) return Escaped(type.name());
  return FlatName(*type.containing_type()) + "_" + type.name();
}

std::string ClassOf(const Descriptor& message, const FileDescriptor& from) {
  return Elaborated("class", FlatName(message), ScopeOf(*message.file(), from));
}

std::string GlobalClassOf(const Descriptor& message) {
  return Elaborated("class", FlatName(message), GlobalScopeOf(*message.file()));
}

std::string EnumOf(const EnumDescriptor& type, const FileDescriptor& from) {
  return Elaborated("enum", FlatName(type), ScopeOf(*type.file(), from));
}

std::string EnumCheckOf(const EnumDescriptor& type, const FileDescriptor& from) {
  return ScopeOf(*type.file(), from) + FlatName(type) + "_IsValid";
}

}  // namespace muster::plugin
