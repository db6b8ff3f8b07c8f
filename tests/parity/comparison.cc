#include "tests/parity/comparison.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <map>

namespace muster::parity {
namespace {

// Differences that are shown; the rest are counted.
constexpr int kMostShown = 10;
// How often each rule has to fail in a run of so many messages that it can.
constexpr int kLeastOfEachRule = 5;
constexpr size_t kRoundsForEachRule = 5'000;
constexpr double kLeastShareOfVerdict = 0.25;
// Of rules that the contract does not hold: see proto/form/context_rules.h.
constexpr const char* kContextRules[] = {"context.choice_unknown",   "context.value_outdated",
                                         "context.question_unknown", "context.question_repeated",
                                         "context.answer_required",  "context.answer_not_choice",
                                         "context.answer_too_long",  "context.answer_count"};

using Difference = std::string (*)(const Answered&);

int CountDifferences(const std::vector<Answered>& answered, Difference difference) {
  int count = 0;
  for (const Answered& one : answered) {
    const std::string found = difference(one);
    if (!found.empty() && ++count <= kMostShown) Claims::Note(one.record->name + ": " + found);
  }
  return count;
}

// "content.evidence[3].title" is one of "content.evidence[].title".
std::string WithoutIndexes(const std::string& path) {
  std::string out;
  for (const char c : path) {
    if (out.empty() || out.back() != '[' || std::isdigit(static_cast<unsigned char>(c)) == 0) {
      out += c;
    }
  }
  return out;
}

std::map<std::string, int> CountFailures(const std::vector<Answered>& answered) {
  std::map<std::string, int> counts;
  for (const Answered& one : answered) {
    for (const rules::Violation& violation : one.native.all) {
      ++counts[violation.rule_id];
      ++counts[WithoutIndexes(rules::PathText(violation.field)) + ": " + violation.rule_id];
    }
  }
  return counts;
}

size_t CountOfKind(const std::vector<Answered>& answered, Verdict::Kind kind) {
  return static_cast<size_t>(
      std::count_if(answered.begin(), answered.end(),
                    [kind](const Answered& one) { return one.native.verdicts.all.kind == kind; }));
}

void SayCoverage(const std::vector<Answered>& answered, const std::set<std::string>& rules,
                 Claims& claims) {
  std::map<std::string, int> failures = CountFailures(answered);
  std::set<std::string> wanted = rules;
  wanted.insert(std::begin(kContextRules), std::end(kContextRules));
  int least = static_cast<int>(answered.size());
  for (const std::string& rule : wanted) {
    least = std::min(least, failures[rule]);
    if (failures[rule] < kLeastOfEachRule) {
      Claims::Note(rule + " failed " + std::to_string(failures[rule]) + " times");
    }
  }
  const std::string claim =
      "each of " + std::to_string(rules.size()) + " rules of the contract and " +
      std::to_string(std::size(kContextRules)) + " of the context failed at least " +
      std::to_string(kLeastOfEachRule) + " times (least: " + std::to_string(least) + ")";
  if (answered.size() < kRoundsForEachRule) {
    std::printf("skipped %s: fewer than %zu messages\n", claim.c_str(), kRoundsForEachRule);
    return;
  }
  claims.Say(least >= kLeastOfEachRule, claim);
}

}  // namespace

void Claims::Say(bool holds, const std::string& claim) {
  if (!holds) ++failed_;
  std::printf("%s %s\n", holds ? "ok" : "FAILED", claim.c_str());
}

void Claims::Note(const std::string& text) { std::printf("note %s\n", text.c_str()); }

std::string WasmDifference(const Answered& answered) {
  if (answered.wasm == answered.native.verdicts) return "";
  return answered.wasm.rules == answered.native.verdicts.rules
             ? "wasm differs in the rules of the context"
             : "wasm differs in the rules of the contract";
}

std::string ServerDifference(const Answered& answered) {
  return DifferenceFromServer(answered.native, answered.record->context != nullptr,
                              answered.server);
}

void CompareCases(const std::vector<SharedCase>& cases, const std::vector<Answered>& answered,
                  Claims& claims) {
  for (size_t i = 0; i < cases.size(); ++i) {
    std::vector<std::string> found;
    for (const rules::Violation& violation : answered[i].native.rules) {
      found.push_back(LineOf(violation));
    }
    std::string difference = found == cases[i].expected ? "" : "natively other than the file says";
    if (difference.empty()) difference = WasmDifference(answered[i]);
    if (difference.empty()) difference = ServerDifference(answered[i]);
    if (!difference.empty()) Claims::Note(difference);
    claims.Say(difference.empty(), cases[i].record.name);
  }
}

void CompareMessages(const std::vector<Answered>& answered, const std::set<std::string>& rules,
                     Claims& claims) {
  const std::string count = std::to_string(answered.size());
  const int wasm = CountDifferences(answered, WasmDifference);
  claims.Say(wasm == 0, count + " random messages: wasm and native agree byte for byte (" +
                            std::to_string(wasm) + " differ)");
  const int server = CountDifferences(answered, ServerDifference);
  claims.Say(server == 0, count + " random messages: server and native agree (" +
                              std::to_string(server) + " differ)");
  const size_t valid = CountOfKind(answered, Verdict::Kind::kValid);
  const size_t invalid = CountOfKind(answered, Verdict::Kind::kInvalid);
  const size_t malformed = CountOfKind(answered, Verdict::Kind::kMalformed);
  const double least = kLeastShareOfVerdict * static_cast<double>(answered.size());
  claims.Say(static_cast<double>(valid) >= least && static_cast<double>(invalid) >= least,
             "of these " + std::to_string(valid) + " are valid and " + std::to_string(invalid) +
                 " invalid: a quarter at least of each; " + std::to_string(malformed) +
                 " are no messages");
  SayCoverage(answered, rules, claims);
}

void CompareFalsified(std::vector<Answered> answered, Claims& claims) {
  // The first with violations that a server was asked for.
  const auto victim = std::find_if(answered.begin(), answered.end(), [](const Answered& one) {
    return !one.native.rules.empty() && ServerDifference(one).empty() &&
           WasmDifference(one).empty();
  });
  if (victim == answered.end()) return claims.Say(false, "control: a message to falsify");
  const auto differing = [&](Difference difference) {
    return std::count_if(answered.begin(), answered.end(),
                         [&](const Answered& one) { return !difference(one).empty(); });
  };
  const auto wasm_before = differing(WasmDifference);
  victim->wasm.rules.violations.back() ^= 1;
  claims.Say(differing(WasmDifference) == wasm_before + 1,
             "control: one flipped bit in what wasm answered is found");
  const auto server_before = differing(ServerDifference);
  const std::string native_bytes = victim->native.rules[0].message;
  const size_t at = victim->server.details.find(native_bytes);
  if (at != std::string::npos) victim->server.details[at] ^= 1;
  claims.Say(differing(ServerDifference) == server_before + 1,
             "control: one flipped bit in what the server answered is found");
}

}  // namespace muster::parity
