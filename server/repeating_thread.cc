#include "server/repeating_thread.h"

#include <utility>

namespace muster {

RepeatingThread::RepeatingThread(Round round, absl::Duration first_wait)
    : round_(std::move(round)), thread_([this, first_wait] { Work(first_wait); }) {}

RepeatingThread::~RepeatingThread() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
  }
  woken_.NotifyOne();
  thread_.join();
}

void RepeatingThread::Work(absl::Duration wait) {
  if (wait > absl::ZeroDuration() && WaitOrStop(wait)) return;
  do {
    wait = round_();
  } while (!WaitOrStop(wait));
}

bool RepeatingThread::WaitOrStop(absl::Duration wait) {
  MutexLock lock(&mutex_);
  if (!stopping_ && wait > absl::ZeroDuration()) woken_.WaitFor(&mutex_, wait);
  return stopping_;
}

}  // namespace muster
