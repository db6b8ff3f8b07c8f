// Functions that compare messages field by field, for `==` between messages: the lite runtime has
// none.
#ifndef MUSTER_PROTO_PLUGIN_EMIT_EQUALITY_H_
#define MUSTER_PROTO_PLUGIN_EMIT_EQUALITY_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <set>
#include <string>

#include "proto/plugin/cel/type.h"
#include "proto/plugin/emit/cpp_text.h"

namespace muster::plugin {

class Equality {
 public:
  // `taken`: names that are not to be used; those of the functions are added.
  Equality(const google::protobuf::FileDescriptor& file, std::set<std::string>& taken)
      : file_(file), taken_(taken) {}

  // Name of the function that compares two messages of that type.
  std::string Function(const google::protobuf::Descriptor& message);

  // An expression that compares two values of `type`, as messages hold them if `raw`.
  std::string Compare(const cel::Type& type, const std::string& left, const std::string& right,
                      bool raw);

  // The functions, each declared before the first is defined.
  std::string text() const { return declarations_.text() + definitions_; }

 private:
  std::string CompareField(const google::protobuf::FieldDescriptor& field);

  const google::protobuf::FileDescriptor& file_;
  std::map<const google::protobuf::Descriptor*, std::string> names_;
  std::set<std::string>& taken_;
  Source declarations_;
  std::string definitions_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_EMIT_EQUALITY_H_
