// The native side of the suite `parity`. Two steps, so that node can run between them:
//   parity_program records DESCRIPTORS SEED ROUNDS FORM=CONTEXT_FILE... > records
//   parity_program compare DESCRIPTORS SEED ROUNDS FORM=CONTEXT_FILE... WASM_FILE ADDRESS
// Both make the same records. The second asks the server and prints a claim a line.
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "google/protobuf/stubs/logging.h"
#include "muster/forms.h"
#include "tests/parity/comparison.h"
#include "tests/parity/contract.h"
#include "tests/parity/records.h"
#include "tests/read_file.h"

namespace muster::parity {
namespace {

struct Run {
  std::unique_ptr<Contract> contract;
  Contexts contexts;
  std::vector<SharedCase> cases;
  std::vector<Record> messages;
};

int Fail(const std::string& why) {
  std::cerr << "parity: " << why << "\n";
  return 2;
}

// False with `error`. Takes the arguments behind the step's name.
bool Prepare(const std::vector<std::string>& arguments, Run& run, std::string& error) {
  run.contract = Contract::Load(ReadFile(arguments[0]));
  if (run.contract == nullptr) return error = "no descriptors in " + arguments[0], false;
  for (const std::string& argument : arguments) {
    const size_t equals = argument.find('=');
    if (equals == std::string::npos) continue;
    v1::FormContext& context = run.contexts[argument.substr(0, equals)].emplace_back();
    if (!context.ParseFromString(ReadFile(argument.substr(equals + 1))) ||
        context.parent().empty()) {
      return error = "no context in " + argument, false;
    }
  }
  error = Obstacle(*run.contract, run.contexts);
  if (!error.empty() || !ReadSharedCases(*run.contract, run.contexts, run.cases, error)) {
    return false;
  }
  run.messages = MakeRandomRecords(*run.contract, run.contexts,
                                   std::strtoull(arguments[1].c_str(), nullptr, 10),
                                   std::strtoull(arguments[2].c_str(), nullptr, 10));
  return true;
}

std::vector<Record> AllRecords(const Run& run) {
  std::vector<Record> records;
  for (const SharedCase& one : run.cases) records.push_back(one.record);
  records.insert(records.end(), run.messages.begin(), run.messages.end());
  return records;
}

std::set<std::string> RulesOfForms(const Contract& contract) {
  std::set<std::string> rules;
  for (const form::Form* form : AllForms()) {
    rules.merge(contract.RulesOf(contract.RequestOf(std::string(form->method))));
  }
  return rules;
}

int Compare(const Run& run, const std::string& wasm_file, const std::string& address) {
  const std::vector<Record> records = AllRecords(run);
  std::vector<Verdicts> wasm;
  if (!ReadVerdicts(ReadFile(wasm_file), wasm) || wasm.size() != records.size()) {
    return Fail(wasm_file + " does not answer every record");
  }
  std::vector<ServerReply> replies = AskServer(address, records);
  std::vector<Answered> of_cases;
  std::vector<Answered> of_messages;
  for (size_t i = 0; i < records.size(); ++i) {
    (i < run.cases.size() ? of_cases : of_messages)
        .push_back({&records[i], CheckNatively(records[i]), wasm[i], std::move(replies[i])});
  }
  Claims claims;
  CompareCases(run.cases, of_cases, claims);
  CompareMessages(of_messages, RulesOfForms(*run.contract), claims);
  CompareFalsified(std::move(of_messages), claims);
  return claims.all_hold() ? 0 : 1;
}

int Main(const std::vector<std::string>& arguments) {
  google::protobuf::SetLogHandler(nullptr);  // It warns of each text that is not UTF-8.
  const bool compare = !arguments.empty() && arguments[0] == "compare";
  if (arguments.size() < (compare ? 6 : 4)) return Fail("see the head of main.cc for arguments");
  Run run;
  std::string error;
  if (!Prepare({arguments.begin() + 1, arguments.end()}, run, error)) return Fail(error);
  if (compare) return Compare(run, arguments[arguments.size() - 2], arguments.back());
  const std::vector<Record> records = AllRecords(run);
  std::cout << PackRecords(records);
  return std::cout.flush() ? 0 : Fail("the records could not be written");
}

}  // namespace
}  // namespace muster::parity

int main(int argument_count, char** arguments) {
  return muster::parity::Main({arguments + 1, arguments + argument_count});
}
