#include "proto/plugin/emit/rules_emitter.h"

#include <google/protobuf/descriptor.pb.h>

#include <set>
#include <type_traits>

#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/message_writer.h"
#include "proto/plugin/emit/rule_constants.h"
#include "proto/plugin/metadata/meta_writer.h"
#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {
namespace {

// The number of (buf.validate.field).
constexpr int kFieldRulesNumber = 1159;

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;

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
      : file_(file),
        base_(StripProtoSuffix(file.name())),
        options_(options),
        reader_(reader),
        constants_(file) {}

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
    Source out;
    out.Print(R"(
        // Rules of $file$. Made by protoc-gen-muster; edit the .proto instead.
        #pragma once

        #include "$base$.pb.h"
        #include "proto/rules/check.h"
        #include "proto/rules/violations.h"

        )",
              {{"file", file_.name()}, {"base", base_}});
    return out.text() + InNamespace(file_, header_.text());
  }

  std::string Body() const {
    Source head;
    head.Print(R"(
        // Made by protoc-gen-muster of $file$; edit that instead.
        #include "$base$.rules.h"

        #include <limits>
        #include <string>
        #include <string_view>
        #include <utility>
        #include <vector>

        #include "proto/rules/cel.h"
        #include "proto/rules/check.h"
        #include "proto/rules/formats.h"
        #include "proto/rules/list.h"
        #include "proto/rules/pattern.h"
        )",
               {{"file", file_.name()}, {"base", base_}});
    for (const std::string& name : RulesFilesOf(file_, reader_)) {
      head.Line("#include \"" + StripProtoSuffix(name) + ".rules.h\"");
    }
    head.Blank();
    // A message or a package may have that name.
    const std::string alias = NamesSeenBy(file_).count("rules") > 0 ? "muster_rules" : "rules";
    Source inner;
    inner.Print(R"(
        namespace {

        namespace $alias$ = ::muster::rules;
        using namespace std::string_view_literals;

        )",
                {{"alias", alias}});
    const std::string code =
        inner.text() + constants_.text() + "\n" + inner_ + "}  // namespace\n\n" + outer_;
    return head.text() + InNamespace(file_, RenamedNamespace(code, "rules", alias));
  }

 private:
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

// What C++ can't have beside functions of that name; a class or an enum it can.
void RefuseNames(const FileDescriptor& file, Diagnostics& diagnostics) {
  const auto refuse = [&](const std::string& name, std::vector<int> place) {
    if (!IsGeneratedFunction(name)) return;
    diagnostics.Error({&file, std::move(place)},
                      "'" + name +
                          "' is the name of a function written for every message: call "
                          "it otherwise");
  };
  for (int i = 0; i < file.enum_type_count(); ++i) {
    for (int j = 0; j < file.enum_type(i)->value_count(); ++j) {
      refuse(file.enum_type(i)->value(j)->name(),
             {FileDescriptorProto::kEnumTypeFieldNumber, i,
              google::protobuf::EnumDescriptorProto::kValueFieldNumber, j});
    }
  }
  for (int i = 0; i < file.extension_count(); ++i) {
    refuse(file.extension(i)->name(), {FileDescriptorProto::kExtensionFieldNumber, i});
  }
}

// Rules are those of a message's own fields; what else has some would be let pass unseen.
template <typename Holder>
void RefuseExtensionRules(const Holder& holder, const OptionReader& options,
                          Diagnostics& diagnostics) {
  for (int i = 0; i < holder.extension_count(); ++i) {
    const FieldDescriptor& extension = *holder.extension(i);
    if (options.Read(extension.options(), "buf.validate.field") == nullptr) continue;
    diagnostics.Error(PlaceOf(extension, {kFieldRulesNumber}),
                      "rules of extension '" + extension.full_name() +
                          "' are not compiled: make it a field of " +
                          extension.containing_type()->full_name());
  }
  if constexpr (std::is_same_v<Holder, FileDescriptor>) {
    for (int i = 0; i < holder.message_type_count(); ++i) {
      RefuseExtensionRules(*holder.message_type(i), options, diagnostics);
    }
  } else {
    for (int i = 0; i < holder.nested_type_count(); ++i) {
      RefuseExtensionRules(*holder.nested_type(i), options, diagnostics);
    }
  }
}

}  // namespace

void EmitRules(const Schema& schema, google::protobuf::compiler::GeneratorContext& context,
               Diagnostics& diagnostics) {
  RuleReader reader(schema.options);
  if (schema.refuse_messages) WriteFile(context, "refused.txt", RefuseMessages(schema, reader));
  for (const FileDescriptor* file : schema.files) {
    RefuseNames(*file, diagnostics);
    RefuseExtensionRules(*file, schema.options, diagnostics);
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
  out.Print(R"(

      namespace muster::rules {

      std::span<const MessageRules> AllMessageRules() {
        static constexpr MessageRules kAll[] = {
      )");
  for (const FileDescriptor* file : schema.files) {
    for (const Descriptor* message : MessagesOf(*file)) {
      if (reader.Refused(*message)) continue;
      out.Line("{\"" + message->full_name() + "\", ValidateBytes<" + GlobalClassOf(*message) +
               ">},");
    }
  }
  out.Print(R"(
        };
        return kAll;
      }

      }  // namespace muster::rules
      )");
  WriteFile(context, "registry.cc", out.text());
  Source header;
  header.Print(R"(
      // Every message with its rules, by name.
      #pragma once
      #include <span>

      #include "proto/rules/check.h"

      namespace muster::rules {
      std::span<const MessageRules> AllMessageRules();
      }  // namespace muster::rules
      )");
  WriteFile(context, "registry.h", header.text());
}

}  // namespace muster::plugin
