// The whole C ABI of the client and nothing else.
#include <emscripten/emscripten.h>

#include "muster/v1/submission_service.pb.h"

extern "C" {

// Whether the bytes are a CreateSubmissionRequest.
EMSCRIPTEN_KEEPALIVE bool muster_parses(const char* bytes, int size) {
  muster::v1::CreateSubmissionRequest request;
  return request.ParseFromArray(bytes, size);
}

}  // extern "C"
