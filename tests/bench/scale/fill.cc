#include "tests/bench/scale/fill.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <semaphore>

#include "absl/time/clock.h"
#include "google/protobuf/text_format.h"
#include "muster/v1/submission_service.pb.h"
#include "server/services/consent_records.h"
#include "server/store/call_store.h"
#include "server/store/engine.h"
#include "server/store/resource.h"
#include "server/store/uuid.h"

namespace muster::bench {
namespace {

// As many as an engine takes at once.
constexpr int kFillUnderWay = 8000;
constexpr char kSentence[] = "Waiting times fell by a third, measured over six months. ";

std::int64_t Stored(store::Engine& engine) {
  std::int64_t count = 0;
  Must(engine.Read([&](store::Transaction& transaction) {
    // None is ever removed.
    return transaction.Query("SELECT max(rowid) FROM submissions", {}, [&](const store::Row& row) {
      count = row.Integer(0);
      return absl::OkStatus();
    });
  }));
  return count;
}

}  // namespace

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

store::NewSubmission ReadSample(store::Engine& engine, const std::string& file) {
  std::ifstream input(file);
  const std::string text{std::istreambuf_iterator<char>(input), std::istreambuf_iterator<char>()};
  v1::CreateSubmissionRequest request;
  if (!google::protobuf::TextFormat::ParseFromString(text, &request)) {
    Must(absl::InvalidArgumentError("no request in " + file));
  }
  for (v1::EvidenceItem& item : *request.mutable_content()->mutable_evidence()) {
    item.set_what_was_done(kSentence);
    item.set_what_changed(kSentence);
  }
  const absl::StatusOr<store::StoredCall> stored = store::CallStore(&engine).Get(request.parent());
  Must(stored.status());
  store::NewSubmission sample;
  sample.parent = request.parent();
  sample.call_revision = stored->revision;
  sample.content_bytes = store::MessageBytes(request.content());
  sample.content_sha256 = store::Sha256(sample.content_bytes);
  sample.consent_bytes = services::ConsentBytes(stored->call, "en", request.content().consents());
  return sample;
}

std::vector<absl::Duration> CreateWhile(store::SubmissionStore& submissions,
                                        const store::NewSubmission& sample, int under_way,
                                        const std::function<bool(std::int64_t count)>& more) {
  std::counting_semaphore<> free(under_way);
  std::vector<absl::Duration> took;
  for (std::int64_t count = 0; more(count); ++count) {
    free.acquire();
    store::NewSubmission wanted = sample;
    wanted.now = absl::Now();
    wanted.request_id = store::UuidText(store::NewUuid(wanted.now));
    const absl::Time begin = wanted.now;
    // Answers come on one thread.
    submissions.Create(std::move(wanted), [&, begin](absl::StatusOr<v1::Receipt> receipt) {
      Must(receipt.status());
      took.push_back(absl::Now() - begin);
      free.release();
    });
  }
  for (int i = 0; i < under_way; ++i) free.acquire();
  std::sort(took.begin(), took.end());
  return took;
}

void Fill(store::Engine& engine, const store::NewSubmission& sample, std::int64_t size) {
  const std::int64_t wanted = size - Stored(engine);
  if (wanted <= 0) return;
  store::SubmissionStore submissions(&engine);
  const absl::Time begin = absl::Now();
  CreateWhile(submissions, sample, kFillUnderWay,
              [&](std::int64_t count) { return count < wanted; });
  Print("fill", size, static_cast<double>(wanted) / absl::ToDoubleSeconds(absl::Now() - begin),
        "1/s");
}

}  // namespace muster::bench
