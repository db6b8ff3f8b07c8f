// Where each fuzzer starts from, made of the text cases, the schemas and random messages.
//   fuzz_seeds FOLDER PATTERNS EXPRESSIONS DESCRIPTOR_SET...
// Writes FOLDER/TARGET/NUMBER for each target.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "muster/forms.h"
#include "proto/form/base64.h"
#include "registry.h"
#include "server/gateway/grpc_web_codec.h"
#include "tests/cases/case_builder.h"
#include "tests/differential/message_maker.h"
#include "tests/differential/schema.h"
#include "tests/read_file.h"
#include "tests/regex/pattern_sampler.h"

namespace muster::fuzz {
namespace {

constexpr uint64_t kSeed = 20261122;
constexpr size_t kMessages = 600;

class Folder {
 public:
  explicit Folder(const std::string& path) : path_(path) {
    std::filesystem::create_directories(path);
  }
  void Add(const std::string& bytes) {
    std::ofstream(path_ + "/" + std::to_string(count_++), std::ios::binary) << bytes;
  }

 private:
  const std::string path_;
  size_t count_ = 0;
};

std::vector<std::string> LinesOf(const std::string& file) {
  std::vector<std::string> lines;
  std::istringstream text(ReadFile(file));
  for (std::string line; std::getline(text, line);) {
    if (!line.starts_with("# ")) lines.push_back(line);
  }
  return lines;
}

void WritePatterns(const std::string& root, const std::string& file,
                   const differential::Schema& schema) {
  Folder folder(root + "/regex");
  parity::Random random(kSeed, 0);
  std::set<std::string> patterns = schema.Patterns();
  for (const std::string& line : LinesOf(file)) patterns.insert(line);
  for (const std::string& pattern : patterns) {
    const auto sampler = regex::PatternSampler::Of(pattern);
    if (sampler != nullptr) folder.Add(pattern + '\0' + sampler->Any(random));
  }
}

void WriteMessages(const std::string& root, const differential::Schema& schema) {
  Folder folder(root + "/rules");
  differential::MessageMaker maker(&schema);
  const auto all = rules::AllMessageRules();
  for (size_t i = 0; i < kMessages; ++i) {
    parity::Random random(kSeed, i);
    const size_t chosen = random.Below(all.size());
    const auto* type = schema.MessageNamed(std::string(all[chosen].message_name));
    if (type == nullptr) continue;
    const char number[] = {static_cast<char>(chosen >> 8), static_cast<char>(chosen)};
    folder.Add(std::string(number, 2) + maker.Make(type, random));
  }
}

// The shared cases as drafts, as posted fields and as bodies.
bool WriteCases(const std::string& root) {
  Folder form(root + "/form");
  Folder web(root + "/grpc_web");
  for (const std::string& path : tests::CaseFiles()) {
    tests::CaseFile file;
    std::string error;
    if (!tests::ReadCaseFile(path, file, error)) return std::cerr << error << "\n", false;
    for (const tests::Case& one : file.cases()) {
      tests::Request request;
      if (!tests::BuildRequest(file, one, request, error)) return false;
      const std::string bytes = tests::MessageOf(request).SerializeAsString();
      if (bytes.size() > 3000) continue;
      rules::Violations violations;
      tests::ValidateRequest(request, violations);
      form.Add(bytes);
      form.Add("page=evidence&draft=" + form::Base64Encode(bytes) + "&evidence%5B0%5D.title=x");
      web.Add(gateway::BodyOfMessage(bytes, gateway::GrpcWebForm::kBinary));
      web.Add(gateway::BodyOfMessage(bytes, gateway::GrpcWebForm::kText));
      web.Add(violations.Serialize());
      for (const rules::Violation& violation : violations) {
        form.Add(rules::PathText(violation.field));
      }
    }
  }
  return true;
}

int Main(const std::vector<std::string>& arguments) {
  std::string error;
  const auto schema = differential::Schema::Load({arguments.begin() + 3, arguments.end()}, error);
  if (schema == nullptr) return std::cerr << error << "\n", 1;
  WritePatterns(arguments[0], arguments[1], *schema);
  WriteMessages(arguments[0], *schema);
  Folder expressions(arguments[0] + "/cel");
  for (const std::string& line : LinesOf(arguments[2])) expressions.Add(line);
  return WriteCases(arguments[0]) ? 0 : 1;
}

}  // namespace
}  // namespace muster::fuzz

int main(int argument_count, char** arguments) {
  if (argument_count < 5) return 2;
  return muster::fuzz::Main({arguments + 1, arguments + argument_count});
}
