// Runs protoc-gen-muster in this process over a schema written in a test.
#ifndef MUSTER_TESTS_PROTO_PLUGIN_PLUGIN_RUN_H_
#define MUSTER_TESTS_PROTO_PLUGIN_PLUGIN_RUN_H_

#include <map>
#include <string>

namespace muster::plugin {

struct PluginRun {
  // Complaints; empty if it went well.
  std::string error;
  // What was written, by name.
  std::map<std::string, std::string> files;
};

// Runs over `source` as the file `name`. It may import what the contract may import.
PluginRun RunPlugin(const std::string& source, const std::string& parameter = "emit=rules",
                    const std::string& name = "test.proto");

// `fields` as a whole schema of one message M, in proto3.
std::string SchemaOf(const std::string& fields);

}  // namespace muster::plugin

#endif  // MUSTER_TESTS_PROTO_PLUGIN_PLUGIN_RUN_H_
