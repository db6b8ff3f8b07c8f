#include "server/operations/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <system_error>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/mutex.h"

namespace muster::operations {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Gauge;
using prometheus::Histogram;

const Histogram::BucketBoundaries kSeconds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
                                              0.025,  0.05,    0.1,    0.25,  0.5,    1,     5};
const Histogram::BucketBoundaries kWrites = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

// "muster.v1.CallService/GetCall"; "none" where there is no such method.
std::string LabelOf(const std::string& method_path) {
  return method_path.empty() ? "none" : method_path.substr(1);
}

double ResidentBytes() {
  std::ifstream stream("/proc/self/statm");
  double pages = 0;
  stream >> pages >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double OpenDescriptors() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator entry("/proc/self/fd", error), end;
       !error && entry != end; entry.increment(error)) {
    ++count;
  }
  return count;
}

double CpuSeconds() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Adds a gauge that is only known now to what is told.
void Tell(const char* name, const char* help, double value,
          std::vector<prometheus::MetricFamily>& families,
          prometheus::MetricType type = prometheus::MetricType::Gauge) {
  prometheus::MetricFamily& family = families.emplace_back();
  family.name = name;
  family.help = help;
  family.type = type;
  prometheus::ClientMetric& metric = family.metric.emplace_back();
  metric.gauge.value = value;
  metric.counter.value = value;
}

}  // namespace

class Metrics::Implementation {
 public:
  explicit Implementation(const std::string& version) {
    prometheus::BuildGauge()
        .Name("muster_build_info")
        .Help("Which program this is; always 1.")
        .Register(registry_)
        .Add({{"version", version}})
        .Set(1);
  }

  void Count(const services::CallRecord& call) {
    CounterOf(call).Increment();
    HistogramOf(call.method_path).Observe(absl::ToDoubleSeconds(call.duration));
  }

  void Count(const store::CommitRecord& commit) {
    if (!commit.ok) return failed_commits_.Increment();
    commit_seconds_.Observe(absl::ToDoubleSeconds(commit.duration));
    commit_writes_.Observe(commit.write_count);
  }

  std::string Text(const Gauges& gauges) const {
    std::vector<prometheus::MetricFamily> families = registry_.Collect();
    TellStore(gauges, families);
    TellProcess(gauges, families);
    std::ostringstream text;
    prometheus::TextSerializer().Serialize(text, families);
    return text.str();
  }

 private:
  Counter& CounterOf(const services::CallRecord& call) {
    MutexLock lock(&mutex_);
    Counter*& counter = counters_[{call.method_path, call.origin, call.code}];
    if (counter == nullptr) {
      counter = &requests_.Add({{"method", LabelOf(call.method_path)},
                                {"origin", NameOf(call.origin)},
                                {"code", absl::StatusCodeToString(call.code)}});
    }
    return *counter;
  }

  Histogram& HistogramOf(const std::string& method_path) {
    MutexLock lock(&mutex_);
    Histogram*& histogram = histograms_[method_path];
    if (histogram == nullptr) {
      histogram = &request_seconds_.Add({{"method", LabelOf(method_path)}}, kSeconds);
    }
    return *histogram;
  }

  static void TellStore(const Gauges& gauges, std::vector<prometheus::MetricFamily>& families) {
    const store::EngineStatus& store = gauges.store;
    Tell("muster_store_read_only", "1 while writes are refused and reads go on.",
         store.read_only_reason.empty() ? 0 : 1, families);
    Tell("muster_store_waiting_writes", "Writes accepted and not yet answered.",
         static_cast<double>(store.waiting_write_count), families);
    Tell("muster_store_data_bytes", "Size of the data file; 0 for a database server.",
         static_cast<double>(store.data_bytes), families);
    Tell("muster_store_log_bytes", "Size of the write-ahead log; 0 for a database server.",
         static_cast<double>(store.log_bytes), families);
    Tell("muster_backup_failures_total", "Copies of the store that could not be made.",
         static_cast<double>(gauges.backup_failure_count), families,
         prometheus::MetricType::Counter);
    if (!gauges.last_backup_time.has_value()) return;
    Tell("muster_backup_last_success_timestamp_seconds", "When the last copy was made.",
         absl::ToDoubleSeconds(*gauges.last_backup_time - absl::UnixEpoch()), families);
    Tell("muster_backup_age_seconds", "Since the last copy was made.",
         absl::ToDoubleSeconds(gauges.now - *gauges.last_backup_time), families);
  }

  static void TellProcess(const Gauges& gauges, std::vector<prometheus::MetricFamily>& families) {
    Tell("muster_web_connections", "Connections open on the web port.",
         static_cast<double>(gauges.web_connection_count), families);
    Tell("process_resident_memory_bytes", "Memory in use.", ResidentBytes(), families);
    Tell("process_open_fds", "Open file descriptors.", OpenDescriptors(), families);
    Tell("process_cpu_seconds_total", "CPU time used.", CpuSeconds(), families,
         prometheus::MetricType::Counter);
  }

  prometheus::Registry registry_;
  Family<Counter>& requests_ = prometheus::BuildCounter()
                                   .Name("muster_requests_total")
                                   .Help("Calls, by method, way in and code.")
                                   .Register(registry_);
  Family<Histogram>& request_seconds_ =
      prometheus::BuildHistogram()
          .Name("muster_request_seconds")
          .Help("From a request's coming to its answer, by method.")
          .Register(registry_);
  Histogram& commit_seconds_ = prometheus::BuildHistogram()
                                   .Name("muster_store_commit_seconds")
                                   .Help("From the beginning of a commit until it was on disk.")
                                   .Register(registry_)
                                   .Add({}, kSeconds);
  Histogram& commit_writes_ = prometheus::BuildHistogram()
                                  .Name("muster_store_commit_writes")
                                  .Help("Writes that shared a commit.")
                                  .Register(registry_)
                                  .Add({}, kWrites);
  Counter& failed_commits_ = prometheus::BuildCounter()
                                 .Name("muster_store_failed_commits_total")
                                 .Help("Commits that failed, or are not known to be on disk.")
                                 .Register(registry_)
                                 .Add({});

  Mutex mutex_;
  std::map<std::tuple<std::string, services::Origin, absl::StatusCode>, Counter*> counters_
      ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Histogram*> histograms_ ABSL_GUARDED_BY(mutex_);
};

Metrics::Metrics(const std::string& version)
    : implementation_(std::make_unique<Implementation>(version)) {}

Metrics::~Metrics() = default;

void Metrics::Count(const services::CallRecord& call) { implementation_->Count(call); }

void Metrics::Count(const store::CommitRecord& commit) { implementation_->Count(commit); }

std::string Metrics::Text(const Gauges& gauges) const { return implementation_->Text(gauges); }

}  // namespace muster::operations
