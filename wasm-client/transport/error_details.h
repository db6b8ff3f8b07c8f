// What a server says of an error beyond its code: the details of a google.rpc.Status.
#ifndef MUSTER_WASM_CLIENT_TRANSPORT_ERROR_DETAILS_H_
#define MUSTER_WASM_CLIENT_TRANSPORT_ERROR_DETAILS_H_

#include <string>
#include <string_view>

#include "proto/rules/violations.h"

namespace muster::client {

struct ErrorDetails {
  // Of google.rpc.ErrorInfo with our domain: a name of `ErrorReason` without its prefix. Empty if
  // there is none.
  std::string reason;
  // Of buf.validate.Violations.
  rules::Violations violations;
};

// Reads a serialized google.rpc.Status. Details of other kinds, and bytes that are none, are passed
// over.
ErrorDetails ReadErrorDetails(std::string_view status_bytes);

// Reads serialized buf.validate.Violations, as `rules::Violations::Serialize` writes them, as far
// as a form words them: rule ids, messages, and paths with names, indices and string keys. What is
// malformed is left out.
rules::Violations ReadViolations(std::string_view bytes);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_TRANSPORT_ERROR_DETAILS_H_
