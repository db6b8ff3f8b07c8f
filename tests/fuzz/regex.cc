// A pattern as anyone may write it, up to the first NUL, and behind it a text: compiled, and
// matched as RE2 matches.
#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "proto/plugin/regex/automaton.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string whole(reinterpret_cast<const char*>(data), size);
  const size_t end = whole.find('\0');
  const std::string pattern = whole.substr(0, end);
  const std::string text = end == std::string::npos ? "" : whole.substr(end + 1);
  muster::plugin::regex::Automaton automaton;
  std::string error;
  const RE2 oracle(pattern, RE2::Quiet);
  if (!muster::plugin::regex::CompilePattern(pattern, automaton, error)) {
    const bool advises = error.find("states") != std::string::npos;
    if (error.empty() || (oracle.ok() && !advises)) __builtin_trap();
    return 0;
  }
  if (!oracle.ok() || automaton.Matches(text) != RE2::PartialMatch(text, oracle)) __builtin_trap();
  return 0;
}
