// What the service does per second: durable creates over gRPC and gRPC-Web by 1 to 256 streams at
// once, beside a gRPC method that does nothing, in a server of its own and called in the same way,
// and beside a bare SQLite loop that commits as many rows of the request's size at once; and beside
// a server that is these two and no more. They take turns, and each figure is the median of its
// turns: neighbours on the machine burden all.
//   bench_service REQUEST_FILE FOLDER GRPC_ADDRESS WEB_ADDRESS SERVER_PID
//       EMPTY_ADDRESS EMPTY_PID BARE_ADDRESS BARE_PID
//   bench_service --empty-server
//   bench_service --bare-server DATA_FILE
// ROUNDS: turns of each, 5. STREAMS: how many at once, "1 16 64 256".
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "muster/v1/submission_service.pb.h"
#include "tests/bench/service/limit_server.h"
#include "tests/bench/service/load.h"
#include "tests/bench/store/bare_loop.h"
#include "tests/read_file.h"

namespace muster::bench {
namespace {

constexpr absl::Duration kDuration = absl::Seconds(1);
constexpr char kLowerOfTheTwo[] = "the lower of the two";
constexpr char kCreate[] = "/muster.v1.SubmissionService/CreateSubmission";

std::string Setting(const char* name, const char* otherwise) {
  const char* const value = std::getenv(name);
  return value == nullptr ? otherwise : value;
}

// The sample with a request id of its own: a UUID that counts.
class Requests {
 public:
  explicit Requests(std::string bytes) : sample_(std::move(bytes)) {
    v1::CreateSubmissionRequest request;
    if (!request.ParseFromString(sample_) || request.request_id().size() != 36) std::abort();
    id_at_ = sample_.find(request.request_id());
  }

  std::string Next() {
    char id[40];
    std::snprintf(id, sizeof(id), "%08x-0000-7000-8000-%012llx", start_,
                  static_cast<unsigned long long>(next_++));
    std::string request = sample_;
    request.replace(id_at_, 36, id);
    return request;
  }

 private:
  const std::string sample_;
  std::size_t id_at_ = 0;
  const unsigned start_ = static_cast<unsigned>(absl::ToUnixSeconds(absl::Now()));
  std::atomic<uint64_t> next_ = 0;
};

// Figures by name, a value for each turn; printed as medians in the order in which they first came.
class Figures {
 public:
  void Add(const std::string& name, double value, const char* unit, const char* of = "") {
    if (values_[name].empty()) order_.push_back({name, unit, of});
    values_[name].push_back(value);
  }

  void Print() const {
    for (const Named& figure : order_) {
      std::vector<double> values = values_.at(figure.name);
      std::sort(values.begin(), values.end());
      std::printf("{\"name\": \"service.%s\", \"value\": %.4g, \"unit\": \"%s\"",
                  figure.name.c_str(), values[values.size() / 2], figure.unit);
      if (*figure.of != '\0') std::printf(", \"of\": \"%s\"", figure.of);
      std::printf("}\n");
    }
    std::fflush(stdout);
  }

 private:
  struct Named {
    std::string name;
    const char* unit;
    const char* of;
  };
  std::vector<Named> order_;
  std::map<std::string, std::vector<double>> values_;
};

// A server that is called, and what calls it.
struct Called {
  const char* name;
  std::string address;
  const char* method;
  pid_t process;
  Measured (*measure)(const Load&);
};

class Bench {
 public:
  explicit Bench(char** arguments)
      : requests_(ReadFile(arguments[1])),
        folder_(arguments[2]),
        empty_{"empty", arguments[6], kLimitMethod, std::atoi(arguments[7]), MeasureGrpc},
        both_{"both", arguments[8], kLimitMethod, std::atoi(arguments[9]), MeasureGrpc},
        creates_{{"grpc", arguments[3], kCreate, std::atoi(arguments[5]), MeasureGrpc},
                 {"web", arguments[4], kCreate, std::atoi(arguments[5]), MeasureWeb}} {}

  // False: a call failed, and the figures would mean nothing.
  bool Run(int streams, int rounds) {
    Figures figures;
    for (int round = 0; round < rounds; ++round) {
      const double empty = Calls(empty_, streams, figures);
      const std::string at = "." + std::to_string(streams);
      const std::string path = folder_ + "/bare" + at + "." + std::to_string(round);
      const double rows = BareRowsPerSecond(path, streams, requests_.Next().size(), kDuration);
      figures.Add("bare" + at + ".rows", rows, "1/s");
      const double limit = std::min(empty, rows);
      const double both = Calls(both_, streams, figures);
      figures.Add("both" + at + ".ratio", both / limit, "", kLowerOfTheTwo);
      for (const Called& creates : creates_) {
        const std::string name = creates.name + at;
        const double each = Calls(creates, streams, figures);
        figures.Add(name + ".ratio.empty", each / empty, "", "an empty gRPC method");
        figures.Add(name + ".ratio.bare", each / rows, "", "a bare SQLite loop");
        figures.Add(name + ".ratio", each / limit, "", kLowerOfTheTwo);
        figures.Add(name + ".ratio.both", each / both, "", "a server that does only these two");
      }
    }
    figures.Print();
    return good_;
  }

 private:
  // One turn; gives calls per second.
  double Calls(const Called& called, int streams, Figures& figures) {
    const absl::Duration cpu = CpuOf(called.process);
    const absl::Duration own_cpu = CpuOf(0);
    const Measured measured = called.measure(
        {called.address, called.method, streams, kDuration, [this] { return requests_.Next(); }});
    const std::string name = std::string(called.name) + "." + std::to_string(streams);
    const auto each = [&](absl::Duration used) {
      return absl::ToDoubleMicroseconds(used) / std::max(measured.calls, 1);
    };
    figures.Add(name + ".calls", measured.calls_per_second, "1/s");
    figures.Add(name + ".p50", absl::ToDoubleMilliseconds(measured.p50), "ms");
    figures.Add(name + ".p99", absl::ToDoubleMilliseconds(measured.p99), "ms");
    figures.Add(name + ".server_cpu", each(CpuOf(called.process) - cpu), "us");
    figures.Add(name + ".client_cpu", each(CpuOf(0) - own_cpu), "us");
    if (measured.failed > 0) {
      std::fprintf(stderr, "%s: %d calls failed\n", name.c_str(), measured.failed);
      good_ = false;
    }
    return measured.calls_per_second;
  }

  Requests requests_;
  const std::string folder_;
  const Called empty_;
  const Called both_;
  const Called creates_[2];
  bool good_ = true;
};

int Main(char** arguments) {
  Bench bench(arguments);
  const int rounds = std::max(1, std::atoi(Setting("ROUNDS", "5").c_str()));
  std::istringstream all_streams(Setting("STREAMS", "1 16 64 256"));
  bool good = true;
  for (int streams = 0; all_streams >> streams;) good = bench.Run(streams, rounds) && good;
  return good ? 0 : 1;
}

}  // namespace
}  // namespace muster::bench

int main(int argument_count, char** arguments) {
  if (argument_count == 2) return muster::bench::RunEmptyServer();
  if (argument_count == 3) return muster::bench::RunBareServer(arguments[2]);
  return argument_count == 10 ? muster::bench::Main(arguments) : 2;
}
