// gRPC-Web as a client speaks it for calls of one message each way.
#ifndef MUSTER_WASM_CLIENT_TRANSPORT_GRPC_WEB_H_
#define MUSTER_WASM_CLIENT_TRANSPORT_GRPC_WEB_H_

#include <string>
#include <string_view>

#include "wasm-client/host.h"

namespace muster::client {

// Codes of gRPC that the form tells apart.
enum class StatusCode {
  kOk = 0,
  kUnknown = 2,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
};

// The body of a request: one data frame around `message`.
std::string RequestBody(std::string_view message);

// What a call came to.
struct CallReply {
  StatusCode code = StatusCode::kUnknown;
  // Serialized google.rpc.Status; empty if none came.
  std::string details;
  // The reply message, with kOk only.
  std::string response;
};

// Reads any reply. No reply at all, a reply that is cut short and one of another program (a proxy's
// page, say) are kUnavailable or kUnknown: whether the request was carried out is then not known.
CallReply ReadReply(const HttpReply& reply);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_TRANSPORT_GRPC_WEB_H_
