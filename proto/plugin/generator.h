// The plugin as a whole: which parts it makes, and of which files.
#ifndef MUSTER_PROTO_PLUGIN_GENERATOR_H_
#define MUSTER_PROTO_PLUGIN_GENERATOR_H_

#include <google/protobuf/compiler/code_generator.h>

#include <string>
#include <vector>

namespace muster::plugin {

// Parameters, separated by commas: `runtime=full` (default) or `runtime=lite`; `emit=` with any of
// `messages`, `rules`, `forms`, `registry`, joined by `+` (default: messages+rules);
// `refuse=messages` to leave out messages with rules that can't be compiled and list them in
// refused.txt.
class Generator : public google::protobuf::compiler::CodeGenerator {
 public:
  uint64_t GetSupportedFeatures() const override { return FEATURE_PROTO3_OPTIONAL; }

  bool Generate(const google::protobuf::FileDescriptor* file, const std::string& parameter,
                google::protobuf::compiler::GeneratorContext* context,
                std::string* error) const override;

  // All files of a run together; `error` gets every complaint about them.
  bool GenerateAll(const std::vector<const google::protobuf::FileDescriptor*>& files,
                   const std::string& parameter,
                   google::protobuf::compiler::GeneratorContext* context,
                   std::string* error) const override;
};

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_GENERATOR_H_
