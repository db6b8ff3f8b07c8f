// Writes the functions that check one message.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_MESSAGE_WRITER_H_
#define MUSTER_PROTO_PLUGIN_EMIT_MESSAGE_WRITER_H_

#include <string>
#include <vector>

#include "proto/plugin/emit/cpp_text.h"
#include "proto/plugin/emit/rule_constants.h"
#include "proto/plugin/emit/value_writer.h"
#include "proto/plugin/model/rule_model.h"

namespace muster::plugin {

class MessageWriter {
 public:
  MessageWriter(const MessageModel& model, const RuleReader& reader, RuleConstants& constants,
                Diagnostics& diagnostics);

  // Functions of fields go to `inner` (they stand in an anonymous namespace), what the header
  // declares to `outer`.
  void Write(Source& inner, Source& outer);

 private:
  struct CheckedField {
    int number;
    std::string function;
  };

  void WriteField(const FieldModel& field, Source& out);
  void WriteFieldBody(const FieldModel& field, Source& out);
  void WriteItems(const FieldModel& field, Source& out);
  void WriteEntries(const FieldModel& field, Source& out);
  void WritePart(const ValueRules* rules, const CppValue& value, Source& out);
  void WriteMessageRules(Source& out);
  void WriteFieldSwitch(Source& out);
  void WriteGroup(const FieldGroup& group, Source& out);

  // Whether there is anything to check in the items of a list, the entries of a map.
  bool ChecksItems(const FieldModel& field) const;
  bool ChecksEntries(const FieldModel& field) const;
  // Whether the value of a field, or its items, are messages with rules.
  bool Descends(const google::protobuf::FieldDescriptor& element) const;
  std::string Descend(const google::protobuf::FieldDescriptor& element, const std::string& read,
                      const std::string& here) const;

  const MessageModel& model_;
  const RuleReader& reader_;
  RuleConstants& constants_;
  const google::protobuf::FileDescriptor& file_;
  const std::string class_;
  ValueWriter values_;
  std::vector<CheckedField> checked_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_MESSAGE_WRITER_H_
