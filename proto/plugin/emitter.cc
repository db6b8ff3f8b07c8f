#include "proto/plugin/emitter.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <memory>

namespace muster::plugin {

void WriteFile(google::protobuf::compiler::GeneratorContext& context, const std::string& name,
               const std::string& text) {
  const std::unique_ptr<google::protobuf::io::ZeroCopyOutputStream> file(context.Open(name));
  google::protobuf::io::CodedOutputStream(file.get()).WriteString(text);
}

std::string StripProtoSuffix(const std::string& file_name) {
  const size_t dot = file_name.rfind(".proto");
  return dot == std::string::npos ? file_name : file_name.substr(0, dot);
}

}  // namespace muster::plugin
