// The string functions of CEL's extension library. Positions and lengths count code points.
#ifndef MUSTER_PROTO_RULES_STRINGS_H_
#define MUSTER_PROTO_RULES_STRINGS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/rules/fault.h"

namespace muster::rules {

// The code point at `index` as text; empty right behind the last one.
std::string_view CharAt(std::string_view text, int64_t index, Fault& fault);

// Where `part` first stands, at `from` or later; -1 if it does not.
int64_t IndexOf(std::string_view text, std::string_view part);
int64_t IndexOf(std::string_view text, std::string_view part, int64_t from, Fault& fault);

// Where `part` last stands, at `from` or earlier; -1 if it does not.
int64_t LastIndexOf(std::string_view text, std::string_view part);
int64_t LastIndexOf(std::string_view text, std::string_view part, int64_t from, Fault& fault);

// From `first` on; up to `end`, which is left out.
std::string_view Substring(std::string_view text, int64_t first, Fault& fault);
std::string_view Substring(std::string_view text, int64_t first, int64_t end, Fault& fault);

// With the first `count` of `part` replaced; all if it is negative.
std::string Replace(std::string_view text, std::string_view part, std::string_view by,
                    int64_t count = -1);

// The parts between separators, `count` at most: all if it is negative. An empty separator stands
// between any two code points.
std::vector<std::string> Split(std::string_view text, std::string_view separator,
                               int64_t count = -1);

// Strings of any list in one.
template <typename Range>
std::string Join(const Range& range, std::string_view separator = {}) {
  std::string out;
  bool first = true;
  for (const auto& item : range) {
    if (!first) out += separator;
    first = false;
    out += item;
  }
  return out;
}

std::string Reverse(std::string_view text);

// Without the white space, as Unicode has it, at both ends.
std::string_view Trim(std::string_view text);

// In quotes, with what has no shape of its own escaped.
std::string Quote(std::string_view text);

std::string LowerAscii(std::string_view text);
std::string UpperAscii(std::string_view text);

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_STRINGS_H_
