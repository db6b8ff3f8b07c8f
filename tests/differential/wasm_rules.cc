// The rules of the contract and of the conformance suite as a module, for compare.mjs.
#include <emscripten/emscripten.h>

#include <string>

#include "tests/differential/verdict.h"

namespace {

std::string given;
std::string told;

}  // namespace

extern "C" {

// Where the name of a message and its bytes go, one behind the other.
EMSCRIPTEN_KEEPALIVE char* buffer(size_t size) {
  given.resize(size);
  return given.data();
}

// Checks what is in the buffer. Gives the size of what is then at `answer`: a letter, and the bytes
// of buf.validate.Violations.
EMSCRIPTEN_KEEPALIVE size_t check(size_t name_size, double now_seconds) {
  const std::string_view whole = given;
  const muster::differential::Verdict verdict = muster::differential::Check(
      whole.substr(0, name_size), whole.substr(name_size), {static_cast<int64_t>(now_seconds), 0});
  told = verdict.kind + verdict.violations;
  return told.size();
}

EMSCRIPTEN_KEEPALIVE const char* answer() { return told.data(); }

}  // extern "C"
