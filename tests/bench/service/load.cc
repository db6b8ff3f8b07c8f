#include "tests/bench/service/load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
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

int ConnectTo(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(address.c_str() + colon + 1)));
  inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr);
  const int connected = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  if (connect(connected, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0) return connected;
  close(connected);
  return -1;
}

absl::Duration CpuOf(pid_t process) {
  clockid_t clock = 0;
  timespec used = {};
  if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &used) != 0) std::abort();
  return absl::DurationFromTimespec(used);
}

}  // namespace muster::bench
