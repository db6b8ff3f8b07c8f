// Peers of the gRPC port that know no generated code.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "grpcpp/channel.h"
#include "grpcpp/support/status.h"

namespace muster::grpc_port {

struct RawAnswer {
  grpc::Status status;
  std::string bytes;
};

// A unary call with the bytes of a message as they are. Waits at most 20 seconds.
RawAnswer CallRaw(const std::shared_ptr<grpc::Channel>& channel, const std::string& path,
                  const std::string& bytes);

// Writes bytes to a port of this machine and hangs up.
void SendToPort(int port, const std::string& bytes);

// What a tool like grpcurl asks.
class ReflectionPeer {
 public:
  explicit ReflectionPeer(std::shared_ptr<grpc::Channel> channel) : channel_(std::move(channel)) {}

  std::vector<std::string> Services();

  // Asks for the file of a symbol and for all that it imports, directly or not. `seen` gets the
  // names of the files, `missing` those that could not be had.
  void FollowImports(const std::string& symbol, std::set<std::string>& seen,
                     std::vector<std::string>& missing);

 private:
  // A request with one text field, and the response's bytes.
  std::string Ask(const std::string& field, const std::string& text);

  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace muster::grpc_port
