// Regular expressions of RE2 as trees.
#ifndef MUSTER_PROTO_PLUGIN_REGEX_SYNTAX_H_
#define MUSTER_PROTO_PLUGIN_REGEX_SYNTAX_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace muster::plugin::regex {

// Code points from `first` to `last`.
struct Range {
  uint32_t first = 0;
  uint32_t last = 0;

  bool operator==(const Range&) const = default;
};

constexpr uint32_t kLastCodePoint = 0x10ffff;

// Sorted, apart from each other.
using CharacterSet = std::vector<Range>;

// Sorts, and joins what touches.
CharacterSet Normalize(CharacterSet set);
CharacterSet Complement(const CharacterSet& set);

struct Node {
  enum class Kind {
    kEmpty,
    kSet,        // One code point of `set`.
    kAnyByte,    // \C
    kSequence,   // Each of `parts`, one after the other.
    kChoice,     // One of `parts`.
    kRepeat,     // parts[0], from `least` to `most` times; `most` -1: no limit.
    kTextBegin,  // ^ or \A
    kTextEnd,    // $ or \z
    kLineBegin,  // (?m)^
    kLineEnd,    // (?m)$
    kWordEdge,   // \b
    kNoWordEdge  // \B
  };

  Kind kind = Kind::kEmpty;
  CharacterSet set;
  std::vector<std::shared_ptr<const Node>> parts;
  int least = 0;
  int most = 0;
  // How many levels it has.
  int depth = 1;
};

using Tree = std::shared_ptr<const Node>;

// The tree of `pattern`. Null with `error` if RE2 would refuse it.
Tree ParsePattern(std::string_view pattern, std::string& error);

}  // namespace muster::plugin::regex

#endif  // MUSTER_PROTO_PLUGIN_REGEX_SYNTAX_H_
