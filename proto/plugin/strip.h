// A schema without what only the plugin reads: custom options, the imports that define them, and
// extensions of options. The stock C++ generator makes plain messages of what is left.
#ifndef MUSTER_PROTO_PLUGIN_STRIP_H_
#define MUSTER_PROTO_PLUGIN_STRIP_H_

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>

namespace muster::plugin {

enum class Runtime {
  kFull,   // Reflection, JSON, gRPC.
  kLite,   // For wasm.
  kPlain,  // Read only, over proto/plain: for the browser's module.
};

// StrippedPool holds the stripped copies of files and of what they import.
class StrippedPool {
 public:
  explicit StrippedPool(Runtime runtime) : runtime_(runtime) {}

  // The stripped copy of `file`. Null, with `error` set, if the copy does not hold together.
  const google::protobuf::FileDescriptor* Strip(const google::protobuf::FileDescriptor& file,
                                                std::string& error);

 private:
  const Runtime runtime_;
  google::protobuf::DescriptorPool pool_;
};

// Whether the stripped copy of `file` still imports its dependency `imported`. Not if that only
// defines options or rules, and none of its types is used but by them: so it is with
// buf/validate/validate.proto, files of predefined rules, and files of hints.
bool KeepsImport(const google::protobuf::FileDescriptor& file,
                 const google::protobuf::FileDescriptor& imported);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_STRIP_H_
