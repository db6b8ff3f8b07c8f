// What the store does per second when it already holds a lot: fills a store with submissions up to
// a size, many in a transaction, then creates some through SubmissionStore, reads by name and
// lists.
//   bench_scale FILE SIZE
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <semaphore>
#include <string>
#include <vector>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "server/store/call_store.h"
#include "server/store/random.h"
#include "server/store/uuid.h"
#include "tests/server/store/test_store.h"

namespace muster::bench {
namespace {

constexpr absl::Duration kDuration = absl::Seconds(4);
constexpr int kUnderWay = 64;
constexpr std::size_t kContentBytes = 1200;
constexpr std::int64_t kRowsAtOnce = 5000;
constexpr int kNamesRead = 20'000;
constexpr int kPageSize = 50;
constexpr char kCall[] = "calls/sample";

void Must(const absl::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", std::string(status.message()).c_str());
  std::exit(1);
}

void Print(const std::string& name, std::int64_t size, double value, const char* unit) {
  std::printf("{\"name\": \"scale.%lld.%s\", \"value\": %.4g, \"unit\": \"%s\"}\n",
              static_cast<long long>(size), name.c_str(), value, unit);
  std::fflush(stdout);
}

// The reference that stands at that part of all there can be. Those of a fill go up, so that their
// index is gone through once, and lie as evenly as random ones do.
std::string ReferenceAt(double part) {
  constexpr std::string_view kCharacters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  auto number = static_cast<std::uint64_t>(part * static_cast<double>(std::uint64_t{1} << 60));
  std::string reference(14, '-');
  for (int i = 13; i >= 0; --i) {
    if (i == 4 || i == 9) continue;
    reference[static_cast<std::size_t>(i)] = kCharacters[number & 31];
    number >>= 5;
  }
  return reference;
}

// A submission as SubmissionStore leaves it: its row, its request id and its event.
absl::Status AddRow(store::Transaction& transaction, const std::string& content,
                    const std::string& consents, const std::string& reference, absl::Time now) {
  const std::string id = store::NewUuid(now);
  const std::string digest = store::RandomOctets(32);
  const std::int64_t now_us = absl::ToUnixMicros(now);
  absl::Status added =
      transaction
          .Change(
              "INSERT INTO request_ids (request_id, kind, parent_name, resource_id, "
              "content_sha256) VALUES ($1, 'submissions', $2, $3, $4)",
              {store::Bytes{store::NewUuid(now)}, kCall, store::Bytes{id}, store::Bytes{digest}})
          .status();
  if (!added.ok()) return added;
  added = transaction
              .Change(
                  "INSERT INTO submissions (id, call_name, reference, state, revision, "
                  "create_time_us, update_time_us, content_sha256, content, consents) "
                  "VALUES ($1, $2, $3, 1, 1, $4, $4, $5, $6, $7)",
                  {store::Bytes{id}, kCall, reference, now_us, store::Bytes{digest},
                   store::Bytes{content}, store::Bytes{consents}})
              .status();
  if (!added.ok()) return added;
  return transaction
      .Change(
          "INSERT INTO events (time_us, kind, resource_name, revision, content_sha256) "
          "VALUES ($1, 'submission.created', $2, 1, $3)",
          {now_us, std::string(kCall) + "/submissions/" + store::UuidText(id),
           store::Bytes{digest}})
      .status();
}

store::NewSubmission Sample() {
  store::NewSubmission wanted =
      store::SampleSubmission("Title", store::RequestId(0), store::At("10:00"));
  wanted.content.set_information_outside_themes(std::string(kContentBytes, 'x'));
  return wanted;
}

std::int64_t Stored(store::Engine& engine) {
  return store::Count(engine, "SELECT count(*) FROM submissions");
}

void Fill(store::Engine& engine, std::int64_t size) {
  const store::NewSubmission sample = Sample();
  const std::string content = sample.content.SerializeAsString();
  v1::Receipt receipt;
  for (const v1::ConsentRecord& consent : sample.consents) *receipt.add_consents() = consent;
  const std::string consents = receipt.SerializeAsString();
  const std::int64_t before = Stored(engine);
  const double offset = absl::Uniform(absl::BitGen(), 0.0, 1.0);
  const absl::Time begin = absl::Now();
  for (std::int64_t rows = before; rows < size; rows += kRowsAtOnce) {
    Must(engine.WriteAndWait([&](store::Transaction& transaction) -> absl::Status {
      const std::int64_t until = std::min(size, rows + kRowsAtOnce);
      for (std::int64_t row = rows; row < until; ++row) {
        // Between those of an earlier fill.
        const double part =
            (static_cast<double>(row - before) + offset) / static_cast<double>(size - before);
        absl::Status added = AddRow(transaction, content, consents, ReferenceAt(part),
                                    store::At("10:00") + (absl::Now() - begin));
        if (!added.ok()) return added;
      }
      return absl::OkStatus();
    }));
  }
  if (size > before) {
    Print("fill", size,
          static_cast<double>(size - before) / absl::ToDoubleSeconds(absl::Now() - begin), "1/s");
  }
}

void MeasureCreates(store::SubmissionStore& submissions, std::int64_t size) {
  store::NewSubmission wanted = Sample();
  std::counting_semaphore<kUnderWay> free(kUnderWay);
  std::deque<absl::Duration> took;
  const absl::Time begin = absl::Now();
  while (absl::Now() - begin < kDuration) {
    free.acquire();
    const absl::Time start = absl::Now();
    wanted.request_id = store::UuidText(store::NewUuid(start));
    wanted.now = store::At("11:00") + (start - begin);
    submissions.Create(wanted, [&, start](absl::StatusOr<v1::Receipt> receipt) {
      Must(receipt.status());
      took.push_back(absl::Now() - start);
      free.release();
    });
  }
  for (int i = 0; i < kUnderWay; ++i) free.acquire();
  std::sort(took.begin(), took.end());
  Print("creates", size,
        static_cast<double>(took.size()) / absl::ToDoubleSeconds(absl::Now() - begin), "1/s");
  Print("create_p50", size, absl::ToDoubleMilliseconds(took[took.size() / 2]), "ms");
  Print("create_p99", size, absl::ToDoubleMilliseconds(took[took.size() * 99 / 100]), "ms");
}

// Names from all over the store.
std::vector<std::string> SomeNames(store::Engine& engine) {
  std::vector<std::string> names;
  Must(engine.Read([&](store::Transaction& transaction) {
    absl::Status read;
    for (int i = 0; i < kNamesRead && read.ok(); ++i) {
      read = transaction.Query(
          "SELECT id FROM submissions WHERE rowid >= "
          "(SELECT abs(random()) % max(rowid) + 1 FROM submissions) LIMIT 1",
          {}, [&](const store::Row& row) {
            names.push_back(std::string(kCall) + "/submissions/" + store::UuidText(row.Octets(0)));
            return absl::OkStatus();
          });
    }
    return read;
  }));
  return names;
}

// What this thread has used of a core: where others use the machine too, it says more than how much
// was done in a second.
absl::Duration CpuTime() {
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

// Does one thing again and again on this thread.
void Measure(const std::string& name, std::int64_t size,
             const std::function<absl::Status(std::size_t turn)>& run) {
  const absl::Time begin = absl::Now();
  const absl::Duration cpu_begin = CpuTime();
  const std::int64_t reads_begin = FileReads();
  std::size_t turns = 0;
  for (; absl::Now() - begin < kDuration; ++turns) Must(run(turns));
  const auto count = static_cast<double>(turns);
  Print(name, size, count / absl::ToDoubleSeconds(absl::Now() - begin), "1/s");
  Print(name + ".cpu", size, absl::ToDoubleMicroseconds(CpuTime() - cpu_begin) / count, "us");
  Print(name + ".file_reads", size, static_cast<double>(FileReads() - reads_begin) / count, "1");
}

int Main(const std::string& file, std::int64_t size) {
  absl::StatusOr<std::unique_ptr<store::Engine>> engine = store::OpenSqlite({.path = file});
  Must(engine.status());
  Must(store::CallStore(engine->get()).Apply(store::SampleCall(), store::At("08:00")).status());
  Fill(**engine, size);
  store::SubmissionStore submissions(engine->get());
  MeasureCreates(submissions, size);
  const std::vector<std::string> names = SomeNames(**engine);
  Measure("reads_by_name", size,
          [&](std::size_t turn) { return submissions.Get(names[turn % names.size()]).status(); });
  Measure("pages", size, [&](std::size_t turn) {
    return submissions.List(kCall, names[turn % names.size()], kPageSize).status();
  });
  return 0;
}

}  // namespace
}  // namespace muster::bench

int main(int argument_count, char** arguments) {
  if (argument_count != 3) return 2;
  return muster::bench::Main(arguments[1], std::strtoll(arguments[2], nullptr, 10));
}
