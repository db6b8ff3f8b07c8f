// The same work as WebAssembly, compiled as the client is: a module that only the benchmark loads.
#include <emscripten/emscripten.h>

#include <string>

#include "muster/v1/submission_service.pb.h"
#include "muster/v1/submission_service.rules.h"
#include "proto/rules/violations.h"

namespace {

std::string bytes;
muster::v1::CreateSubmissionRequest request;

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE char* buffer(size_t size) {
  bytes.resize(size);
  return bytes.data();
}

EMSCRIPTEN_KEEPALIVE bool parse() { return request.ParseFromString(bytes); }

// One call for each message, as a page would.
EMSCRIPTEN_KEEPALIVE bool validate() {
  muster::rules::Violations violations;
  return muster::v1::Validate(request, violations);
}

}  // extern "C"
