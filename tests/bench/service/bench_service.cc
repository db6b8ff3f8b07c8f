// What the service does per second: durable creates over gRPC and gRPC-Web by 1 to 256 streams at
// once, beside a gRPC method that does nothing, in a server of its own and called in the same way,
// and beside a bare SQLite loop that commits as many rows of the request's size at once.
//   bench_service GRPC_ADDRESS WEB_ADDRESS EMPTY_ADDRESS REQUEST_FILE FOLDER
//   bench_service --empty-server
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/time/clock.h"
#include "muster/v1/submission_service.pb.h"
#include "tests/bench/service/load.h"
#include "tests/bench/store/bare_loop.h"

namespace muster::bench {
namespace {

constexpr absl::Duration kDuration = absl::Seconds(3);
constexpr int kStreams[] = {1, 16, 64, 256};
constexpr char kCreate[] = "/muster.v1.SubmissionService/CreateSubmission";

void Print(const std::string& name, double value, const char* unit, const char* of = "") {
  std::printf("{\"name\": \"service.%s\", \"value\": %.4g, \"unit\": \"%s\"", name.c_str(), value,
              unit);
  if (*of != '\0') std::printf(", \"of\": \"%s\"", of);
  std::printf("}\n");
  std::fflush(stdout);
}

// The sample with a request id of its own: a UUID that counts.
class Requests {
 public:
  explicit Requests(const std::string& bytes) { sample_.ParseFromString(bytes); }

  std::string Next() {
    v1::CreateSubmissionRequest request = sample_;
    char id[40];
    std::snprintf(id, sizeof(id), "%08x-0000-7000-8000-%012llx", start_,
                  static_cast<unsigned long long>(next_++));
    request.set_request_id(id);
    return request.SerializeAsString();
  }

 private:
  v1::CreateSubmissionRequest sample_;
  const unsigned start_ = static_cast<unsigned>(absl::ToUnixSeconds(absl::Now()));
  std::atomic<uint64_t> next_ = 0;
};

// What the same machine does per second at best.
struct Limits {
  double empty_calls = 0;
  double bare_rows = 0;
};

// False: a call failed, and the figure would mean nothing.
bool PrintMeasured(const std::string& name, const Measured& measured, const Limits& limits) {
  Print(name + ".creates", measured.calls_per_second, "1/s");
  Print(name + ".p50", absl::ToDoubleMilliseconds(measured.p50), "ms");
  Print(name + ".p99", absl::ToDoubleMilliseconds(measured.p99), "ms");
  const double each = measured.calls_per_second;
  Print(name + ".ratio.empty", each / limits.empty_calls, "", "an empty gRPC method");
  Print(name + ".ratio.bare", each / limits.bare_rows, "", "a bare SQLite loop");
  Print(name + ".ratio", each / std::min(limits.empty_calls, limits.bare_rows), "",
        "the lower of the two");
  if (measured.failed == 0) return true;
  std::fprintf(stderr, "%s: %d calls failed\n", name.c_str(), measured.failed);
  return false;
}

int Main(char** arguments) {
  std::ifstream file(arguments[4], std::ios::binary);
  Requests requests({std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()});
  bool good = true;
  for (const int streams : kStreams) {
    const std::string name = std::to_string(streams);
    Load load = {arguments[3], kEmptyMethod, streams, kDuration, [&] { return requests.Next(); }};
    const Measured empty = MeasureGrpc(load);
    Print("empty." + name + ".calls", empty.calls_per_second, "1/s");
    good = good && empty.failed == 0;
    const double rows = BareRowsPerSecond(std::string(arguments[5]) + "/bare" + name, streams,
                                          requests.Next().size(), kDuration);
    Print("bare." + name + ".rows", rows, "1/s");
    const Limits limits = {empty.calls_per_second, rows};
    load.method = kCreate;
    load.address = arguments[1];
    good = PrintMeasured("grpc." + name, MeasureGrpc(load), limits) && good;
    load.address = arguments[2];
    good = PrintMeasured("web." + name, MeasureWeb(load), limits) && good;
  }
  return good ? 0 : 1;
}

}  // namespace

Measured MeasuredFrom(std::vector<absl::Duration> took, int failed, absl::Duration elapsed) {
  Measured measured;
  measured.failed = failed;
  if (took.empty()) return measured;
  std::sort(took.begin(), took.end());
  measured.calls_per_second = static_cast<double>(took.size()) / absl::ToDoubleSeconds(elapsed);
  measured.p50 = took[took.size() / 2];
  measured.p99 = took[took.size() * 99 / 100];
  return measured;
}

}  // namespace muster::bench

int main(int argument_count, char** arguments) {
  if (argument_count == 2) return muster::bench::RunEmptyServer();
  return argument_count == 6 ? muster::bench::Main(arguments) : 2;
}
