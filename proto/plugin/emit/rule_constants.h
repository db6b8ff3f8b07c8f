// The constants that generated rules of one file use: paths, pattern tables, lists of values. Equal
// ones are shared.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_RULE_CONSTANTS_H_
#define MUSTER_PROTO_PLUGIN_EMIT_RULE_CONSTANTS_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <set>
#include <string>

#include "proto/plugin/emit/cpp_name.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/equality.h"
#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {

class RuleConstants {
 public:
  explicit RuleConstants(const google::protobuf::FileDescriptor& file)
      : taken_(NamesSeenBy(file)), equality_(file, taken_) {}

  // `wish`, or what is like it and nothing else is called in this file.
  std::string Unused(const std::string& wish);

  // Name of the PathStep of `field`.
  std::string Step(const google::protobuf::FieldDescriptor& field);
  // Name of the PathStep of `oneof`, which has only a name.
  std::string Step(const google::protobuf::OneofDescriptor& oneof);
  // The PathSteps of a rule: a name, or "{}" for an empty path.
  std::string Path(const RulePath& path);
  // Name of the table of `pattern`; "" with `error` if it can't be compiled.
  std::string Pattern(const std::string& pattern, std::string& error);
  // Name of a constant array.
  std::string Array(const std::string& type, const std::string& values);

  // Compares two values, with functions for messages.
  std::string Compare(const cel::Type& type, const std::string& left, const std::string& right,
                      bool raw) {
    return equality_.Compare(type, left, right, raw);
  }

  // Their definitions, in the order in which they were asked for; functions last.
  std::string text() const;

 private:
  // The name under which `definition` is known; a new one, made of `wish`, if `added`.
  std::string Name(const std::string& wish, const std::string& definition, bool& added);

  std::set<std::string> taken_;
  Source source_;
  Equality equality_;
  std::map<std::string, std::string> names_;  // By definition.
  int pattern_count_ = 0;
  int array_count_ = 0;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_RULE_CONSTANTS_H_
