// Replays the cases of protovalidate's conformance suite and prints those that differ.
// Usage: conformance_test FOLDER REFUSED [CASE...]: only cases whose names hold one of the words.
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>

#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

#include "registry.h"

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// The clock of the recording, 2026-11-22T10:05:57Z.
constexpr muster::rules::Instant kNow = {1795341957, 0};

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

const FieldDescriptor* Field(const Message& message, const char* name) {
  return message.GetDescriptor()->FindFieldByName(name);
}
std::string Text(const Message& message, const char* name) {
  return message.GetReflection()->GetString(message, Field(message, name));
}
const Message& Part(const Message& message, const char* name) {
  return message.GetReflection()->GetMessage(message, Field(message, name));
}

// (field path, rule path, rule id, for_key) of each violation, and its message.
using Found = std::multimap<std::string, std::string>;

Found ReadViolations(const Message& violations) {
  Found out;
  const auto* reflection = violations.GetReflection();
  const FieldDescriptor* list = Field(violations, "violations");
  for (int i = 0; i < reflection->FieldSize(violations, list); ++i) {
    const Message& one = reflection->GetRepeatedMessage(violations, list, i);
    const bool for_key = one.GetReflection()->GetBool(one, Field(one, "for_key"));
    const std::string key = "field {" + Part(one, "field").ShortDebugString() + "} rule {" +
                            Part(one, "rule").ShortDebugString() + "} " + Text(one, "rule_id") +
                            (for_key ? " key" : "");
    out.emplace(key, Text(one, "message"));
  }
  return out;
}

// An empty wanted message accepts any.
bool Matches(Found wanted, const Found& found) {
  if (wanted.size() != found.size()) return false;
  for (const auto& [key, message] : found) {
    auto [at, end] = wanted.equal_range(key);
    while (at != end && !at->second.empty() && at->second != message) ++at;
    if (at == end) return false;
    wanted.erase(at);
  }
  return true;
}

class Suite {
 public:
  Suite(const std::string& folder, const std::string& refused) : factory_(&pool_) {
    google::protobuf::FileDescriptorSet files;
    files.ParseFromString(ReadFile(folder + "/harness.binpb"));
    for (const auto& file : files.file()) pool_.BuildFile(file);
    std::istringstream lines(ReadFile(refused));
    for (std::string line; std::getline(lines, line);) refused_.insert(line);
    for (const auto& rules : muster::rules::AllMessageRules()) {
      rules_[std::string(rules.message_name)] = rules.validate;
    }
    results_ = Make("buf.validate.conformance.harness.ResultSet");
    results_->ParseFromString(ReadFile(folder + "/cases.binpb"));
  }

  int Run(const std::vector<std::string>& words) {
    const auto* reflection = results_->GetReflection();
    const FieldDescriptor* suites = Field(*results_, "suites");
    for (int i = 0; i < reflection->FieldSize(*results_, suites); ++i) {
      const Message& suite = reflection->GetRepeatedMessage(*results_, suites, i);
      const FieldDescriptor* cases = Field(suite, "cases");
      for (int j = 0; j < suite.GetReflection()->FieldSize(suite, cases); ++j) {
        const Message& one = suite.GetReflection()->GetRepeatedMessage(suite, cases, j);
        const std::string name = Text(suite, "name") + ": " + Text(one, "name");
        bool chosen = words.empty();
        for (const std::string& word : words) chosen = chosen || name.find(word) != name.npos;
        if (chosen) RunCase(name, one);
      }
    }
    std::cout << "conformance: " << passed_ << " passed, " << failed_ << " failed\n";
    return failed_ == 0 && passed_ > 0 ? 0 : 1;
  }

 private:
  std::unique_ptr<Message> Make(const std::string& name) {
    return std::unique_ptr<Message>(
        factory_.GetPrototype(pool_.FindMessageTypeByName(name))->New());
  }

  // What came of a case, as the suite calls it; the violations go to `found`.
  std::string Verdict(const std::string& type, const std::string& bytes, Found& found) {
    if (refused_.count(type) > 0) return "compilation_error";
    // The well-known types are no part of the suite's schemas and have no rules.
    if (type.starts_with("google.protobuf.")) return "success";
    if (rules_.count(type) == 0) return "no rules for " + type;
    muster::rules::Violations violations(1000);
    violations.set_now(kNow);
    rules_[type](bytes, violations);
    if (!violations.runtime_error().empty()) return "runtime_error";
    if (violations.empty()) return "success";
    const auto parsed = Make("buf.validate.Violations");
    parsed->ParseFromString(violations.Serialize());
    found = ReadViolations(*parsed);
    return "validation_error";
  }

  void RunCase(const std::string& name, const Message& one) {
    const Message& input = Part(one, "input");
    const std::string url = Text(input, "type_url");
    const Message& wanted = Part(one, "wanted");
    const FieldDescriptor* kind = wanted.GetReflection()->GetOneofFieldDescriptor(
        wanted, wanted.GetDescriptor()->FindOneofByName("result"));
    Found found;
    const std::string verdict =
        Verdict(url.substr(url.rfind('/') + 1), Text(input, "value"), found);
    Found expected;
    if (kind->name() == "validation_error") {
      expected = ReadViolations(Part(wanted, "validation_error"));
    }
    if (verdict == kind->name() && Matches(expected, found)) {
      ++passed_;
      return;
    }
    ++failed_;
    std::cout << "FAILED " << name << " (" << url << ")\n  " << input.ShortDebugString()
              << "\n  wanted " << kind->name() << "\n";
    for (const auto& [key, message] : expected)
      std::cout << "    " << key << ": " << message << "\n";
    std::cout << "  found " << verdict << "\n";
    for (const auto& [key, message] : found) std::cout << "    " << key << ": " << message << "\n";
  }

  google::protobuf::DescriptorPool pool_;
  google::protobuf::DynamicMessageFactory factory_;
  std::unique_ptr<Message> results_;
  std::set<std::string> refused_;
  std::map<std::string, bool (*)(std::string_view, muster::rules::Violations&)> rules_;
  int passed_ = 0;
  int failed_ = 0;
};

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 3) {
    std::cerr << "usage: " << argv[0] << " FOLDER REFUSED [WORD...]\n";
    return 2;
  }
  return Suite(argv[1], argv[2]).Run(std::vector<std::string>(argv + 3, argv + argc));
}
