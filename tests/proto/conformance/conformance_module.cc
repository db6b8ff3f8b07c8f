// The rules of the suite's schemas in WebAssembly, for replay.mjs.
#include <emscripten/emscripten.h>

#include <string>

#include "tests/proto/conformance/verdict.h"

namespace {

std::string type;
std::string bytes;
muster::conformance::Verdict verdict;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE char* type_buffer(size_t size) {
  type.resize(size);
  return type.data();
}

EMSCRIPTEN_KEEPALIVE char* bytes_buffer(size_t size) {
  bytes.resize(size);
  return bytes.data();
}

// Returns the kind of the verdict; its violations are in the result.
EMSCRIPTEN_KEEPALIVE int validate() {
  verdict = muster::conformance::VerdictOf(type, bytes);
  return static_cast<int>(verdict.kind);
}

EMSCRIPTEN_KEEPALIVE const char* result_data() { return verdict.violations.data(); }
EMSCRIPTEN_KEEPALIVE size_t result_size() { return verdict.violations.size(); }

}  // extern "C"
