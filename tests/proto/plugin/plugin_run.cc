#include "tests/proto/plugin/plugin_run.h"

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "proto/plugin/generator.h"

namespace muster::plugin {
namespace {

using google::protobuf::io::ZeroCopyInputStream;
using google::protobuf::io::ZeroCopyOutputStream;

// One file in memory, the rest from disk.
class TestTree : public google::protobuf::compiler::SourceTree {
 public:
  TestTree(const std::string& source, const std::string& name) : source_(source), name_(name) {
    disk_.MapPath("", "proto");
    disk_.MapPath("", "/usr/include");
  }
  ZeroCopyInputStream* Open(const std::string& name) override {
    if (name != name_) return disk_.Open(name);
    return new google::protobuf::io::ArrayInputStream(source_.data(),
                                                      static_cast<int>(source_.size()));
  }

 private:
  const std::string& source_;
  const std::string& name_;
  google::protobuf::compiler::DiskSourceTree disk_;
};

class FilesInMemory : public google::protobuf::compiler::GeneratorContext {
 public:
  explicit FilesInMemory(std::map<std::string, std::string>& files) : files_(files) {}
  ZeroCopyOutputStream* Open(const std::string& name) override {
    return new google::protobuf::io::StringOutputStream(&files_[name]);
  }

 private:
  std::map<std::string, std::string>& files_;
};

class Errors : public google::protobuf::compiler::MultiFileErrorCollector,
               public google::protobuf::DescriptorPool::ErrorCollector {
 public:
  explicit Errors(std::string& text) : text_(text) {}
  void AddError(const std::string& file, int line, int, const std::string& message) override {
    text_ += file + ":" + std::to_string(line + 1) + ": protoc: " + message + "\n";
  }
  void AddError(const std::string& file, const std::string& element,
                const google::protobuf::Message*, ErrorLocation,
                const std::string& message) override {
    text_ += file + ": protoc: " + element + ": " + message + "\n";
  }

 private:
  std::string& text_;
};

}  // namespace

PluginRun RunPlugin(const std::string& source, const std::string& parameter,
                    const std::string& name) {
  PluginRun run;
  Errors errors(run.error);
  std::ifstream in(MUSTER_VALIDATE_DESCRIPTOR_SET, std::ios::binary);
  std::stringstream bytes;
  bytes << in.rdbuf();
  google::protobuf::FileDescriptorSet validate;
  validate.ParseFromString(bytes.str());
  google::protobuf::SimpleDescriptorDatabase ready;
  for (const auto& file : validate.file()) ready.Add(file);
  TestTree tree(source, name);
  google::protobuf::compiler::SourceTreeDescriptorDatabase sources(&tree);
  sources.RecordErrorsTo(&errors);
  google::protobuf::MergedDescriptorDatabase all(&ready, &sources);
  google::protobuf::DescriptorPool pool(&all, &errors);
  const auto* file = pool.FindFileByName(name);
  if (file == nullptr) return run;
  run.error.clear();
  FilesInMemory context(run.files);
  Generator().GenerateAll({file}, parameter, &context, &run.error);
  return run;
}

std::string SchemaOf(const std::string& fields) {
  return "syntax = \"proto3\";\npackage test;\nimport \"buf/validate/validate.proto\";\n"
         "import \"google/protobuf/timestamp.proto\";\nmessage M {\n" +
         fields + "\n}\n";
}

}  // namespace muster::plugin
