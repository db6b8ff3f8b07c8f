// Writes the rules of one value (a field, an item, a key, an entry's value) as C++ statements.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_VALUE_WRITER_H_
#define MUSTER_PROTO_PLUGIN_EMIT_VALUE_WRITER_H_

#include <google/protobuf/descriptor.h>

#include <string>

#include "proto/plugin/diagnostics.h"
#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/rule_constants.h"
#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {

// A value as generated code has it.
struct CppValue {
  // The field that it is one value of; of a map's key or value, that of the entry.
  const google::protobuf::FieldDescriptor* element = nullptr;
  // All values of a list or map at once.
  bool whole = false;
  // How it is read: "message.title()", "entry->second".
  std::string read;
  // What to call it: "value", "item", "key".
  std::string name;
  // The Here that it stands at: "&here"; "parent" for a message.
  std::string here;
  bool is_key = false;
};

class ValueWriter {
 public:
  ValueWriter(const google::protobuf::FileDescriptor& file, RuleConstants& constants,
              Diagnostics& diagnostics)
      : file_(file), constants_(constants), diagnostics_(diagnostics) {}

  // The value's own rules: not those of its parts.
  void WriteRules(const ValueRules& rules, const CppValue& value, Source& out);

  // Rules over `self`, the C++ name of `this`, at `here`.
  void WriteRule(const Rule& rule, const std::string& self, const std::string& self_length,
                 const CppValue& value, Source& out);

  // Report(...) or ReportKey(...), with `message` a C++ expression.
  std::string Report(const CppValue& value, const RulePath& path, const std::string& rule_id,
                     const std::string& message);

 private:
  void WriteNativeRules(const ValueRules& rules, const CppValue& value, Source& out);
  void WriteUrls(const std::vector<std::string>& urls, bool in, const RulePath& path,
                 const CppValue& value, Source& out);

  const google::protobuf::FileDescriptor& file_;
  RuleConstants& constants_;
  Diagnostics& diagnostics_;
};

// Whether an expression depends on `this`.
bool ReadsThis(const cel::Expression& tree);

// Whether there is anything that WriteRules() would write.
bool HasRules(const ValueRules& rules);

// Whether what WriteRules() writes depends on the value.
bool ReadsValue(const ValueRules& rules);

// "item != 0": that one value of `element` is not its zero value. Empty for a message, which has
// none.
std::string NotZero(const google::protobuf::FieldDescriptor& element, const std::string& name);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_VALUE_WRITER_H_
