// A pattern as a nondeterministic automaton over bytes.
#ifndef MUSTER_PROTO_PLUGIN_REGEX_PROGRAM_H_
#define MUSTER_PROTO_PLUGIN_REGEX_PROGRAM_H_

#include <cstdint>
#include <vector>

#include "proto/plugin/regex/syntax.h"

namespace muster::plugin::regex {

struct Step {
  enum class Kind {
    kByte,    // Goes to `next` on a byte from `first` to `last`.
    kSplit,   // Goes to `next` and to `other`.
    kAssert,  // Goes to `next` where `assertion` holds.
    kMatch,
  };

  Kind kind = Kind::kMatch;
  uint8_t first = 0;
  uint8_t last = 0;
  Node::Kind assertion = Node::Kind::kEmpty;
  int next = -1;
  int other = -1;
};

// Step 0 is the match; `start` the beginning.
struct Program {
  std::vector<Step> steps;
  int start = 0;
};

// False if it would take more steps than any sensible pattern.
bool BuildProgram(const Tree& tree, Program& program);

}  // namespace muster::plugin::regex

#endif  // MUSTER_PROTO_PLUGIN_REGEX_PROGRAM_H_
