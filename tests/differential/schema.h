// Schemas with their rules, read by reflection from descriptors and not from what protoc-gen-muster
// made of them, so that what is tried does not come from what is under test.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/message.h"

namespace muster::differential {

class Schema {
 public:
  // From files that each hold a serialized FileDescriptorSet with its imports; a .proto that
  // several of them have is the first one's. Null with `error`.
  static std::unique_ptr<Schema> Load(const std::vector<std::string>& files, std::string& error);

  const google::protobuf::Descriptor* MessageNamed(const std::string& name) const {
    return pool_.FindMessageTypeByName(name);
  }
  // Every message but those of Google's and of the rules themselves, in order of their names.
  std::vector<const google::protobuf::Descriptor*> Messages() const;
  std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor* type) const;

  // The options, in which the rules are known; null if there are none.
  const google::protobuf::Message* OptionsOf(const google::protobuf::FieldDescriptor* field) const;
  const google::protobuf::Message* OptionsOf(const google::protobuf::Descriptor* type) const;

  // Every pattern that a rule gives or a CEL expression matches with.
  std::set<std::string> Patterns() const;

 private:
  Schema() : factory_(&pool_) {}

  const google::protobuf::Message* Known(const void* owner, const std::string& type,
                                         const google::protobuf::Message& raw) const;

  google::protobuf::DescriptorPool pool_;
  mutable google::protobuf::DynamicMessageFactory factory_;
  std::vector<std::string> files_;
  mutable std::map<const void*, std::unique_ptr<google::protobuf::Message>> options_;
};

// Texts in quotes in a CEL expression: string literals, escapes undone as far as patterns need.
std::vector<std::string> LiteralsOf(const std::string& expression);

}  // namespace muster::differential
