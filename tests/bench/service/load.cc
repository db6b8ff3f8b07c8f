#include "tests/bench/service/load.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace muster::bench {

Measured MeasuredFrom(std::vector<absl::Duration> took, int failed, absl::Duration elapsed) {
  Measured measured;
  measured.failed = failed;
  if (took.empty()) return measured;
  std::sort(took.begin(), took.end());
  measured.calls = static_cast<int>(took.size());
  measured.calls_per_second = static_cast<double>(took.size()) / absl::ToDoubleSeconds(elapsed);
  measured.p50 = took[took.size() / 2];
  measured.p99 = took[took.size() * 99 / 100];
  return measured;
}

absl::Duration CpuOf(pid_t process) {
  clockid_t clock = 0;
  timespec used = {};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) std::abort();
  return absl::DurationFromTimespec(used);
}

}  // namespace muster::bench
