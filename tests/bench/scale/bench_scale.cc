// What the store and the server do per second when they already hold a lot. Each thing is done on
// the smallest store and on the large one by turns, so that a ratio is of the same load.
//   bench_scale fill FILE SIZE SAMPLE               creates submissions until there are so many
//   bench_scale store SMALL LARGE SIZE SAMPLE       on this thread; leaves FILE.names of each
//   bench_scale server SIZE SMALL.names ADDRESS PROCESS LARGE.names ADDRESS PROCESS   over gRPC
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "muster/v1/organiser_service.pb.h"
#include "muster/v1/submission_service.pb.h"
#include "server/services/access_keys.h"
#include "server/services/organiser_service.h"
#include "server/services/page_token.h"
#include "server/store/resource.h"
#include "server/store/secrets.h"
#include "server/store/sqlite_engine.h"
#include "server/store/uuid.h"
#include "tests/bench/scale/fill.h"
#include "tests/bench/service/load.h"

namespace muster::bench {
namespace {

constexpr absl::Duration kCreating = absl::Seconds(4);
constexpr int kCreatesUnderWay = 64;
// Many short ones, for what else runs on the machine comes and goes; odd, for the median.
constexpr int kTurns = 21;
constexpr absl::Duration kTurn = absl::Milliseconds(500);
constexpr int kReadsUnderWay = 16;
constexpr int kNamesRead = 20'000;
constexpr int kPageSize = 50;

// What a turn came to: figures by name, the first one how much was done in a second.
struct Figure {
  const char* name;
  const char* unit;
  double value = 0;
};
using Figures = std::vector<Figure>;

double Median(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Prints the medians of both stores, and the medians of how a figure of the large one is to that of
// the small one in the same turn: more is worse, so a rate is turned round.
void Compare(const std::string& name, std::int64_t size, const std::function<Figures()>& small,
             const std::function<Figures()>& large) {
  std::vector<Figures> of_small;
  std::vector<Figures> of_large;
  for (int turn = 0; turn < kTurns; ++turn) {
    if (turn % 2 == 0) of_small.push_back(small());
    of_large.push_back(large());
    if (turn % 2 != 0) of_small.push_back(small());
  }
  for (std::size_t i = 0; i < of_large.front().size(); ++i) {
    std::vector<double> smalls;
    std::vector<double> larges;
    std::vector<double> ratios;
    for (std::size_t turn = 0; turn < kTurns; ++turn) {
      smalls.push_back(of_small[turn][i].value);
      larges.push_back(of_large[turn][i].value);
      ratios.push_back(i == 0 ? smalls.back() / larges.back() : larges.back() / smalls.back());
    }
    const Figure& figure = of_large.front()[i];
    const std::string full = name + "." + figure.name;
    Print(full, size, Median(larges), figure.unit);
    Print(full + ".smallest", size, Median(smalls), figure.unit);
    Print(full + ".ratio", size, Median(ratios), "");
  }
}

// What this thread has used of a core: where others use the machine too, it says more than how much
// was done in a second.
absl::Duration CpuOfThread() {
  rusage usage = {};
  getrusage(RUSAGE_THREAD, &usage);
  return absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
}

// The calls by which this thread has read files.
std::int64_t FileReads() {
  std::ifstream counters("/proc/thread-self/io");
  std::string name;
  std::int64_t count = 0;
  while (counters >> name >> count && name != "syscr:") {
  }
  return count;
}

v1::ListSubmissionsRequest PageRequest(const std::string& parent) {
  v1::ListSubmissionsRequest request;
  request.set_parent(parent);
  request.set_page_size(kPageSize);
  return request;
}

// A store that is open here, with names from all over it.
class OpenStore {
 public:
  explicit OpenStore(const std::string& file) {
    absl::StatusOr<std::unique_ptr<store::Engine>> engine = store::OpenSqlite({.path = file});
    Must(engine.status());
    engine_ = *std::move(engine);
    submissions_ = std::make_unique<store::SubmissionStore>(engine_.get());
    organisers_ = std::make_unique<services::OrganiserService>(submissions_.get());
  }

  void TakeNames(const std::string& parent);
  // A name and its key in each line.
  void WriteNames(const std::string& file);
  Figures Get();
  // Pages from random places.
  Figures Pages(const std::string& parent);
  // Page after page from a random place, and from the beginning after the last one.
  Figures List(const std::string& parent);

  store::Engine& engine() { return *engine_; }
  store::SubmissionStore& submissions() { return *submissions_; }

 private:
  // One turn on this thread.
  Figures Repeat(const std::function<absl::Status(const std::string& name)>& run);
  absl::Status ReadPage(const v1::ListSubmissionsRequest& request, std::string& next);

  std::unique_ptr<store::Engine> engine_;
  std::unique_ptr<store::SubmissionStore> submissions_;
  std::unique_ptr<services::OrganiserService> organisers_;
  std::vector<std::string> names_;
  std::size_t next_ = 0;  // Of the names.
};

void OpenStore::TakeNames(const std::string& parent) {
  Must(engine_->Read([&](store::Transaction& transaction) {
    absl::Status read;
    for (int i = 0; i < kNamesRead && read.ok(); ++i) {
      read = transaction.Query(
          "SELECT id FROM submissions WHERE rowid >= "
          "(SELECT abs(random()) % max(rowid) + 1 FROM submissions) LIMIT 1",
          {}, [&](const store::Row& row) {
            names_.push_back(store::ChildNameText(parent, "submissions", row.Octets(0)));
            return absl::OkStatus();
          });
    }
    return read;
  }));
}

void OpenStore::WriteNames(const std::string& file) {
  const absl::StatusOr<std::string> secret = store::AccessKeySecret(*engine_, absl::Now());
  Must(secret.status());
  const services::AccessKeys keys(*secret);
  std::ofstream output(file);
  for (const std::string& name : names_) output << name << ' ' << keys.KeyOf(name) << '\n';
}

Figures OpenStore::Repeat(const std::function<absl::Status(const std::string& name)>& run) {
  const std::size_t first = next_;
  const absl::Duration cpu_begin = CpuOfThread();
  const std::int64_t reads_begin = FileReads();
  const absl::Time begin = absl::Now();
  while (absl::Now() - begin < kTurn) Must(run(names_[next_++ % names_.size()]));
  const absl::Duration took = absl::Now() - begin;
  const auto count = static_cast<double>(next_ - first);
  return {
      {"rate", "1/s", count / absl::ToDoubleSeconds(took)},
      {"cpu", "us", absl::ToDoubleMicroseconds(CpuOfThread() - cpu_begin) / count},
      {"file_reads", "1", static_cast<double>(FileReads() - reads_begin) / count},
  };
}

Figures OpenStore::Get() {
  return Repeat([&](const std::string& name) { return submissions_->Get(name).status(); });
}

absl::Status OpenStore::ReadPage(const v1::ListSubmissionsRequest& request, std::string& next) {
  absl::Status status;
  organisers_->HandleListSubmissions(
      {}, request, [&](const absl::StatusOr<v1::ListSubmissionsResponse>& response) {
        status = response.status();
        if (!response.ok()) return;
        response->SerializeAsString();
        next = response->next_page_token();
      });
  return status;
}

Figures OpenStore::Pages(const std::string& parent) {
  v1::ListSubmissionsRequest request = PageRequest(parent);
  std::string next;
  return Repeat([&](const std::string& name) {
    request.set_page_token(services::PageTokenAfter(name));
    return ReadPage(request, next);
  });
}

Figures OpenStore::List(const std::string& parent) {
  v1::ListSubmissionsRequest request = PageRequest(parent);
  std::string next = services::PageTokenAfter(names_[next_ % names_.size()]);
  return Repeat([&](const std::string&) {
    request.set_page_token(next);
    return ReadPage(request, next);
  });
}

int FillStore(char** arguments) {
  const std::string file = arguments[0];
  const absl::StatusOr<std::unique_ptr<store::Engine>> engine =
      store::OpenSqlite({.path = file, .batch_capacity = 4096});
  Must(engine.status());
  Fill(**engine, ReadSample(**engine, arguments[2]), std::strtoll(arguments[1], nullptr, 10));
  return 0;
}

int MeasureStore(char** arguments) {
  const std::string small_file = arguments[0];
  const std::string large_file = arguments[1];
  const std::int64_t size = std::strtoll(arguments[2], nullptr, 10);
  OpenStore small(small_file);
  OpenStore large(large_file);
  const store::NewSubmission sample = ReadSample(large.engine(), arguments[3]);
  const absl::Time begin = absl::Now();
  const std::vector<absl::Duration> took =
      CreateWhile(large.submissions(), sample, kCreatesUnderWay,
                  [&](std::int64_t) { return absl::Now() - begin < kCreating; });
  Print("creates.rate", size,
        static_cast<double>(took.size()) / absl::ToDoubleSeconds(absl::Now() - begin), "1/s");
  Print("creates.p50", size, absl::ToDoubleMilliseconds(took[took.size() / 2]), "ms");
  Print("creates.p99", size, absl::ToDoubleMilliseconds(took[took.size() * 99 / 100]), "ms");
  small.TakeNames(sample.parent);
  large.TakeNames(sample.parent);
  Compare(
      "store.get", size, [&] { return small.Get(); }, [&] { return large.Get(); });
  Compare(
      "list", size, [&] { return small.List(sample.parent); },
      [&] { return large.List(sample.parent); });
  Compare(
      "page", size, [&] { return small.Pages(sample.parent); },
      [&] { return large.Pages(sample.parent); });
  small.WriteNames(small_file + ".names");
  large.WriteNames(large_file + ".names");
  return 0;
}

// A server that runs, and what it is asked for.
class Server {
 public:
  // The names' file, its address and its process.
  explicit Server(char** arguments) : address_(arguments[1]), process_(std::atoi(arguments[2])) {
    std::ifstream names(arguments[0]);
    v1::GetSubmissionRequest request;
    while (names >> *request.mutable_name() >> *request.mutable_access_key()) {
      requests_.push_back(request.SerializeAsString());
    }
  }

  Figures Get() {
    const absl::Duration cpu_begin = CpuOf(process_);
    const Measured measured =
        MeasureGrpc({.address = address_,
                     .method = "/muster.v1.SubmissionService/GetSubmission",
                     .streams = kReadsUnderWay,
                     .duration = kTurn,
                     .next_request = [this] { return requests_[next_++ % requests_.size()]; }});
    if (measured.failed > 0) Must(absl::UnknownError("a read failed"));
    return {
        {"rate", "1/s", measured.calls_per_second},
        {"cpu", "us", absl::ToDoubleMicroseconds(CpuOf(process_) - cpu_begin) / measured.calls},
        {"p50", "ms", absl::ToDoubleMilliseconds(measured.p50)},
        {"p99", "ms", absl::ToDoubleMilliseconds(measured.p99)},
    };
  }

 private:
  const std::string address_;
  const pid_t process_;
  std::vector<std::string> requests_;
  std::size_t next_ = 0;
};

int MeasureServer(char** arguments) {
  Server small(arguments + 1);
  Server large(arguments + 4);
  Compare(
      "get", std::strtoll(arguments[0], nullptr, 10), [&] { return small.Get(); },
      [&] { return large.Get(); });
  return 0;
}

}  // namespace
}  // namespace muster::bench

int main(int argument_count, char** arguments) {
  const std::string what = argument_count > 1 ? arguments[1] : "";
  if (what == "fill" && argument_count == 5) return muster::bench::FillStore(arguments + 2);
  if (what == "store" && argument_count == 6) return muster::bench::MeasureStore(arguments + 2);
  if (what == "server" && argument_count == 9) return muster::bench::MeasureServer(arguments + 2);
  return 2;
}
