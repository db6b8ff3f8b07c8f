#include "server/grpc/raw_service.h"

#include <chrono>
#include <string_view>
#include <utility>

#include "absl/time/time.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

namespace muster::grpc_port {
namespace {

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const std::chrono::system_clock::time_point deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture()
                                                                  : absl::FromChrono(deadline);
}

grpc::Status StatusOf(services::Reply& reply) {
  if (reply.ok()) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(reply.code), std::move(reply.message),
          std::move(reply.details)};
}

grpc::ServerUnaryReactor* Serve(const services::Dispatcher& dispatcher, std::string_view path,
                                grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  grpc::Slice bytes;
  if (grpc::Status status = request->DumpToSingleSlice(&bytes); !status.ok()) {
    reactor->Finish(status);
    return reactor;
  }
  const services::RequestContext request_context = {services::Origin::kGrpc, DeadlineOf(*context)};
  dispatcher.Dispatch(path, {reinterpret_cast<const char*>(bytes.begin()), bytes.size()},
                      request_context, [reactor, response](services::Reply reply) {
                        if (reply.ok()) {
                          const grpc::Slice slice(reply.response);
                          *response = grpc::ByteBuffer(&slice, 1);
                        }
                        reactor->Finish(StatusOf(reply));
                      });
  return reactor;
}

}  // namespace

RawService::RawService(std::vector<std::string> method_paths,
                       const services::Dispatcher* dispatcher)
    : method_paths_(std::move(method_paths)) {
  int index = 0;
  for (const std::string& path : method_paths_) {
    AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(),
                                                   grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        index++,
        new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [dispatcher, &path](grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
              return Serve(*dispatcher, path, context, request, response);
            }));
  }
}

}  // namespace muster::grpc_port
