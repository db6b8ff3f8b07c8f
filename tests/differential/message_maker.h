// Random messages of any schema, near the edges of its rules.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/differential/samples.h"
#include "tests/differential/schema.h"
#include "tests/parity/random.h"

namespace muster::differential {

class MessageMaker {
 public:
  explicit MessageMaker(const Schema* schema) : schema_(schema) {}

  // A message of `type` that somebody found worth trying: some of the messages start from these.
  void AddExample(const google::protobuf::Descriptor* type, const std::string& bytes);

  // Serialized; deterministic.
  std::string Make(const google::protobuf::Descriptor* type, parity::Random& random);

 private:
  // One message on its way.
  struct Draft {
    parity::Random& random;
    double set_share;
    // Values that are still made; then lists stay empty.
    int budget;
    int depth = 0;
  };

  const Samples& SamplesOf(const google::protobuf::FieldDescriptor* field);
  const Samples& SamplesOf(const google::protobuf::Descriptor* type);
  void Fill(google::protobuf::Message& message, const Samples* outer, Draft& draft);
  void FillField(google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field,
                 const Samples& samples, Draft& draft);
  void FillPart(google::protobuf::Message& part, const Samples& samples, Draft& draft);
  void Set(google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field,
           const Samples& samples, Draft& draft);
  void Repeat(google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field);

  const Schema* const schema_;
  std::map<const google::protobuf::Descriptor*, std::vector<std::string>> examples_;
  std::map<const void*, Samples> samples_;
};

}  // namespace muster::differential
