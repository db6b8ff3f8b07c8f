#include "proto/plugin/cel/value.h"

#include <cmath>
#include <utility>

namespace muster::plugin::cel {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Kind = Type::Kind;

template <typename T>
int Compare(const T& left, const T& right) {
  return left < right ? -1 : (right < left ? 1 : 0);
}

std::optional<int> CompareDoubles(double left, double right) {
  if (std::isnan(left) || std::isnan(right)) return {};
  return Compare(left, right);
}

double AsDouble(const Value& value) {
  if (value.kind == Kind::kInt) return static_cast<double>(value.integer);
  return value.kind == Kind::kUint ? static_cast<double>(value.natural) : value.real;
}

std::optional<int> CompareNumbers(const Value& left, const Value& right) {
  if (left.kind == Kind::kDouble || right.kind == Kind::kDouble) {
    return CompareDoubles(AsDouble(left), AsDouble(right));
  }
  if (left.kind == Kind::kInt && right.kind == Kind::kUint) {
    if (left.integer < 0) return -1;
    return Compare(static_cast<uint64_t>(left.integer), right.natural);
  }
  if (left.kind == Kind::kUint && right.kind == Kind::kInt) {
    if (right.integer < 0) return 1;
    return Compare(left.natural, static_cast<uint64_t>(right.integer));
  }
  return left.kind == Kind::kInt ? Compare(left.integer, right.integer)
                                 : Compare(left.natural, right.natural);
}

bool IsNumber(Kind kind) {
  return kind == Kind::kInt || kind == Kind::kUint || kind == Kind::kDouble;
}

Value MessageValue(const Message& message) {
  const auto* descriptor = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  const bool timestamp = descriptor->full_name() == "google.protobuf.Timestamp";
  if (timestamp || descriptor->full_name() == "google.protobuf.Duration") {
    const int64_t seconds = reflection->GetInt64(message, descriptor->FindFieldByNumber(1));
    const int32_t nanos = reflection->GetInt32(message, descriptor->FindFieldByNumber(2));
    return timestamp ? Value::Timestamp(seconds, nanos) : Value::Duration(seconds, nanos);
  }
  if (const FieldDescriptor* wrapped = WrappedField(*descriptor)) {
    return ReadField(message, *wrapped);
  }
  Value value;
  value.kind = Kind::kMessage;
  value.message = &message;
  return value;
}

Value StringValue(const FieldDescriptor& field, std::string text) {
  return field.type() == FieldDescriptor::TYPE_BYTES ? Value::Bytes(std::move(text))
                                                     : Value::String(std::move(text));
}

Value ReadItem(const Message& message, const FieldDescriptor& field, int index) {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Value::Int(reflection->GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_INT64:
      return Value::Int(reflection->GetRepeatedInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_ENUM:
      return Value::Int(reflection->GetRepeatedEnumValue(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Value::Uint(reflection->GetRepeatedUInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Value::Uint(reflection->GetRepeatedUInt64(message, &field, index));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Value::Double(reflection->GetRepeatedDouble(message, &field, index));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Value::Double(reflection->GetRepeatedFloat(message, &field, index));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Value::Bool(reflection->GetRepeatedBool(message, &field, index));
    case FieldDescriptor::CPPTYPE_STRING:
      return StringValue(field, reflection->GetRepeatedString(message, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageValue(reflection->GetRepeatedMessage(message, &field, index));
  }
  return {};
}

Value ReadMap(const Message& message, const FieldDescriptor& field) {
  std::vector<Value> entries;
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
    const Message& entry = reflection->GetRepeatedMessage(message, &field, i);
    entries.push_back(ReadField(entry, *field.message_type()->map_key()));
    entries.push_back(ReadField(entry, *field.message_type()->map_value()));
  }
  return Value::Map(std::move(entries));
}

}  // namespace

Value Value::Bool(bool value) {
  Value out;
  out.kind = Kind::kBool;
  out.boolean = value;
  return out;
}

Value Value::Int(int64_t value) {
  Value out;
  out.kind = Kind::kInt;
  out.integer = value;
  return out;
}

Value Value::Uint(uint64_t value) {
  Value out;
  out.kind = Kind::kUint;
  out.natural = value;
  return out;
}

Value Value::Double(double value) {
  Value out;
  out.kind = Kind::kDouble;
  out.real = value;
  return out;
}

Value Value::String(std::string value) {
  Value out;
  out.kind = Kind::kString;
  out.text = std::move(value);
  return out;
}

Value Value::Bytes(std::string value) {
  Value out = String(std::move(value));
  out.kind = Kind::kBytes;
  return out;
}

Value Value::Timestamp(int64_t seconds, int32_t nanos) {
  Value out = Int(seconds);
  out.kind = Kind::kTimestamp;
  out.nanos = nanos;
  return out;
}

Value Value::Duration(int64_t seconds, int32_t nanos) {
  Value out = Timestamp(seconds, nanos);
  out.kind = Kind::kDuration;
  return out;
}

Value Value::List(std::vector<Value> values) {
  Value out;
  out.kind = Kind::kList;
  out.list = std::move(values);
  return out;
}

Value Value::Map(std::vector<Value> keys_and_values) {
  Value out = List(std::move(keys_and_values));
  out.kind = Kind::kMap;
  return out;
}

Value Value::TypeNamed(std::string name) {
  Value out = String(std::move(name));
  out.kind = Kind::kType;
  return out;
}

std::vector<Value> Value::Items() const {
  if (kind != Kind::kMap) return list;
  std::vector<Value> keys;
  for (size_t i = 0; i < list.size(); i += 2) keys.push_back(list[i]);
  return keys;
}

Value ZeroOf(Kind kind) {
  Value out;
  out.kind = kind;
  return out;
}

Type TypeOfValue(const Value& value) {
  if (value.kind == Kind::kMessage) return TypeOfMessage(*value.message->GetDescriptor());
  if (value.kind != Kind::kList && value.kind != Kind::kMap) return value.kind;
  const bool map = value.kind == Kind::kMap;
  Type types[2];
  for (size_t i = 0; i < value.list.size(); ++i) {
    Type& common = types[map ? i % 2 : 1];
    const Type type = TypeOfValue(value.list[i]);
    common = Agree(common, type) ? Unify(common, type) : Type(Kind::kMixed);
  }
  return map ? MapOf(types[0], types[1]) : ListOf(types[1]);
}

const Value* FindEntry(const Value& range, const Value& index) {
  if (range.kind == Kind::kMap) {
    for (size_t i = 0; i + 1 < range.list.size(); i += 2) {
      if (Same(range.list[i], index)) return &range.list[i + 1];
    }
    return nullptr;
  }
  const bool inside = range.kind == Kind::kList && index.kind == Kind::kInt && index.integer >= 0 &&
                      static_cast<uint64_t>(index.integer) < range.list.size();
  return inside ? &range.list[static_cast<size_t>(index.integer)] : nullptr;
}

std::optional<int> Order(const Value& left, const Value& right) {
  if (IsNumber(left.kind) && IsNumber(right.kind)) return CompareNumbers(left, right);
  if (left.kind != right.kind) return {};
  switch (left.kind) {
    case Kind::kBool:
      return Compare(left.boolean, right.boolean);
    case Kind::kString:
    case Kind::kBytes:
      return Compare(left.text, right.text);
    case Kind::kTimestamp:
    case Kind::kDuration:
      return Compare(std::pair(left.integer, left.nanos), std::pair(right.integer, right.nanos));
    default:
      return {};
  }
}

bool Same(const Value& left, const Value& right) {
  if (left.kind == Kind::kList && right.kind == Kind::kList) {
    if (left.list.size() != right.list.size()) return false;
    for (size_t i = 0; i < left.list.size(); ++i) {
      if (!Same(left.list[i], right.list[i])) return false;
    }
    return true;
  }
  if (left.kind == Kind::kMap && right.kind == Kind::kMap) {
    if (left.list.size() != right.list.size()) return false;
    for (size_t i = 0; i + 1 < left.list.size(); i += 2) {
      const Value* other = FindEntry(right, left.list[i]);
      if (other == nullptr || !Same(left.list[i + 1], *other)) return false;
    }
    return true;
  }
  if (left.kind == Kind::kNull && right.kind == Kind::kNull) return true;
  if (left.kind == Kind::kType && right.kind == Kind::kType) return left.text == right.text;
  return Order(left, right) == 0;
}

Value ReadField(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  if (field.is_map()) return ReadMap(message, field);
  if (field.is_repeated()) {
    std::vector<Value> items;
    for (int i = 0; i < reflection->FieldSize(message, &field); ++i) {
      items.push_back(ReadItem(message, field, i));
    }
    return Value::List(std::move(items));
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return Value::Int(reflection->GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return Value::Int(reflection->GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return Value::Int(reflection->GetEnumValue(message, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return Value::Uint(reflection->GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return Value::Uint(reflection->GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return Value::Double(reflection->GetDouble(message, &field));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return Value::Double(reflection->GetFloat(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return Value::Bool(reflection->GetBool(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return StringValue(field, reflection->GetString(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return MessageValue(reflection->GetMessage(message, &field));
  }
  return {};
}

bool HasField(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  return field.is_repeated() ? reflection->FieldSize(message, &field) > 0
                             : reflection->HasField(message, &field);
}

}  // namespace muster::plugin::cel
