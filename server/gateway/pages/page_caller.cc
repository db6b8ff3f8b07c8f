#include "server/gateway/pages/page_caller.h"

#include "absl/strings/cord.h"
#include "google/rpc/status.pb.h"

namespace muster::gateway {

absl::Status StatusOfReply(const services::Reply& reply) {
  absl::Status status(reply.code, reply.message);
  google::rpc::Status details;
  if (!details.ParseFromString(reply.details)) return status;
  for (const google::protobuf::Any& detail : details.details()) {
    status.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return status;
}

void PageCaller::CallBytes(std::string_view method_path, std::string_view request_bytes,
                           std::string_view sender_network,
                           std::function<void(absl::StatusOr<std::string>)> done) const {
  services::RequestContext context;
  context.origin = services::Origin::kPage;
  context.sender_network = sender_network;
  dispatch_(method_path, request_bytes, context, [done = std::move(done)](services::Reply reply) {
    if (!reply.ok()) return done(StatusOfReply(reply));
    done(std::move(reply.response));
  });
}

}  // namespace muster::gateway
