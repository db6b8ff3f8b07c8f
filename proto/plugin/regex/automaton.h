// From a pattern to the smallest deterministic automaton over bytes that finds it.
#ifndef MUSTER_PROTO_PLUGIN_REGEX_AUTOMATON_H_
#define MUSTER_PROTO_PLUGIN_REGEX_AUTOMATON_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster::plugin::regex {

// More states than a pattern of a form should need; each costs a row of the table.
constexpr size_t kMaxStates = 512;

// The table of muster::rules::Pattern: state 0 is lost, state 1 has matched, states from
// `first_accepting` match at the end of the text.
struct Automaton {
  std::array<uint8_t, 256> class_of_byte{};
  uint32_t class_count = 0;
  uint32_t state_count = 0;
  uint32_t start = 0;
  uint32_t first_accepting = 0;
  std::vector<uint32_t> next;  // [state * class_count + class]

  bool Matches(std::string_view text) const;
};

// False, with `error` saying what to do instead, if `pattern` is not RE2's or takes too many
// states.
bool CompilePattern(std::string_view pattern, Automaton& automaton, std::string& error);

}  // namespace muster::plugin::regex

#endif  // MUSTER_PROTO_PLUGIN_REGEX_AUTOMATON_H_
