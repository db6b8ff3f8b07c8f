#include "proto/plugin/strip.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

#include <set>

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptor;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;
using google::protobuf::RepeatedPtrField;

// Types that options and rules are made of: to extend them is to define an option or a rule.
bool ExtendsOptions(const std::string& extendee) {
  return extendee.rfind("google.protobuf.", 0) == 0 || extendee.rfind("buf.validate.", 0) == 0;
}

bool ProtoExtendsOptions(const FieldDescriptorProto& extension) {
  const std::string& name = extension.extendee();
  return ExtendsOptions(!name.empty() && name[0] == '.' ? name.substr(1) : name);
}

void DropExtensions(RepeatedPtrField<FieldDescriptorProto>* extensions) {
  for (int i = extensions->size() - 1; i >= 0; --i) {
    if (ProtoExtendsOptions(extensions->Get(i))) extensions->DeleteSubrange(i, 1);
  }
}

// Custom options are unknown fields to the plugin, whichever they are.
template <typename Element>
void DropCustomOptions(Element* element) {
  if (!element->has_options()) return;
  auto* options = element->mutable_options();
  options->GetReflection()->MutableUnknownFields(options)->Clear();
  if (options->ByteSizeLong() == 0) element->clear_options();
}

void StripEnum(EnumDescriptorProto* type) {
  DropCustomOptions(type);
  for (auto& value : *type->mutable_value()) DropCustomOptions(&value);
}

void StripMessage(DescriptorProto* type) {
  DropCustomOptions(type);
  for (auto& field : *type->mutable_field()) DropCustomOptions(&field);
  for (auto& oneof : *type->mutable_oneof_decl()) DropCustomOptions(&oneof);
  for (auto& nested : *type->mutable_nested_type()) StripMessage(&nested);
  for (auto& nested : *type->mutable_enum_type()) StripEnum(&nested);
  for (auto& extension : *type->mutable_extension()) DropCustomOptions(&extension);
  DropExtensions(type->mutable_extension());
}

// Whether a file defines options or rules, and no service.
bool DefinesOptions(const FileDescriptor& file) {
  if (file.name() == "buf/validate/validate.proto") return true;
  if (file.name() == "google/protobuf/descriptor.proto") return true;
  if (file.service_count() > 0 || file.extension_count() == 0) return false;
  for (int i = 0; i < file.extension_count(); ++i) {
    if (!ExtendsOptions(file.extension(i)->containing_type()->full_name())) return false;
  }
  // The messages of such a file are there for its options; a file whose messages carry rules of
  // their own is not one.
  for (int i = 0; i < file.message_type_count(); ++i) {
    const auto& message = *file.message_type(i);
    for (int j = 0; j < message.field_count(); ++j) {
      if (!message.field(j)->options().unknown_fields().empty()) return false;
    }
  }
  return true;
}

// The files whose types an import of `file` brings.
void AddBrought(const FileDescriptor& file, std::set<const FileDescriptor*>& out) {
  if (!out.insert(&file).second) return;
  for (int i = 0; i < file.public_dependency_count(); ++i) {
    AddBrought(*file.public_dependency(i), out);
  }
}

void AddUsed(const FieldDescriptor& field, std::set<const FileDescriptor*>& out) {
  if (field.message_type() != nullptr) out.insert(field.message_type()->file());
  if (field.enum_type() != nullptr) out.insert(field.enum_type()->file());
  if (field.is_extension()) out.insert(field.containing_type()->file());
}

// Of a file or a message.
template <typename Holder>
void AddUsedByExtensions(const Holder& holder, std::set<const FileDescriptor*>& out) {
  for (int i = 0; i < holder.extension_count(); ++i) {
    const FieldDescriptor& extension = *holder.extension(i);
    if (!ExtendsOptions(extension.containing_type()->full_name())) AddUsed(extension, out);
  }
}

void AddUsed(const Descriptor& message, std::set<const FileDescriptor*>& out) {
  for (int i = 0; i < message.field_count(); ++i) AddUsed(*message.field(i), out);
  for (int i = 0; i < message.nested_type_count(); ++i) AddUsed(*message.nested_type(i), out);
  AddUsedByExtensions(message, out);
}

// The files whose types the stripped copy of `file` uses.
void AddUsed(const FileDescriptor& file, std::set<const FileDescriptor*>& out) {
  for (int i = 0; i < file.message_type_count(); ++i) AddUsed(*file.message_type(i), out);
  AddUsedByExtensions(file, out);
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) {
      out.insert(file.service(i)->method(j)->input_type()->file());
      out.insert(file.service(i)->method(j)->output_type()->file());
    }
  }
}

// The imports that a stripped file keeps, in order, with the public ones renumbered.
void StripImports(const FileDescriptor& file, FileDescriptorProto* copy) {
  std::set<std::string> public_imports;
  for (int i = 0; i < file.public_dependency_count(); ++i) {
    public_imports.insert(file.public_dependency(i)->name());
  }
  copy->clear_dependency();
  copy->clear_public_dependency();
  copy->clear_weak_dependency();
  for (int i = 0; i < file.dependency_count(); ++i) {
    const FileDescriptor& imported = *file.dependency(i);
    if (!KeepsImport(file, imported)) continue;
    if (public_imports.count(imported.name()) > 0) {
      copy->add_public_dependency(copy->dependency_size());
    }
    copy->add_dependency(imported.name());
  }
}

class FirstError : public DescriptorPool::ErrorCollector {
 public:
  explicit FirstError(std::string& error) : error_(error) {}
  void AddError(const std::string& file, const std::string& element, const Message*, ErrorLocation,
                const std::string& message) override {
    if (error_.empty()) error_ = file + ": " + element + ": " + message;
  }

 private:
  std::string& error_;
};

}  // namespace

bool KeepsImport(const FileDescriptor& file, const FileDescriptor& imported) {
  if (!DefinesOptions(imported)) return true;
  std::set<const FileDescriptor*> brought;
  AddBrought(imported, brought);
  std::set<const FileDescriptor*> used;
  AddUsed(file, used);
  for (const FileDescriptor* one : brought) {
    if (used.count(one) > 0) return true;
  }
  return false;
}

const FileDescriptor* StrippedPool::Strip(const FileDescriptor& file, std::string& error) {
  if (const FileDescriptor* done = pool_.FindFileByName(file.name())) return done;
  FileDescriptorProto copy;
  file.CopyTo(&copy);
  file.CopySourceCodeInfoTo(&copy);
  copy.set_syntax(file.syntax() == FileDescriptor::SYNTAX_PROTO2 ? "proto2" : "proto3");
  StripImports(file, &copy);
  for (auto& message : *copy.mutable_message_type()) StripMessage(&message);
  for (auto& type : *copy.mutable_enum_type()) StripEnum(&type);
  for (auto& service : *copy.mutable_service()) {
    DropCustomOptions(&service);
    for (auto& method : *service.mutable_method()) DropCustomOptions(&method);
  }
  for (auto& extension : *copy.mutable_extension()) DropCustomOptions(&extension);
  DropExtensions(copy.mutable_extension());
  DropCustomOptions(&copy);
  copy.mutable_options()->set_optimize_for(runtime_ == Runtime::kLite
                                               ? google::protobuf::FileOptions::LITE_RUNTIME
                                               : google::protobuf::FileOptions::SPEED);
  for (int i = 0; i < file.dependency_count(); ++i) {
    if (!KeepsImport(file, *file.dependency(i))) continue;
    if (Strip(*file.dependency(i), error) == nullptr) return nullptr;
  }
  FirstError collector(error);
  return pool_.BuildFileCollectingErrors(copy, &collector);
}

}  // namespace muster::plugin
