// What rules found wrong with a message: the in-memory form of `buf.validate.Violations`, and its
// wire bytes. Compiled for the server and for WebAssembly: standard library only, no exceptions, no
// run-time type information, no streams.
#ifndef MUSTER_PROTO_RULES_VIOLATIONS_H_
#define MUSTER_PROTO_RULES_VIOLATIONS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/rules/time.h"

namespace muster::rules {

// One step of a path, as `buf.validate.FieldPathElement`.
struct FieldPathElement {
  enum class Subscript { kNone, kIndex, kBoolKey, kIntKey, kUintKey, kStringKey };

  // Zero for a oneof, which has only a name.
  int32_t field_number = 0;
  // Name of the field or oneof; of an extension, its full name in brackets.
  std::string field_name;
  // Numbers of `google.protobuf.FieldDescriptorProto.Type`; zero when not set.
  int32_t field_type = 0;
  int32_t key_type = 0;
  int32_t value_type = 0;
  // Which entry of a list or map; the value stands in the member that the kind names.
  Subscript subscript = Subscript::kNone;
  uint64_t index = 0;
  bool bool_key = false;
  int64_t int_key = 0;
  uint64_t uint_key = 0;
  std::string string_key;

  bool operator==(const FieldPathElement&) const = default;
};

// Steps from a message to one of its values, outermost first.
struct FieldPath {
  std::vector<FieldPathElement> elements;

  bool operator==(const FieldPath&) const = default;
};

// "content.evidence[0].title", "labels[\"en\"]". Empty for the message itself.
std::string PathText(const FieldPath& path);

// The path that `PathText` writes, with names and subscripts only: numbers and types stay zero. The
// key of a map reads as kStringKey, kBoolKey or kIntKey after its looks. False: `text` is no path.
bool ParsePathText(std::string_view text, FieldPath& path);

// One failed rule.
struct Violation {
  // Where the value stands.
  FieldPath field;
  // Where the rule stands inside `buf.validate.FieldRules` or `MessageRules`.
  FieldPath rule;
  // "string.max_len", "required", or the id of a rule of our own.
  std::string rule_id;
  std::string message;
  // The rule is about a map's key, not its value.
  bool for_key = false;

  bool operator==(const Violation&) const = default;
};

// Violations collects what the rules of one message found, in the order of the schema, up to a
// limit: further ones are counted, not kept. It also carries what rules need from outside: the
// time.
class Violations {
 public:
  // What a caller is told at most.
  static constexpr size_t kDefaultLimit = 50;

  explicit Violations(size_t limit = kDefaultLimit) : limit_(limit) {}

  // Keeps `violation`, or only counts it when the limit is reached.
  void Add(Violation violation);

  // A rule could not be decided (division by zero, a missing key): `what` says why. The first
  // stays.
  void SetRuntimeError(std::string_view what);

  size_t size() const { return kept_.size(); }
  bool empty() const { return kept_.empty(); }
  const Violation& operator[](size_t index) const { return kept_[index]; }
  std::vector<Violation>::const_iterator begin() const { return kept_.begin(); }
  std::vector<Violation>::const_iterator end() const { return kept_.end(); }

  // How many rules failed, those beyond the limit included.
  size_t failed_rule_count() const { return failed_rule_count_; }
  // Empty unless a rule could not be decided; the message then counts as invalid.
  const std::string& runtime_error() const { return runtime_error_; }
  bool ok() const { return failed_rule_count_ == 0 && runtime_error_.empty(); }

  // The time that `now` stands for in rules. A rule that needs it and does not have it is a
  // run-time error.
  void set_now(Instant now) { now_ = now, has_now_ = true; }
  bool has_now() const { return has_now_; }
  Instant now() const { return now_; }

  // Forgets what was found; limit and time stay.
  void clear();

  // Wire bytes of `buf.validate.Violations`; the same for the same violations on every machine.
  std::string Serialize() const;

 private:
  size_t limit_;
  Instant now_;
  bool has_now_ = false;
  size_t failed_rule_count_ = 0;
  std::string runtime_error_;
  std::vector<Violation> kept_;
};

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_VIOLATIONS_H_
