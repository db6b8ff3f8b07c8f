// gRPC-Web at both ends: bodies as a server takes them, replies and error details as a browser
// takes them.
#include "wasm-client/transport/grpc_web.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/gateway/grpc_web_codec.h"
#include "wasm-client/transport/error_details.h"

namespace {

using muster::gateway::GrpcWebForm;

constexpr size_t kMaxMessageBytes = 1 << 16;

void TryBody(std::string_view body, GrpcWebForm form) {
  const bool good_so_far = muster::gateway::CheckBodySoFar(body, form, kMaxMessageBytes).ok();
  const auto message = muster::gateway::MessageOfBody(body, form, kMaxMessageBytes);
  // A body that is refused early is refused in the end.
  if (message.ok() && (!good_so_far || message->size() > kMaxMessageBytes)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view whole(reinterpret_cast<const char*>(data), size);
  TryBody(whole, GrpcWebForm::kBinary);
  TryBody(whole, GrpcWebForm::kText);
  muster::gateway::GrpcWebFormOf(whole);
  muster::gateway::ParseGrpcTimeout(whole);
  if (muster::gateway::PercentEncodeMessage(whole, 100).size() > 100) __builtin_trap();
  muster::client::HttpReply reply;
  reply.http_status = 200;
  reply.content_type = "application/grpc-web+proto";
  reply.body = whole;
  muster::client::ReadReply(reply);
  reply.grpc_status = "3";
  reply.grpc_status_details = whole;
  muster::client::ReadReply(reply);
  muster::client::ReadErrorDetails(whole);
  muster::client::ReadViolations(whole);
  return 0;
}
