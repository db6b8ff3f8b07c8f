// The native side of the suite `differential`: random messages, and what the compiled rules say of
// them, as a stream for compare.mjs.
//   differential_program SEED ROUNDS CONTRACT_SET EVERYTHING_SET [CONFORMANCE_FOLDER] > records
// A record is four packed parts: the name of the message, its bytes, a letter ('v' valid, 'i'
// invalid, 'e' a run-time error), the bytes of buf.validate.Violations. Message n of a seed is the
// same whatever the number of rounds.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "google/protobuf/stubs/logging.h"
#include "registry.h"
#include "tests/differential/message_maker.h"
#include "tests/differential/values.h"
#include "tests/differential/verdict.h"
#include "tests/parity/packed.h"
#include "tests/read_file.h"

namespace muster::differential {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// How many of the messages are of the contract, where there are others.
constexpr double kShareOfContract = 0.3;
constexpr size_t kWrittenAtOnceBytes = 1 << 16;

const Message& Part(const Message& message, const char* name) {
  return message.GetReflection()->GetMessage(message,
                                             message.GetDescriptor()->FindFieldByName(name));
}

std::string Text(const Message& message, const char* name) {
  return message.GetReflection()->GetString(message,
                                            message.GetDescriptor()->FindFieldByName(name));
}

template <typename Visit>
void ForEach(const Message& message, const char* name, const Visit& visit) {
  const FieldDescriptor* list = message.GetDescriptor()->FindFieldByName(name);
  for (int i = 0; i < message.GetReflection()->FieldSize(message, list); ++i) {
    visit(message.GetReflection()->GetRepeatedMessage(message, list, i));
  }
}

// The messages of the conformance cases are where random ones start from.
void AddExamples(const std::string& folder, const Schema& schema, MessageMaker& maker) {
  std::string error;
  const auto harness = Schema::Load({folder + "/harness.binpb"}, error);
  if (harness == nullptr) return;
  const auto results =
      harness->New(harness->MessageNamed("buf.validate.conformance.harness.ResultSet"));
  results->ParseFromString(ReadFile(folder + "/cases.binpb"));
  ForEach(*results, "suites", [&](const Message& suite) {
    ForEach(suite, "cases", [&](const Message& one) {
      const Message& input = Part(one, "input");
      const std::string url = Text(input, "type_url");
      const Descriptor* type = schema.MessageNamed(url.substr(url.rfind('/') + 1));
      if (type != nullptr) maker.AddExample(type, Text(input, "value"));
    });
  });
}

struct Types {
  std::vector<const Descriptor*> contract;
  std::vector<const Descriptor*> others;
};

Types TypesOf(const Schema& schema) {
  Types types;
  for (const Descriptor* type : schema.Messages()) {
    if (!HasRules(type->full_name())) continue;
    const bool own = type->full_name().starts_with("muster.");
    (own ? types.contract : types.others).push_back(type);
  }
  return types;
}

int Main(const std::vector<std::string>& arguments) {
  google::protobuf::SetLogHandler(nullptr);
  std::vector<std::string> sets = {arguments[2], arguments[3]};
  if (arguments.size() > 4) sets.insert(sets.begin(), arguments[4] + "/schemas.binpb");
  std::string error;
  const auto schema = Schema::Load(sets, error);
  if (schema == nullptr) return std::fprintf(stderr, "differential: %s\n", error.c_str()), 2;
  MessageMaker maker(schema.get());
  if (arguments.size() > 4) AddExamples(arguments[4], *schema, maker);
  const Types types = TypesOf(*schema);
  const uint64_t seed = std::strtoull(arguments[0].c_str(), nullptr, 10);
  const uint64_t rounds = std::strtoull(arguments[1].c_str(), nullptr, 10);
  std::string out;
  for (uint64_t round = 0; round < rounds; ++round) {
    parity::Random random(seed, round);
    const bool own = types.others.empty() || random.Chance(kShareOfContract);
    const Descriptor* type = random.Pick(own ? types.contract : types.others);
    const std::string bytes = maker.Make(type, random);
    const Verdict verdict = Check(type->full_name(), bytes, {kNow.seconds, kNow.nanos});
    parity::AppendPacked(type->full_name(), out);
    parity::AppendPacked(bytes, out);
    parity::AppendPacked(std::string(1, verdict.kind), out);
    parity::AppendPacked(verdict.violations, out);
    if (out.size() < kWrittenAtOnceBytes && round + 1 < rounds) continue;
    if (std::fwrite(out.data(), 1, out.size(), stdout) != out.size()) return 1;
    out.clear();
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace muster::differential

int main(int argument_count, char** arguments) {
  if (argument_count < 5) return 2;
  return muster::differential::Main({arguments + 1, arguments + argument_count});
}
