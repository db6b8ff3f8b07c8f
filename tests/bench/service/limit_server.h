// Servers that do less than Muster, as limits for it. Each prints its address and serves every
// path, of which kLimitMethod is one, until it is killed.
#pragma once

#include <string>

namespace grpc {
class CallbackGenericService;
}

namespace muster::bench {

inline constexpr char kLimitMethod[] = "/muster.bench.Limit/Call";

// Reads a message and answers with an empty one.
int RunEmptyServer();

// Answers so when the message is on disk, as a row of a SQLite file at `path`: those that have come
// meanwhile are committed together.
int RunBareServer(const std::string& path);

// For the two. 1: there is no port.
int RunServer(grpc::CallbackGenericService& service);

}  // namespace muster::bench
