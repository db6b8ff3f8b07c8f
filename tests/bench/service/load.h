// Calls of one method, so many under way at once, for so long.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace muster::bench {

struct Load {
  // "127.0.0.1:50051".
  std::string address;
  // "/muster.v1.SubmissionService/CreateSubmission".
  std::string method;
  // Calls under way at once.
  int streams = 1;
  absl::Duration duration;
  // The next request's bytes. Called by any thread.
  std::function<std::string()> next_request;
};

struct Measured {
  int calls = 0;
  double calls_per_second = 0;
  absl::Duration p50;
  absl::Duration p99;
  // Calls that failed; a measurement with any counts for nothing.
  int failed = 0;
};

// Over gRPC, on one connection.
Measured MeasureGrpc(const Load& load);

// Over gRPC-Web, on a connection for each stream, as browsers have.
Measured MeasureWeb(const Load& load);

// Figures of the calls that took so long in that time.
Measured MeasuredFrom(std::vector<absl::Duration> took, int failed, absl::Duration elapsed);

// A socket that is connected to a server of this machine; -1 where there is none.
int ConnectTo(const std::string& address);

// CPU time that a process has used; 0: this one.
absl::Duration CpuOf(pid_t process);

}  // namespace muster::bench
