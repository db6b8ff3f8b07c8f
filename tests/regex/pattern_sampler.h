// Texts made from a pattern: such as it matches, and such as it only just does not.
#pragma once

#include <memory>
#include <string>

#include "proto/plugin/regex/syntax.h"
#include "tests/parity/random.h"

namespace muster::regex {

class PatternSampler {
 public:
  // Null: it is no pattern.
  static std::unique_ptr<PatternSampler> Of(const std::string& pattern);

  // Follows the pattern, its assertions (^, \b) aside: for most patterns it matches.
  std::string Follow(parity::Random& random) const;

  // The same, changed in one to three places.
  std::string Stray(parity::Random& random) const;

  // Either.
  std::string Any(parity::Random& random) const {
    return random.Chance(0.5) ? Follow(random) : Stray(random);
  }

 private:
  explicit PatternSampler(plugin::regex::Tree tree) : tree_(std::move(tree)) {}

  const plugin::regex::Tree tree_;
};

// One small change: a character more, less or another, other case, a line behind, broken UTF-8.
std::string Changed(parity::Random& random, std::string text);

}  // namespace muster::regex
