// The wire form of gRPC-Web: media types, frames, trailers and the values of its headers. Pure.
#ifndef MUSTER_SERVER_GATEWAY_GRPC_WEB_CODEC_H_
#define MUSTER_SERVER_GATEWAY_GRPC_WEB_CODEC_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace muster::gateway {

// How the bytes of a body are written.
enum class GrpcWebForm {
  kBinary,  // application/grpc-web, application/grpc-web+proto
  kText,    // application/grpc-web-text, application/grpc-web-text+proto: base64
};

// The form that a Content-Type asks for; nothing if it is not gRPC-Web with protobuf messages.
std::optional<GrpcWebForm> GrpcWebFormOf(std::string_view content_type);

// Content-Type of a reply.
std::string_view GrpcWebContentType(GrpcWebForm form);

// What is wrong with the beginning of a request's body, as early as it can be told: from the five
// bytes before the message. OK while nothing is wrong yet.
// * RESOURCE_EXHAUSTED: the message is longer than `max_message_bytes`.
// * UNIMPLEMENTED: more than one message.
// * INTERNAL: compressed without an encoding that we take, or no frame of a request.
absl::Status CheckBodySoFar(std::string_view body, GrpcWebForm form, std::size_t max_message_bytes);

// The one message in a complete body. Errors as above, and UNIMPLEMENTED for none, INTERNAL for a
// cut frame or for text that is no base64.
absl::StatusOr<std::string> MessageOfBody(std::string_view body, GrpcWebForm form,
                                          std::size_t max_message_bytes);

// Body of a successful reply: the message and the trailers.
std::string BodyOfMessage(std::string_view message, GrpcWebForm form);

// The time in a `grpc-timeout` header: at most eight digits and a unit. Nothing if it is none.
std::optional<absl::Duration> ParseGrpcTimeout(std::string_view text);

// A `grpc-message` as headers carry it: all but printable ASCII, and "%", as %XX; at most
// `max_bytes` long, never cut within a character.
std::string PercentEncodeMessage(std::string_view message, std::size_t max_bytes);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_GRPC_WEB_CODEC_H_
