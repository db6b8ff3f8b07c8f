// protoc-gen-muster: turns .proto files into C++ messages, rules and form tables.
#include <google/protobuf/compiler/plugin.h>

#include "proto/plugin/generator.h"

int main(int argc, char* argv[]) {
  const muster::plugin::Generator generator;
  return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
