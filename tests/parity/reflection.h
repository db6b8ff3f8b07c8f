// What is in a message of a type that is only known at run time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace muster::parity {

// One value that is no message: a number as both, a text.
struct Scalar {
  double real = 0;
  int64_t integer = 0;
  std::string text;
};

// Value `index` of a list, or the value of a field that is none.
Scalar ScalarAt(const google::protobuf::Message& message,
                const google::protobuf::FieldDescriptor* field, int index);
const google::protobuf::Message& PartAt(const google::protobuf::Message& message,
                                        const google::protobuf::FieldDescriptor* field, int index);

// Tells each value that is set to `visit` as (message, field, index). It goes into no message:
// `PartAt` does.
template <typename Visit>
void ForEachValue(const google::protobuf::Message& message, const Visit& visit) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const google::protobuf::FieldDescriptor* field : fields) {
    const int count = field->is_repeated() ? reflection.FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) visit(message, field, i);
  }
}

}  // namespace muster::parity
