// Values that are known while rules are compiled.
#ifndef MUSTER_PROTO_PLUGIN_CEL_VALUE_H_
#define MUSTER_PROTO_PLUGIN_CEL_VALUE_H_

#include <google/protobuf/message.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "proto/plugin/cel/type.h"

namespace muster::plugin::cel {

// One member is in use, the one that `kind` names; a timestamp or duration is in `integer`
// (seconds) and `nanos`.
struct Value {
  Type::Kind kind = Type::Kind::kNull;
  bool boolean = false;
  int64_t integer = 0;
  uint64_t natural = 0;
  double real = 0;
  int32_t nanos = 0;
  std::string text;         // kString, kBytes; of kType its name
  std::vector<Value> list;  // kList; of kMap keys and values in turn
  // Not owned: part of the options that are being compiled.
  const google::protobuf::Message* message = nullptr;

  static Value Bool(bool value);
  static Value Int(int64_t value);
  static Value Uint(uint64_t value);
  static Value Double(double value);
  static Value String(std::string value);
  static Value Bytes(std::string value);
  static Value Timestamp(int64_t seconds, int32_t nanos);
  static Value Duration(int64_t seconds, int32_t nanos);
  static Value List(std::vector<Value> values);
  static Value Map(std::vector<Value> keys_and_values);
  static Value TypeNamed(std::string name);

  // Of a list its items, of a map its keys.
  std::vector<Value> Items() const;
};

// The zero of a type without parts.
Value ZeroOf(Type::Kind kind);

// The type of a value that is known.
Type TypeOfValue(const Value& value);

// As `==` of CEL has it between values of one type.
bool Same(const Value& left, const Value& right);

// -1, 0 or 1 between numbers (of any kinds), strings, bytes, booleans, times; nothing for NaN and
// for what has no order.
std::optional<int> Order(const Value& left, const Value& right);

// The value of a field of `message`, as `message.field` reads it: its default where it is not set.
Value ReadField(const google::protobuf::Message& message,
                const google::protobuf::FieldDescriptor& field);

// As has(message.field).
bool HasField(const google::protobuf::Message& message,
              const google::protobuf::FieldDescriptor& field);

// The value of that key of a map, or at that place of a list. Null if there is none.
const Value* FindEntry(const Value& range, const Value& index);

}  // namespace muster::plugin::cel

#endif  // MUSTER_PROTO_PLUGIN_CEL_VALUE_H_
