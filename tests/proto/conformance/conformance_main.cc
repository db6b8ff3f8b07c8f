// Replays the cases of protovalidate's conformance suite and prints those that differ.
//   conformance_test native FOLDER REFUSED [WORD...]   by the rules in this program
//   conformance_test records FOLDER                    the messages, for a program elsewhere
//   conformance_test wasm FOLDER REFUSED VERDICTS [WORD...]  by what that program said
// With WORDs only cases whose names hold one of them.
#include <iostream>
#include <map>
#include <sstream>

#include "tests/proto/conformance/suite.h"

namespace muster::conformance {
namespace {

// Messages whose rules the plugin refused: the lines of its list that are no complaints.
std::set<std::string> ReadRefused(const std::string& path) {
  std::set<std::string> out;
  std::istringstream lines(ReadFile(path));
  for (std::string line; std::getline(lines, line);) out.insert(line);
  return out;
}

bool Chosen(const Case& one, const std::vector<std::string>& words) {
  const std::string name = one.suite + ": " + one.name;
  for (const std::string& word : words) {
    if (name.find(word) != name.npos) return true;
  }
  return words.empty();
}

struct Counts {
  int passed = 0;
  int failed = 0;
};

int Replay(const std::string& where, Suite& suite, const std::set<std::string>& refused,
           const std::vector<Verdict>* said, const std::vector<std::string>& words) {
  std::map<std::string, Counts> by_suite;
  Counts all;
  for (size_t i = 0; i < suite.cases().size(); ++i) {
    const Case& one = suite.cases()[i];
    if (!Chosen(one, words)) continue;
    const Verdict verdict = said != nullptr ? (*said)[i] : VerdictOf(one.type, one.bytes);
    std::string difference;
    const bool passes = suite.Passes(one, verdict, refused, difference);
    for (Counts* counts : {&by_suite[one.suite], &all}) {
      ++(passes ? counts->passed : counts->failed);
    }
    if (!passes) {
      std::cout << "FAILED " << one.suite << ": " << one.name << " (" << one.type << ", " << where
                << ")\n"
                << difference;
    }
  }
  for (const auto& [name, counts] : by_suite) {
    std::cout << where << " " << name << ": " << counts.passed << " passed, " << counts.failed
              << " failed\n";
  }
  std::cout << where << ": " << all.passed << " passed, " << all.failed << " failed\n";
  return all.failed == 0 && all.passed > 0 ? 0 : 1;
}

int Run(const std::vector<std::string>& arguments) {
  const std::string mode = arguments.empty() ? "" : arguments[0];
  const size_t needed = mode == "native" ? 3 : mode == "records" ? 2 : mode == "wasm" ? 4 : 0;
  if (needed == 0 || arguments.size() < needed) {
    std::cerr << "usage: conformance_test native FOLDER REFUSED [WORD...] | records FOLDER |\n"
                 "       wasm FOLDER REFUSED VERDICTS [WORD...]\n";
    return 2;
  }
  Suite suite(arguments[1]);
  if (mode == "records") {
    std::cout << suite.Records();
    return 0;
  }
  const std::set<std::string> refused = ReadRefused(arguments[2]);
  const std::vector<std::string> words(arguments.begin() + static_cast<ptrdiff_t>(needed),
                                       arguments.end());
  if (mode == "native") return Replay(mode, suite, refused, nullptr, words);
  const std::vector<Verdict> said = suite.ReadVerdicts(ReadFile(arguments[3]));
  if (said.empty()) {
    std::cout << "FAILED the module says something of every message\n";
    return 1;
  }
  return Replay(mode, suite, refused, &said, words);
}

}  // namespace
}  // namespace muster::conformance

int main(int argc, char* argv[]) {
  return muster::conformance::Run(std::vector<std::string>(argv + 1, argv + argc));
}
