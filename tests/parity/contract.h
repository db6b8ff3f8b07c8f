// The contract as its descriptors have it, rules and hints included. Read with protobuf's
// reflection from the .proto files and not from what protoc-gen-muster made of them, so that what
// is expected does not come from what is under test.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/dynamic_message.h"
#include "google/protobuf/message.h"

namespace muster::parity {

// What the rules and hints of one field say, as far as values are made from it.
struct FieldFacts {
  bool required = false;
  bool email = false;
  bool uuid = false;
  bool unique = false;
  bool defined_only = false;
  std::optional<uint64_t> min_length;
  std::optional<uint64_t> max_length;
  std::optional<uint64_t> min_items;
  std::optional<uint64_t> max_items;
  std::string pattern;
  // The only texts that the rules let through; none: they name none.
  std::vector<std::string> allowed;
  // A rule of the message may want it not to be empty.
  bool in_message_rule = false;
  // Hints: names in the form's context.
  std::string choices_from;
  std::string value_from;
  // The field holds the answers to the questions of the context.
  bool holds_answers = false;
  // Rules of the entries of a list.
  std::unique_ptr<FieldFacts> items;
  // Ids of the field's own rules, not those of its entries.
  std::set<std::string> rule_ids;
};

class Contract {
 public:
  // A serialized FileDescriptorSet with all imports. Null: it is none.
  static std::unique_ptr<Contract> Load(const std::string& descriptor_set);

  // The request of a method: "/muster.v1.SubmissionService/CreateSubmission". Null: no such method.
  const google::protobuf::Descriptor* RequestOf(const std::string& method_path) const;
  std::unique_ptr<google::protobuf::Message> NewMessage(
      const google::protobuf::Descriptor* type) const;
  const FieldFacts& FactsOf(const google::protobuf::FieldDescriptor* field) const;

  // Every rule that a message can fail: "content.evidence[].themes[]: string.min_len".
  std::set<std::string> RulesOf(const google::protobuf::Descriptor* type) const;

 private:
  Contract() = default;

  std::unique_ptr<google::protobuf::Message> OptionsOf(const std::string& type,
                                                       const google::protobuf::Message& raw) const;
  // Whether a rule of the message that holds it speaks of a text as not empty.
  bool IsWantedByMessage(const google::protobuf::FieldDescriptor* field) const;
  FieldFacts ReadFacts(const google::protobuf::FieldDescriptor* field) const;
  void AddRules(const google::protobuf::Descriptor* type, const std::string& prefix,
                std::set<std::string>& rules) const;

  google::protobuf::DescriptorPool pool_;
  mutable std::unique_ptr<google::protobuf::DynamicMessageFactory> factory_;
  mutable std::map<const google::protobuf::FieldDescriptor*, FieldFacts> facts_;
};

}  // namespace muster::parity
