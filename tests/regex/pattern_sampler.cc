#include "tests/regex/pattern_sampler.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "proto/rules/utf8.h"

namespace muster::regex {
namespace {

using parity::Random;
using plugin::regex::Node;

// Repetitions end here, so that (a{9}){9} does.
constexpr size_t kUsualBytes = 160;
constexpr size_t kMostMore = 4;

void AddOneOf(const plugin::regex::CharacterSet& set, Random& random, std::string& out) {
  if (set.empty()) return;
  const plugin::regex::Range& range = set[random.Below(set.size())];
  uint32_t point = range.first + static_cast<uint32_t>(random.Below(range.last - range.first + 1));
  if (random.Chance(0.3)) point = range.first;
  if (random.Chance(0.3)) point = range.last;
  rules::AppendUtf8(point, out);
}

void AddRepeat(const Node& node, Random& random, std::string& out);

void Add(const Node& node, Random& random, std::string& out) {
  switch (node.kind) {
    case Node::Kind::kSet:
      return AddOneOf(node.set, random, out);
    case Node::Kind::kAnyByte:
      out += static_cast<char>(random.Below(random.Chance(0.1) ? 256 : 128));
      return;
    case Node::Kind::kSequence:
      for (const auto& part : node.parts) Add(*part, random, out);
      return;
    case Node::Kind::kChoice:
      return Add(*random.Pick(node.parts), random, out);
    case Node::Kind::kRepeat:
      return AddRepeat(node, random, out);
    default:
      return;
  }
}

void AddRepeat(const Node& node, Random& random, std::string& out) {
  const size_t room =
      node.most < 0 ? kMostMore : static_cast<size_t>(std::max(0, node.most - node.least));
  size_t more = random.Below(std::min(room, kMostMore) + 1);
  if (node.most >= 0 && random.Chance(0.2)) more = room;
  const size_t times = static_cast<size_t>(node.least) + more;
  for (size_t i = 0; i < times && out.size() < kUsualBytes; ++i) Add(*node.parts[0], random, out);
}

}  // namespace

std::unique_ptr<PatternSampler> PatternSampler::Of(const std::string& pattern) {
  std::string error;
  plugin::regex::Tree tree = plugin::regex::ParsePattern(pattern, error);
  if (tree == nullptr) return nullptr;
  return std::unique_ptr<PatternSampler>(new PatternSampler(std::move(tree)));
}

std::string PatternSampler::Follow(Random& random) const {
  std::string text;
  Add(*tree_, random, text);
  return text;
}

std::string PatternSampler::Stray(Random& random) const {
  std::string text = Follow(random);
  for (size_t changes = 1 + random.Below(3); changes > 0; --changes) text = Changed(random, text);
  return text;
}

std::string Changed(Random& random, std::string text) {
  static const std::vector<std::string> noise = {
      "a", "b",  "k",      "Z",      "0",      "_",      "-",          ".",    "/",
      " ", "\n", "\r\n",   "\t",     "\u00e9", "\u017f", "\u212a",     "\x7f", "aa",
      "@", ":",  "\u0175", "\u20ac", "\u03a3", "\u03c2", "\U0001f600", "\x80", "\xff"};
  const size_t at = random.Below(text.size() + 1);
  const bool inside = at < text.size();
  switch (random.Below(8)) {
    case 0:
      return text.substr(0, at);
    case 1:
      return text.insert(at, random.Pick(noise));
    case 2:
      return inside ? text.erase(at, 1) : text;
    case 3:
      return text + random.Pick(noise);
    case 4:
      return random.Pick(noise) + text;
    case 5:
      if (inside) text[at] = static_cast<char>(text[at] + (random.Chance(0.5) ? 1 : -1));
      return text;
    case 6:
      if (inside && std::isalpha(static_cast<unsigned char>(text[at])) != 0) text[at] ^= 0x20;
      return text;
    default:
      return text.insert(at, text.substr(random.Below(text.size() + 1), 3));
  }
}

}  // namespace muster::regex
