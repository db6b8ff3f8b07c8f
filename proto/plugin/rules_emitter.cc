#include "proto/plugin/rules_emitter.h"

#include <google/protobuf/compiler/cpp/names.h>

namespace muster::plugin {

using google::protobuf::FileDescriptor;

namespace {

std::string NamespaceOf(const FileDescriptor& file) {
  std::string out;
  for (const char c : file.package()) {
    if (c == '.') {
      out += "::";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

void EmitRules(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
               Diagnostics&) {
  for (const FileDescriptor* file : schema.files) {
    const std::string base = StripProtoSuffix(file->name());
    std::string header = "#pragma once\n#include \"proto/rules/violations.h\"\n#include \"" + base +
                         ".pb.h\"\nnamespace " + NamespaceOf(*file) + " {\n";
    std::string source =
        "#include \"" + base + ".rules.h\"\nnamespace " + NamespaceOf(*file) + " {\n";
    for (int i = 0; i < file->message_type_count(); ++i) {
      const std::string name = file->message_type(i)->name();
      header += "bool Validate(const " + name + "& message, ::muster::rules::Violations& out);\n";
      source += "bool Validate(const " + name +
                "&, ::muster::rules::Violations& out) { return out.ok(); }\n";
    }
    WriteFile(context, base + ".rules.h", header + "}\n");
    WriteFile(context, base + ".rules.cc", source + "}\n");
  }
}

}  // namespace muster::plugin
