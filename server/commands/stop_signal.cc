#include "server/commands/stop_signal.h"

#include <pthread.h>

namespace muster::commands {

StopSignal::StopSignal() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  // A reader that left is an error of its write, not the end of the program.
  signal(SIGPIPE, SIG_IGN);
}

void StopSignal::Wait() {
  int received = 0;
  sigwait(&signals_, &received);
  pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
}

}  // namespace muster::commands
