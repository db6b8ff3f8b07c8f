// What a handler knows of the call it serves besides the request itself.
#pragma once

#include <chrono>
#include <string>

namespace muster::services {

// The way by which a request came in.
enum class Origin {
  kGrpc,     // The gRPC port: trusted peers.
  kGrpcWeb,  // The web port, as gRPC-Web: anyone.
  kPage,     // A page of the gateway that calls in process for a browser: anyone.
};

// As logs and metrics have it.
constexpr const char* NameOf(Origin origin) {
  switch (origin) {
    case Origin::kGrpc:
      return "grpc";
    case Origin::kGrpcWeb:
      return "grpc-web";
    case Origin::kPage:
      return "page";
  }
  return "unknown";
}

struct RequestContext {
  Origin origin = Origin::kGrpc;

  // When the caller stops waiting, by the clock that only goes on: the time of day may jump. A
  // handler refuses work that could not be answered any more.
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();

  // Which network the sender is of, by which one is told from another in the limit of what each may
  // have stored (SenderRates). Empty: not limited, as the peers of the gRPC port are not.
  std::string sender_network = {};
};

}  // namespace muster::services
