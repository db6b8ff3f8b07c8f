// The suite `regex`: pattern tables beside RE2. Prints a claim a line.
//   regex_program SEED ROUNDS PATTERNS DESCRIPTOR_SET...
#include <re2/re2.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "proto/plugin/regex/automaton.h"
#include "proto/rules/pattern.h"
#include "tests/differential/schema.h"
#include "tests/read_file.h"
#include "tests/regex/pattern_sampler.h"
#include "tests/regex/pattern_writer.h"

namespace muster::regex {
namespace {

using parity::Random;
using plugin::regex::Automaton;

constexpr size_t kLeastPatterns = 60;
constexpr double kLeastShare = 0.2;
// Texts for each random pattern, and how much of the run goes to random patterns.
constexpr size_t kTextsOfPattern = 20;
constexpr size_t kRoundsOfPattern = 200;
constexpr int kMostShown = 10;

int failed = 0;

void Say(bool holds, const std::string& claim) {
  if (!holds) ++failed;
  std::printf("%s %s\n", holds ? "ok" : "FAILED", claim.c_str());
}

// A table as generated code has it, and the function that reads it there.
class Table {
 public:
  explicit Table(const Automaton& automaton) : automaton_(automaton) {
    for (uint32_t c = 0; c < automaton.class_count; ++c) {
      for (uint32_t state = 0; state < automaton.state_count; ++state) {
        next_.push_back(static_cast<uint16_t>(automaton.next[state * automaton.class_count + c]));
      }
    }
  }

  bool Matches(const std::string& text) const {
    return rules::Pattern<uint16_t>{automaton_.class_of_byte.data(), next_.data(),
                                    static_cast<uint16_t>(automaton_.state_count),
                                    static_cast<uint16_t>(automaton_.start),
                                    static_cast<uint16_t>(automaton_.first_accepting)}
        .Matches(text);
  }

 private:
  const Automaton automaton_;
  std::vector<uint16_t> next_;
};

struct Side {
  std::string pattern;
  std::unique_ptr<Table> table;
  std::unique_ptr<PatternSampler> sampler;
  std::unique_ptr<RE2> oracle;
  size_t matches = 0;
  size_t misses = 0;

  bool Agree(const std::string& text) {
    const bool wanted = RE2::PartialMatch(text, *oracle);
    ++(wanted ? matches : misses);
    return table->Matches(text) == wanted;
  }
};

// What came of compiling a pattern.
enum class Compiled { kBoth, kNeither, kTooLarge, kDiffer };

Compiled Prepare(const std::string& pattern, Side& side) {
  side.pattern = pattern;
  side.oracle = std::make_unique<RE2>(pattern, RE2::Quiet);
  Automaton automaton;
  std::string error;
  if (!plugin::regex::CompilePattern(pattern, automaton, error)) {
    if (!side.oracle->ok()) return error.empty() ? Compiled::kDiffer : Compiled::kNeither;
    const bool advises = error.find("states: anchor it") != std::string::npos;
    return advises ? Compiled::kTooLarge : Compiled::kDiffer;
  }
  if (!side.oracle->ok()) return Compiled::kDiffer;
  side.table = std::make_unique<Table>(automaton);
  side.sampler = PatternSampler::Of(pattern);
  return side.sampler == nullptr ? Compiled::kDiffer : Compiled::kBoth;
}

void Show(const Side& side, const std::string& text) {
  std::printf("pattern %s on \"%s\"\n", RE2::QuoteMeta(side.pattern).c_str(),
              RE2::QuoteMeta(text).c_str());
}

std::string Percent(size_t part, size_t whole) {
  return std::to_string(whole == 0 ? 0 : part * 100 / whole) + " %";
}

std::set<std::string> AllPatterns(const std::string& file, const differential::Schema& schema) {
  std::set<std::string> patterns = schema.Patterns();
  std::istringstream lines(ReadFile(file));
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("# ")) patterns.insert(line);
  }
  return patterns;
}

// Patterns by turns, so that all have the same number of texts.
void TryTexts(const std::set<std::string>& patterns, uint64_t seed, size_t rounds) {
  std::vector<Side> sides;
  size_t left_out = 0;
  for (const std::string& pattern : patterns) {
    Side side;
    const Compiled compiled = Prepare(pattern, side);
    // A literal in a rule that also matches need not be a pattern.
    if (compiled == Compiled::kNeither) ++left_out;
    if (compiled == Compiled::kBoth) {
      sides.push_back(std::move(side));
    } else if (compiled != Compiled::kNeither) {
      Say(false, "pattern " + pattern + " is compiled");
    }
  }
  std::printf("%zu patterns; %zu literals are none\n", sides.size(), left_out);
  Say(sides.size() >= kLeastPatterns, "at least 60 patterns are tried");
  int differences = 0;
  for (size_t round = 0; round < rounds; ++round) {
    Side& side = sides[round % sides.size()];
    Random random(seed, round);
    const std::string text = side.sampler->Any(random);
    if (side.Agree(text)) continue;
    if (++differences <= kMostShown) Show(side, text);
  }
  size_t matches = 0;
  size_t two_sided = 0;
  for (const Side& side : sides) {
    matches += side.matches;
    if (side.matches > 0 && side.misses > 0) ++two_sided;
  }
  std::printf("%s matched; %zu of %zu patterns saw both\n", Percent(matches, rounds).c_str(),
              two_sided, sides.size());
  Say(differences == 0, "tables equal RE2 on " + std::to_string(rounds) + " texts");
  const auto least = static_cast<size_t>(kLeastShare * static_cast<double>(rounds));
  Say(matches >= least && rounds - matches >= least, "both verdicts come in good share");
}

void TryPatterns(uint64_t seed, size_t rounds) {
  size_t counts[4] = {};
  size_t texts = 0;
  int differences = 0;
  for (size_t round = 0; round < rounds; ++round) {
    Random random(~seed, round);
    Side side;
    const Compiled compiled = Prepare(RandomPattern(random), side);
    ++counts[static_cast<int>(compiled)];
    if (compiled == Compiled::kDiffer && ++differences <= kMostShown) Show(side, "");
    if (compiled != Compiled::kBoth) continue;
    for (size_t i = 0; i < kTextsOfPattern; ++i, ++texts) {
      const std::string text = side.sampler->Any(random);
      if (!side.Agree(text) && ++differences <= kMostShown) Show(side, text);
    }
  }
  const auto share = [&](Compiled which) {
    return Percent(counts[static_cast<int>(which)], rounds);
  };
  std::printf("random patterns: %s compiled, %s refused by both, %s refused with advice\n",
              share(Compiled::kBoth).c_str(), share(Compiled::kNeither).c_str(),
              share(Compiled::kTooLarge).c_str());
  Say(differences == 0, std::to_string(rounds) + " random patterns are taken as RE2 takes them, " +
                            "and equal it on " + std::to_string(texts) + " texts");
}

// The control: a table of another pattern.
void TryWrongTable(uint64_t seed) {
  Side side;
  Side wrong;
  bool found = Prepare("^a{2,5}b?$", side) == Compiled::kBoth &&
               Prepare("^a{2,4}b?$", wrong) == Compiled::kBoth;
  side.table = std::move(wrong.table);
  size_t round = 0;
  while (found && round < kRoundsOfPattern) {
    Random random(seed, round++);
    if (!side.Agree(side.sampler->Any(random))) break;
  }
  Say(found && round < kRoundsOfPattern, "the control, a bound of 4 for 5, is found");
}

int Main(const std::vector<std::string>& arguments) {
  std::string error;
  const auto schema = differential::Schema::Load({arguments.begin() + 3, arguments.end()}, error);
  if (schema == nullptr) return std::fprintf(stderr, "regex: %s\n", error.c_str()), 2;
  const uint64_t seed = std::strtoull(arguments[0].c_str(), nullptr, 10);
  const size_t rounds = std::strtoull(arguments[1].c_str(), nullptr, 10);
  TryTexts(AllPatterns(arguments[2], *schema), seed, rounds);
  TryPatterns(seed, rounds / kRoundsOfPattern);
  TryWrongTable(seed);
  return failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace muster::regex

int main(int argument_count, char** arguments) {
  if (argument_count < 5) return 2;
  return muster::regex::Main({arguments + 1, arguments + argument_count});
}
