// Types of CEL as far as rules need them. Every value has one at compile time: `dyn` only turns a
// mismatch from an error of the build into an error at run time, as the language has it.
#ifndef MUSTER_PROTO_PLUGIN_CEL_TYPE_H_
#define MUSTER_PROTO_PLUGIN_CEL_TYPE_H_

#include <google/protobuf/descriptor.h>

#include <memory>
#include <string>

namespace muster::plugin::cel {

struct Type {
  enum class Kind {
    kUnknown,  // Of an empty list's elements: goes with every type.
    kMixed,    // Of the elements of [1, 'a']: goes with every type, and can't be written as C++.
    kType,     // What type() gives.
    kNull,
    kBool,
    kInt,
    kUint,
    kDouble,
    kString,
    kBytes,
    kTimestamp,
    kDuration,
    kList,
    kMap,
    kMessage,
  };

  Kind kind = Kind::kUnknown;
  // Went through dyn(): mismatches are found when the rule runs.
  bool dynamic = false;
  // A wrapper ("google.protobuf.Int32Value") read from a message: null when it is not set.
  bool nullable = false;
  std::shared_ptr<const Type> key;      // kMap
  std::shared_ptr<const Type> element;  // kList, kMap
  const google::protobuf::Descriptor* message = nullptr;

  Type() = default;
  Type(Kind kind) : kind(kind) {}  // NOLINT: a kind alone is a type.

  bool Is(Kind wanted) const { return kind == wanted; }
  bool IsNumber() const {
    return kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kDouble;
  }
};

Type ListOf(Type element);
Type MapOf(Type key, Type element);

// Whether a value of one may stand where the other is wanted.
bool Agree(const Type& left, const Type& right);

// What is known of a type from two that agree: the elements of `[]` are those of the other.
Type Unify(const Type& left, const Type& right);
// Whether nothing of it is unknown or mixed.
bool IsComplete(const Type& type);

// The value of `type` as it is without dyn() and null.
Type Plain(Type type);

// "list(string)", "muster.v1.Booking".
std::string TypeName(const Type& type);

// The name by which CEL compares types: "list", "null_type".
std::string TypeIdentity(const Type& type);

// Whether it is google.protobuf.Value or its like, which hold values of any type.
bool HoldsAnything(const google::protobuf::Descriptor& message);

// The type of a field's value as `this.field` has it: lists and maps whole, enums as int, the
// well-known types as what they stand for.
Type TypeOfField(const google::protobuf::FieldDescriptor& field);

// The type of one value of a field: of an item, if it is repeated.
Type TypeOfElement(const google::protobuf::FieldDescriptor& field);

// The type of a message as a value: a time, what a wrapper holds, or a message.
Type TypeOfMessage(const google::protobuf::Descriptor& message);

// For "google.protobuf.Int32Value" and its like, the field that holds the value. Else null.
const google::protobuf::FieldDescriptor* WrappedField(const google::protobuf::Descriptor& message);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_TYPE_H_
