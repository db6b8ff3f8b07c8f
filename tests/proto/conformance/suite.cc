#include "tests/proto/conformance/suite.h"

#include <google/protobuf/descriptor.pb.h>

#include <fstream>
#include <map>
#include <sstream>

namespace muster::conformance {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

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

std::string Listed(const Found& violations) {
  std::string out;
  for (const auto& [key, message] : violations) out += "    " + key + ": " + message + "\n";
  return out;
}

void AppendLength(size_t length, std::string& out) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(length >> shift & 0xff);
}

std::string NameOf(Kind kind) {
  switch (kind) {
    case Kind::kSuccess:
      return "success";
    case Kind::kViolations:
      return "validation_error";
    case Kind::kRuntimeError:
      return "runtime_error";
    case Kind::kUnknownMessage:
      break;
  }
  return "no rules for this message";
}

}  // namespace

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream out;
  out << in.rdbuf();
  return out.str();
}

Suite::Suite(const std::string& folder) : factory_(&pool_) {
  google::protobuf::FileDescriptorSet files;
  files.ParseFromString(ReadFile(folder + "/harness.binpb"));
  for (const auto& file : files.file()) pool_.BuildFile(file);
  results_ = Make("buf.validate.conformance.harness.ResultSet");
  if (results_ == nullptr) return;
  results_->ParseFromString(ReadFile(folder + "/cases.binpb"));
  const FieldDescriptor* suites = Field(*results_, "suites");
  for (int i = 0; i < results_->GetReflection()->FieldSize(*results_, suites); ++i) {
    const Message& suite = results_->GetReflection()->GetRepeatedMessage(*results_, suites, i);
    const FieldDescriptor* cases = Field(suite, "cases");
    for (int j = 0; j < suite.GetReflection()->FieldSize(suite, cases); ++j) {
      const Message& one = suite.GetReflection()->GetRepeatedMessage(suite, cases, j);
      const Message& input = Part(one, "input");
      const std::string url = Text(input, "type_url");
      cases_.push_back({Text(suite, "name"), Text(one, "name"), url.substr(url.rfind('/') + 1),
                        Text(input, "value"), &Part(one, "wanted")});
    }
  }
}

std::unique_ptr<Message> Suite::Make(const std::string& name) {
  const auto* type = pool_.FindMessageTypeByName(name);
  return std::unique_ptr<Message>(type == nullptr ? nullptr : factory_.GetPrototype(type)->New());
}

std::string Suite::Records() const {
  std::string out;
  for (const Case& one : cases_) {
    for (const std::string* part : {&one.type, &one.bytes}) {
      AppendLength(part->size(), out);
      out += *part;
    }
  }
  return out;
}

std::vector<Verdict> Suite::ReadVerdicts(const std::string& bytes) const {
  constexpr size_t kHead = 5;
  std::vector<Verdict> out;
  for (size_t at = 0; at + kHead <= bytes.size();) {
    size_t length = 0;
    for (size_t i = 0; i < 4; ++i) {
      length |= static_cast<size_t>(static_cast<unsigned char>(bytes[at + 1 + i])) << (8 * i);
    }
    if (length > bytes.size() - at - kHead) return {};
    out.push_back({static_cast<Kind>(bytes[at]), bytes.substr(at + kHead, length)});
    at += kHead + length;
  }
  if (out.size() != cases_.size()) out.clear();
  return out;
}

bool Suite::Passes(const Case& one, const Verdict& verdict, const std::set<std::string>& refused,
                   std::string& difference) {
  const Message& wanted = *one.wanted;
  const FieldDescriptor* kind = wanted.GetReflection()->GetOneofFieldDescriptor(
      wanted, wanted.GetDescriptor()->FindOneofByName("result"));
  const std::string wanted_kind = kind == nullptr ? "nothing" : kind->name();
  const std::string found_kind =
      refused.count(one.type) > 0 ? "compilation_error" : NameOf(verdict.kind);
  Found expected;
  if (wanted_kind == "validation_error") {
    expected = ReadViolations(Part(wanted, "validation_error"));
  }
  const auto parsed = Make("buf.validate.Violations");
  parsed->ParseFromString(verdict.violations);
  const Found found = ReadViolations(*parsed);
  if (wanted_kind == found_kind && Matches(expected, found)) return true;
  difference = "  wanted " + wanted_kind + "\n" + Listed(expected) + "  found " + found_kind +
               "\n" + Listed(found);
  return false;
}

}  // namespace muster::conformance
