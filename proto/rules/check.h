// What generated rules use to say where they are and what failed, and the tables they come with.
#ifndef MUSTER_PROTO_RULES_CHECK_H_
#define MUSTER_PROTO_RULES_CHECK_H_

#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include "proto/rules/violations.h"

namespace muster::rules {

// One step of a path that is known when rules are compiled. Types are numbers of
// `google.protobuf.FieldDescriptorProto.Type`.
struct PathStep {
  int32_t field_number;
  const char* field_name;
  int32_t field_type;
  // Of a map.
  int32_t key_type = 0;
  int32_t value_type = 0;
  // Of an entry of a list of rules ("cel[1]").
  int32_t index = -1;
};

// The way from the message that is validated to the value at hand, kept on the stack: a path is
// only made of it when a rule fails.
class Here {
 public:
  // A field of the message at `parent`; null: of the message that is validated.
  Here(const Here* parent, const PathStep& step) : parent_(parent), step_(&step) {}

  // An item of that list, or the entry of that map; its key outlives this.
  Here(const Here* parent, const PathStep& step, int index)
      : parent_(parent), step_(&step), subscript_(Subscript::kIndex), number_(uint64_t(index)) {}
  static Here Item(const Here* parent, const PathStep& step, int index) {
    return Here(parent, step, index);
  }
  template <typename Key>
  static Here Entry(const Here* parent, const PathStep& step, const Key& key) {
    Here here(parent, step);
    if constexpr (std::is_same_v<Key, bool>) {
      here.subscript_ = Subscript::kBoolKey;
      here.number_ = key ? 1 : 0;
    } else if constexpr (std::is_integral_v<Key>) {
      here.subscript_ = std::is_signed_v<Key> ? Subscript::kIntKey : Subscript::kUintKey;
      here.number_ = static_cast<uint64_t>(key);
    } else {
      here.subscript_ = Subscript::kStringKey;
      here.text_ = key;
    }
    return here;
  }

  FieldPath Path() const;

 private:
  using Subscript = FieldPathElement::Subscript;

  const Here* parent_;
  const PathStep* step_;
  Subscript subscript_ = Subscript::kNone;
  uint64_t number_ = 0;
  std::string_view text_;
};

// Adds a violation of the rule that stands at `rule` in the rules of the value at `here`. Null: of
// the message that is validated.
void Report(const Here* here, std::span<const PathStep> rule, std::string_view rule_id,
            std::string_view message, Violations& violations);
// The same, of a key of the map.
void ReportKey(const Here* here, std::span<const PathStep> rule, std::string_view rule_id,
               std::string_view message, Violations& violations);

// Whether anything failed since it was made.
class Outcome {
 public:
  explicit Outcome(const Violations& violations)
      : violations_(violations), before_(violations.failed_rule_count()) {}
  bool unchanged() const {
    return violations_.failed_rule_count() == before_ && violations_.runtime_error().empty();
  }

 private:
  const Violations& violations_;
  const size_t before_;
};

// What the rules of a field say, for those who show it.
struct FieldMeta {
  int32_t number;
  std::string_view name;
  bool required = false;
  // Least and greatest length, number of items or number; in `unit`. `has_` says which are set.
  bool has_minimum = false;
  bool has_maximum = false;
  int64_t minimum = 0;
  int64_t maximum = 0;
  enum class Unit { kNone, kCodePoints, kBytes, kItems, kNumber } unit = Unit::kNone;
};

// The rules of a message by its name, for those who have only bytes. Bytes that are no message of
// that type are a run-time error.
struct MessageRules {
  std::string_view message_name;
  bool (*validate)(std::string_view bytes, Violations& violations);
};

// What `MessageRules::validate` is for the class `Message`.
template <typename Message>
bool ValidateBytes(std::string_view bytes, Violations& violations) {
  Message message;
  if (!message.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    violations.SetRuntimeError("bytes are no message of this type");
    return false;
  }
  return Validate(message, violations);
}

// A rule over several fields, and the fields of the message that it reads: where it may be shown.
struct RuleDependencies {
  std::string_view rule_id;
  std::span<const int32_t> field_numbers;
};

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_CHECK_H_
