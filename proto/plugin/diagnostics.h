// What stops a build: complaints about the schema, each with file, line and column.
#ifndef MUSTER_PROTO_PLUGIN_DIAGNOSTICS_H_
#define MUSTER_PROTO_PLUGIN_DIAGNOSTICS_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>
#include <vector>

namespace muster::plugin {

// A place in a schema: an element, and the way from it into its options.
struct Place {
  const google::protobuf::FileDescriptor* file = nullptr;
  // As in `google.protobuf.SourceCodeInfo.Location.path`.
  std::vector<int> path;
};

// The place of an element's option; `option_path` goes into its options message by field numbers.
// The innermost part of it that the source tells apart is what gets reported.
Place PlaceOf(const google::protobuf::FieldDescriptor& field, const std::vector<int>& option_path);
Place PlaceOf(const google::protobuf::Descriptor& message, const std::vector<int>& option_path);
Place PlaceOf(const google::protobuf::OneofDescriptor& oneof, const std::vector<int>& option_path);

// Diagnostics collects complaints; any at all stops the build.
class Diagnostics {
 public:
  // `text` says what is wrong and what to do instead.
  void Error(const Place& place, std::string_view text);

  // Adds the complaints of `other`.
  void Merge(const Diagnostics& other);

  bool ok() const { return lines_.empty(); }
  // One complaint a line, "file:line:column: error: text".
  std::string Text() const;

 private:
  std::vector<std::string> lines_;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_DIAGNOSTICS_H_
