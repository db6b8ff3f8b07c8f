#include "proto/plugin/strip.h"

#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/unknown_field_set.h>

namespace muster::plugin {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::EnumDescriptorProto;
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
    if (OnlyDefinesOptions(imported)) continue;
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

bool OnlyDefinesOptions(const FileDescriptor& file) {
  if (file.name() == "buf/validate/validate.proto") return true;
  if (file.name().rfind("google/protobuf/", 0) == 0) return false;
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
    if (OnlyDefinesOptions(*file.dependency(i))) continue;
    if (Strip(*file.dependency(i), error) == nullptr) return nullptr;
  }
  FirstError collector(error);
  return pool_.BuildFileCollectingErrors(copy, &collector);
}

}  // namespace muster::plugin
