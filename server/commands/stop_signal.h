// The wish of whoever runs the program that it end: SIGTERM, SIGINT, or SIGHUP of a terminal that
// is closed (under nohup it is none).
#pragma once

#include <signal.h>

namespace muster::commands {

// Made before any other thread, so that none of them is interrupted instead.
class StopSignal {
 public:
  StopSignal();

  // Returns when a signal has come. A second one then ends the process at once.
  void Wait();

 private:
  sigset_t signals_;
};

}  // namespace muster::commands
