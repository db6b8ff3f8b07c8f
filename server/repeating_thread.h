// Work that is done again and again beside what serves, until its owner goes.
#pragma once

#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "server/mutex.h"

namespace muster {

class RepeatingThread {
 public:
  // Does the work once and says how long to wait until the next time, in real time. Called on the
  // thread, never twice at a time.
  using Round = std::function<absl::Duration()>;

  // Starts the thread. The first round comes after `first_wait`; without one it always comes. An
  // owner has this as its last member, since a round may use all the others.
  explicit RepeatingThread(Round round, absl::Duration first_wait = absl::ZeroDuration());
  // Ends the wait, or waits for the round that is running; none begins after this.
  ~RepeatingThread();
  RepeatingThread(const RepeatingThread&) = delete;
  RepeatingThread& operator=(const RepeatingThread&) = delete;

 private:
  void Work(absl::Duration wait);
  // True when it is time to stop.
  bool WaitOrStop(absl::Duration wait);

  const Round round_;
  Mutex mutex_;
  ConditionVariable woken_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace muster
