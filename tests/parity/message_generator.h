// Random requests of a form, made from the descriptors of the contract.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "muster/v1/form_context.pb.h"
#include "tests/parity/contract.h"
#include "tests/parity/random.h"

namespace muster::parity {

class MessageGenerator {
 public:
  // Both outlive the generator. `contexts` are those that requests are sent to; at least one.
  MessageGenerator(const Contract* contract, const google::protobuf::Descriptor* request_type,
                   const std::vector<v1::FormContext>* contexts)
      : contract_(contract), request_type_(request_type), contexts_(contexts) {}

  // Serialized. More than half of them are valid; the others have one wrong value in two, ten or
  // forty. `validate_only` is always set, so that a server stores none.
  std::string Make(Random& random) const;

 private:
  // One message on its way.
  struct Draft {
    static constexpr size_t kCostOfText = 16;

    Random& random;
    const v1::FormContext& context;
    double wrong_share;
    // When it is used up, texts and lists stay short: wrong values multiply.
    size_t budget_bytes;

    void Spend(size_t size) { budget_bytes -= std::min(size + kCostOfText, budget_bytes); }
    bool is_spent() const { return budget_bytes == 0; }
  };

  void Fill(google::protobuf::Message& message, Draft& draft) const;
  void FillField(google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field,
                 Draft& draft) const;
  void FillList(google::protobuf::Message& message, const google::protobuf::FieldDescriptor* field,
                Draft& draft) const;
  void FillAnswers(google::protobuf::Message& message,
                   const google::protobuf::FieldDescriptor* field, Draft& draft) const;
  // What is chosen from the list of themes anywhere in `message`.
  void CollectThemes(const google::protobuf::Message& message, std::set<std::string>& themes) const;
  std::string TextOf(const google::protobuf::FieldDescriptor* field, const FieldFacts& facts,
                     Draft& draft) const;
  std::string ChooseText(const google::protobuf::FieldDescriptor* field, const FieldFacts& facts,
                         Draft& draft) const;

  const Contract* const contract_;
  const google::protobuf::Descriptor* const request_type_;
  const std::vector<v1::FormContext>* const contexts_;
};

// Bytes that no writer makes: cut, flipped, a text that is not UTF-8, a field of another wire type,
// but also harmless ones: unknown fields, the same field twice.
std::string Disturbed(Random& random, const std::string& bytes);

}  // namespace muster::parity
