#include "proto/plugin/emit/rules_emitter.h"

#include <google/protobuf/descriptor.pb.h>

#include <set>

#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/message_writer.h"
#include "proto/plugin/emit/rule_constants.h"
#include "proto/plugin/metadata/meta_writer.h"
#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FileDescriptor;

// Every message of a file, those inside others included; those that stand for map entries not.
void Collect(const Descriptor& message, std::vector<const Descriptor*>& out) {
  if (message.options().map_entry()) return;
  for (int i = 0; i < message.nested_type_count(); ++i) Collect(*message.nested_type(i), out);
  out.push_back(&message);
}

std::vector<const Descriptor*> MessagesOf(const FileDescriptor& file) {
  std::vector<const Descriptor*> out;
  for (int i = 0; i < file.message_type_count(); ++i) Collect(*file.message_type(i), out);
  return out;
}

// The files whose rules those of `file` call.
std::set<std::string> RulesFilesOf(const FileDescriptor& file, const RuleReader& reader) {
  std::set<std::string> out;
  for (const Descriptor* message : MessagesOf(file)) {
    for (int i = 0; i < message->field_count(); ++i) {
      const Descriptor* type = message->field(i)->message_type();
      if (type != nullptr && type->options().map_entry()) type = type->map_value()->message_type();
      if (type == nullptr || type->file() == &file || !reader.HasRules(*type)) continue;
      out.insert(type->file()->name());
    }
  }
  return out;
}

class FileWriter {
 public:
  FileWriter(const FileDescriptor& file, const OptionReader& options, const RuleReader& reader)
      : file_(file), base_(StripProtoSuffix(file.name())), options_(options), reader_(reader) {}

  // False if its rules can't be written; `diagnostics` then says why.
  bool Add(const Descriptor& message, Diagnostics& diagnostics) {
    const MessageModel model = reader_.Read(message, diagnostics);
    Source inner;
    Source outer;
    MessageWriter(model, reader_, constants_, diagnostics).Write(inner, outer);
    if (!diagnostics.ok()) return false;
    inner_ += inner.text();
    outer_ += outer.text();
    WriteDeclarations(model, options_, header_);
    return true;
  }

  std::string Header() const {
    std::string guard;
    for (const char c : base_) {
      const bool lower = c >= 'a' && c <= 'z';
      guard += lower                                              ? static_cast<char>(c - 'a' + 'A')
               : (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c
                                                                  : '_';
    }
    guard += "_RULES_H_";
    return "// Rules of " + file_.name() +
           ". Made by protoc-gen-muster; edit the .proto instead.\n" + "#ifndef " + guard +
           "\n#define " + guard + "\n\n" + "#include \"" + base_ + ".pb.h\"\n" +
           "#include \"proto/rules/check.h\"\n#include \"proto/rules/violations.h\"\n\n" +
           Wrapped(header_.text()) + "\n#endif  // " + guard + "\n";
  }

  std::string Body() const {
    std::string out = "// Made by protoc-gen-muster of " + file_.name() + "; edit that instead.\n";
    out += "#include \"" + base_ + ".rules.h\"\n\n";
    out += "#include <limits>\n#include <string>\n#include <string_view>\n#include <vector>\n\n";
    for (const char* header : {"cel", "check", "formats", "list", "pattern"}) {
      out += std::string("#include \"proto/rules/") + header + ".h\"\n";
    }
    for (const std::string& name : RulesFilesOf(file_, reader_)) {
      out += "#include \"" + StripProtoSuffix(name) + ".rules.h\"\n";
    }
    const std::string inner = "namespace {\n\nnamespace rules = ::muster::rules;\n" +
                              std::string("using namespace std::string_view_literals;\n\n") +
                              constants_.text() + "\n" + inner_ + "}  // namespace\n\n";
    return out + "\n" + Wrapped(inner + outer_);
  }

 private:
  std::string Wrapped(const std::string& text) const {
    const std::string scope = NamespaceOf(file_);
    if (scope.empty()) return text;
    return "namespace " + scope + " {\n\n" + text + "}  // namespace " + scope + "\n";
  }

  const FileDescriptor& file_;
  const std::string base_;
  const OptionReader& options_;
  const RuleReader& reader_;
  RuleConstants constants_;
  Source header_;
  std::string inner_;
  std::string outer_;
};

// Known before anything is written: messages that hold a refused one must not call its rules.
// Returns the list of them with the reasons.
std::string RefuseMessages(const Schema& schema, RuleReader& reader) {
  std::string list;
  for (const FileDescriptor* file : schema.files) {
    for (const Descriptor* message : MessagesOf(*file)) {
      Diagnostics own;
      if (FileWriter(*file, schema.options, reader).Add(*message, own)) continue;
      reader.Refuse(*message);
      list += message->full_name() + own.Text() + "\n";
    }
  }
  return list;
}

}  // namespace

void EmitRules(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
               Diagnostics& diagnostics) {
  RuleReader reader(schema.options);
  if (schema.refuse_messages) WriteFile(context, "refused.txt", RefuseMessages(schema, reader));
  for (const FileDescriptor* file : schema.files) {
    FileWriter writer(*file, schema.options, reader);
    for (const Descriptor* message : MessagesOf(*file)) {
      Diagnostics own;
      if (!reader.Refused(*message) && !writer.Add(*message, own)) diagnostics.Merge(own);
    }
    const std::string base = StripProtoSuffix(file->name());
    WriteFile(context, base + ".rules.h", writer.Header());
    WriteFile(context, base + ".rules.cc", writer.Body());
  }
}

void EmitRegistry(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
                  Diagnostics&) {
  RuleReader reader(schema.options);
  if (schema.refuse_messages) RefuseMessages(schema, reader);
  Source out;
  out.Line("#include \"registry.h\"");
  out.Blank();
  for (const FileDescriptor* file : schema.files) {
    out.Line("#include \"" + StripProtoSuffix(file->name()) + ".rules.h\"");
  }
  out.Blank();
  out.Line("namespace muster::rules {");
  out.Blank();
  out.Line("std::span<const MessageRules> AllMessageRules() {");
  out.Line("static constexpr MessageRules kAll[] = {");
  for (const FileDescriptor* file : schema.files) {
    const std::string scope = "::" + NamespaceOf(*file) + "::";
    for (const Descriptor* message : MessagesOf(*file)) {
      if (reader.Refused(*message)) continue;
      out.Line("{\"" + message->full_name() + "\", ValidateBytes<" + scope +
               ClassOf(*message, *file) + ">},");
    }
  }
  out.Line("};");
  out.Line("return kAll;");
  out.Line("}");
  out.Blank();
  out.Line("}  // namespace muster::rules");
  WriteFile(context, "registry.cc", out.text());
  WriteFile(context, "registry.h",
            "// Every message with its rules, by name.\n#pragma once\n#include <span>\n\n"
            "#include \"proto/rules/check.h\"\n\nnamespace muster::rules {\n"
            "std::span<const MessageRules> AllMessageRules();\n}  // namespace muster::rules\n");
}

}  // namespace muster::plugin
