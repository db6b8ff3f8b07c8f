#include "tests/differential/message_maker.h"

#include <limits>

#include "google/protobuf/descriptor.pb.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "tests/differential/values.h"

namespace muster::differential {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using parity::Random;

constexpr int kDeepest = 4;
constexpr int kMostValues = 80;

int SomeEnumNumber(Random& random, const FieldDescriptor* field, const Samples& samples) {
  const google::protobuf::EnumDescriptor* type = field->enum_type();
  const int known = type->value(static_cast<int>(random.Below(type->value_count())))->number();
  // What a closed enum does not know is no value of the field but an unknown field.
  const bool closed = type->file()->syntax() == google::protobuf::FileDescriptor::SYNTAX_PROTO2;
  if (closed || random.Chance(0.7)) return known;
  return static_cast<int>(SomeInteger(random, samples, std::numeric_limits<int32_t>::min(),
                                      std::numeric_limits<int32_t>::max()));
}

void SetTime(Message& message, const Time& time) {
  const Descriptor* type = message.GetDescriptor();
  message.GetReflection()->SetInt64(&message, type->FindFieldByName("seconds"), time.seconds);
  message.GetReflection()->SetInt32(&message, type->FindFieldByName("nanos"), time.nanos);
}

}  // namespace

void MessageMaker::AddExample(const Descriptor* type, const std::string& bytes) {
  examples_[type].push_back(bytes);
  const std::unique_ptr<Message> message = schema_->New(type);
  if (!message->ParsePartialFromString(bytes)) return;
  SamplesOf(type);
  samples_[type].AddValuesOf(*message);
}

const Samples& MessageMaker::SamplesOf(const FieldDescriptor* field) {
  const auto [entry, added] = samples_.try_emplace(field);
  if (added) entry->second.AddFrom(*schema_->OptionsOf(field));
  return entry->second;
}

const Samples& MessageMaker::SamplesOf(const Descriptor* type) {
  const auto [entry, added] = samples_.try_emplace(type);
  if (added) entry->second.AddFrom(*schema_->OptionsOf(type));
  return entry->second;
}

// Adds a value, or sets the only one.
void MessageMaker::Set(Message& message, const FieldDescriptor* field, const Samples& samples,
                       Draft& draft) {
  Random& random = draft.random;
  const Reflection& reflection = *message.GetReflection();
  const bool many = field->is_repeated();
  const auto put = [&](auto add, auto set, const auto& value) {
    many ? (reflection.*add)(&message, field, value) : (reflection.*set)(&message, field, value);
  };
  using Limit32 = std::numeric_limits<int32_t>;
  using Limit64 = std::numeric_limits<int64_t>;
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return put(
          &Reflection::AddInt32, &Reflection::SetInt32,
          static_cast<int32_t>(SomeInteger(random, samples, Limit32::min(), Limit32::max())));
    case FieldDescriptor::CPPTYPE_INT64:
      return put(&Reflection::AddInt64, &Reflection::SetInt64,
                 SomeInteger(random, samples, Limit64::min(), Limit64::max()));
    case FieldDescriptor::CPPTYPE_UINT32:
      return put(&Reflection::AddUInt32, &Reflection::SetUInt32,
                 static_cast<uint32_t>(
                     SomeNatural(random, samples, std::numeric_limits<uint32_t>::max())));
    case FieldDescriptor::CPPTYPE_UINT64:
      return put(&Reflection::AddUInt64, &Reflection::SetUInt64,
                 SomeNatural(random, samples, std::numeric_limits<uint64_t>::max()));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return put(&Reflection::AddDouble, &Reflection::SetDouble, SomeReal(random, samples, false));
    case FieldDescriptor::CPPTYPE_FLOAT:
      return put(&Reflection::AddFloat, &Reflection::SetFloat,
                 static_cast<float>(SomeReal(random, samples, true)));
    case FieldDescriptor::CPPTYPE_BOOL:
      return put(&Reflection::AddBool, &Reflection::SetBool, random.Chance(0.5));
    case FieldDescriptor::CPPTYPE_ENUM:
      return put(&Reflection::AddEnumValue, &Reflection::SetEnumValue,
                 SomeEnumNumber(random, field, samples));
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = SomeText(random, samples, field->type() == FieldDescriptor::TYPE_BYTES);
      return many ? reflection.AddString(&message, field, std::move(text))
                  : reflection.SetString(&message, field, std::move(text));
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return FillPart(many ? *reflection.AddMessage(&message, field)
                           : *reflection.MutableMessage(&message, field),
                      samples, draft);
  }
}

// The well-known types stand for values to which the rules of their field belong.
void MessageMaker::FillPart(Message& part, const Samples& samples, Draft& draft) {
  const std::string& name = part.GetDescriptor()->full_name();
  if (name == "google.protobuf.Timestamp" || name == "google.protobuf.Duration") {
    return SetTime(part, SomeTime(draft.random, samples, name.ends_with("Timestamp")));
  }
  if (draft.depth >= kDeepest) return;
  ++draft.depth;
  const bool stands_for_value =
      name.starts_with("google.protobuf.") || part.GetDescriptor()->options().map_entry();
  Fill(part, stands_for_value ? &samples : nullptr, draft);
  --draft.depth;
}

// Appends the first entry of a list once more.
void MessageMaker::Repeat(Message& message, const FieldDescriptor* field) {
  const std::unique_ptr<Message> copy(message.New());
  copy->CopyFrom(message);
  const Reflection& reflection = *message.GetReflection();
  while (reflection.FieldSize(*copy, field) > 1) reflection.RemoveLast(copy.get(), field);
  std::vector<const FieldDescriptor*> others;
  reflection.ListFields(*copy, &others);
  for (const FieldDescriptor* other : others) {
    if (other != field) reflection.ClearField(copy.get(), other);
  }
  message.MergeFrom(*copy);
}

void MessageMaker::FillField(Message& message, const FieldDescriptor* field, const Samples& samples,
                             Draft& draft) {
  const Reflection& reflection = *message.GetReflection();
  if (--draft.budget < 0) return;
  if (!field->is_repeated()) return Set(message, field, samples, draft);
  reflection.ClearField(&message, field);
  const int count = SomeCount(draft.random, samples);
  for (int i = 0; i < count && --draft.budget > 0; ++i) {
    const bool again = i > 0 && !field->is_map() && draft.random.Chance(0.1);
    again ? Repeat(message, field) : Set(message, field, samples, draft);
  }
}

void MessageMaker::Fill(Message& message, const Samples* outer, Draft& draft) {
  const Descriptor* type = message.GetDescriptor();
  const Samples& of_type = SamplesOf(type);
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    const bool is_entry = type->options().map_entry();
    if (!is_entry && !draft.random.Chance(draft.set_share)) continue;
    const Samples& own = outer != nullptr ? *outer : SamplesOf(field);
    // Rules of the message read several fields.
    FillField(message, field, draft.random.Chance(0.2) ? of_type : own, draft);
  }
}

std::string MessageMaker::Make(const Descriptor* type, Random& random) {
  static const std::vector<double> shares = {0.1, 0.5, 0.9, 1.0};
  Draft draft = {random, random.Pick(shares), kMostValues};
  const std::unique_ptr<Message> message = schema_->New(type);
  const auto examples = examples_.find(type);
  const bool from_example = examples != examples_.end() && random.Chance(0.4) &&
                            message->ParsePartialFromString(random.Pick(examples->second));
  if (from_example) draft.set_share = random.Chance(0.3) ? 0 : 0.2;
  Fill(*message, nullptr, draft);
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream out(&stream);
  out.SetSerializationDeterministic(true);
  message->SerializePartialToCodedStream(&out);
  out.Trim();
  return bytes;
}

}  // namespace muster::differential
