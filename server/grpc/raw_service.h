// One gRPC service without generated code: its methods take and give bytes, and the dispatcher does
// the rest. So a malformed message gets an answer of ours: gRPC's own parser answers UNIMPLEMENTED,
// mute.
#pragma once

#include <string>
#include <vector>

#include "grpcpp/impl/service_type.h"
#include "server/services/dispatcher.h"

namespace muster::grpc_port {

class RawService final : public grpc::Service {
 public:
  // Unary methods of one service, by path. The dispatcher outlives the service.
  RawService(std::vector<std::string> method_paths, const services::Dispatcher* dispatcher);

 private:
  const std::vector<std::string> method_paths_;  // gRPC keeps pointers to these.
};

}  // namespace muster::grpc_port
