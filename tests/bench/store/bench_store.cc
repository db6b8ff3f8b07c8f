// What the store does per second: durable creates by 1 to 256 writers at once beside a bare SQLite
// loop that commits as many rows at once, and reads by name.
#include <algorithm>
#include <cstdio>
#include <deque>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "server/store/call_store.h"
#include "server/store/resource.h"
#include "server/store/uuid.h"
#include "tests/bench/store/bare_loop.h"
#include "tests/server/store/test_store.h"

namespace muster::bench {
namespace {

using store::NewSubmission;

// Each figure is the median of so many turns; the store and the bare loop take theirs by turns, so
// that neighbours on the machine burden both.
constexpr int kTurns = 5;
constexpr absl::Duration kDuration = absl::Seconds(1);
constexpr std::size_t kContentBytes = 1200;
constexpr int kSendingThreads = 4;

void Print(const std::string& name, double value, const std::string& unit,
           const std::string& of = "") {
  std::printf("{\"name\": \"%s\", \"value\": %.4g, \"unit\": \"%s\"", name.c_str(), value,
              unit.c_str());
  if (!of.empty()) std::printf(", \"of\": \"%s\"", of.c_str());
  std::printf("}\n");
  std::fflush(stdout);
}

// One that sends: keeps `permits` creates under way, and notes how long each took.
class Sender {
 public:
  Sender(store::SubmissionStore* submissions, int permits)
      : submissions_(submissions), permits_(permits), free_(permits) {}

  void SendUntil(absl::Time end) {
    NewSubmission wanted =
        store::SampleSubmission("Title", store::RequestId(0), store::At("10:00"));
    v1::SubmissionContent content;
    content.set_information_outside_themes(std::string(kContentBytes, 'x'));
    store::SetContent(wanted, content);
    while (absl::Now() < end) {
      free_.acquire();
      const absl::Time start = absl::Now();
      wanted.request_id = store::UuidText(store::NewUuid(start));
      wanted.now = store::At("10:00") + (start - begin_);
      submissions_->Create(wanted, [this, start](absl::StatusOr<v1::Receipt> receipt) {
        if (!receipt.ok()) std::abort();
        took_.push_back(absl::Now() - start);
        free_.release();
      });
    }
    for (int i = 0; i < permits_; ++i) free_.acquire();
  }

  // After SendUntil. Written on the engine's one answering thread until then.
  const std::deque<absl::Duration>& took() const { return took_; }

 private:
  store::SubmissionStore* const submissions_;
  const int permits_;
  const absl::Time begin_ = absl::Now();
  std::counting_semaphore<1024> free_;
  std::deque<absl::Duration> took_;
};

// Durable creates with this many under way; gives the rate, and adds how long each took.
double Creates(store::SubmissionStore& submissions, int writers,
               std::vector<absl::Duration>& took) {
  const std::size_t before = took.size();
  const int threads = std::min(writers, kSendingThreads);
  std::deque<Sender> senders;
  std::vector<std::thread> running;
  const absl::Time start = absl::Now();
  for (int thread = 0; thread < threads; ++thread) {
    Sender& sender = senders.emplace_back(&submissions, writers / threads);
    running.emplace_back([&sender, start] { sender.SendUntil(start + kDuration); });
  }
  for (std::thread& thread : running) thread.join();
  const double seconds = absl::ToDoubleSeconds(absl::Now() - start);
  for (const Sender& sender : senders) {
    took.insert(took.end(), sender.took().begin(), sender.took().end());
  }
  return static_cast<double>(took.size() - before) / seconds;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void MeasureCreates(int writers) {
  const store::TestFolder folder;
  absl::StatusOr<std::unique_ptr<store::Engine>> engine =
      store::OpenSqlite({.path = folder.File("muster.db")});
  if (!engine.ok()) std::abort();
  if (!store::CallStore(engine->get()).Apply(store::SampleCall(), store::At("08:00")).ok()) {
    std::abort();
  }
  store::SubmissionStore submissions(engine->get());
  std::vector<absl::Duration> took;
  std::vector<double> rates;
  std::vector<double> bare_rates;
  for (int turn = 0; turn < kTurns; ++turn) {
    rates.push_back(Creates(submissions, writers, took));
    bare_rates.push_back(BareRowsPerSecond(folder.File("bare" + std::to_string(turn) + ".db"),
                                           writers, kContentBytes, kDuration));
  }
  std::sort(took.begin(), took.end());
  const double rate = Median(rates);
  const double bare = Median(bare_rates);
  const std::string suffix = "_" + std::to_string(writers);
  Print("store_creates" + suffix, rate, "1/s");
  Print("store_create_p50" + suffix, absl::ToDoubleMilliseconds(took[took.size() / 2]), "ms");
  Print("store_create_p99" + suffix, absl::ToDoubleMilliseconds(took[took.size() * 99 / 100]),
        "ms");
  Print("bare_sqlite_rows" + suffix, bare, "1/s");
  Print("store_creates_ratio" + suffix, rate / bare, "ratio", "bare_sqlite_rows" + suffix);
}

void MeasureReads() {
  const store::TestFolder folder;
  absl::StatusOr<std::unique_ptr<store::Engine>> engine =
      store::OpenSqlite({.path = folder.File("muster.db")});
  if (!engine.ok()) std::abort();
  if (!store::CallStore(engine->get()).Apply(store::SampleCall(), store::At("08:00")).ok()) {
    std::abort();
  }
  store::SubmissionStore submissions(engine->get());
  std::vector<std::string> names;
  for (int i = 0; i < 1000; ++i) {
    names.push_back(store::Create(submissions, store::SampleSubmission("Title", store::RequestId(i),
                                                                       store::At("10:00")))
                        ->name());
  }
  std::int64_t reads = 0;
  const absl::Time start = absl::Now();
  while (absl::Now() - start < kDuration) {
    if (!submissions.Get(names[static_cast<std::size_t>(reads++) % names.size()]).ok()) {
      std::abort();
    }
  }
  Print("store_reads_by_name_one_thread",
        static_cast<double>(reads) / absl::ToDoubleSeconds(absl::Now() - start), "1/s");
}

}  // namespace
}  // namespace muster::bench

int main() {
  for (const int writers : {1, 16, 64, 256}) muster::bench::MeasureCreates(writers);
  muster::bench::MeasureReads();
  return 0;
}
