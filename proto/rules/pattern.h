// A regular expression as a table: protoc-gen-muster compiles each constant pattern to one.
#ifndef MUSTER_PROTO_RULES_PATTERN_H_
#define MUSTER_PROTO_RULES_PATTERN_H_

#include <cstdint>
#include <string_view>

namespace muster::rules {

// A deterministic automaton over bytes. State 0 never matches any more, state 1 has matched.
template <typename State>
struct Pattern {
  // The class of each byte; bytes of one class are alike to the pattern.
  const uint8_t* class_of_byte;
  // next[class * state_count + state]: the product does not wait for the state.
  const State* next;
  uint16_t state_count;
  State start;
  // States from this one on match if the text ends here.
  State first_accepting;

  // Whether the pattern is found anywhere in `text`, as RE2 finds it.
  bool Matches(std::string_view text) const {
    uint32_t state = start;
    for (const char c : text) {
      if (state <= 1) break;
      state = next[class_of_byte[static_cast<unsigned char>(c)] * state_count + state];
    }
    return state == 1 || state >= first_accepting;
  }
};

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_PATTERN_H_
