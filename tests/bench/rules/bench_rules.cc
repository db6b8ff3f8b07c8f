// How long the rules take for a valid submission of 4 KB, natively.
//   bench_rules SAMPLE REQUEST: reads the sample, writes the request's bytes, prints figures.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "muster/v1/submission_service.pb.h"
#include "muster/v1/submission_service.rules.h"
#include "proto/rules/violations.h"

namespace muster::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr size_t kRequestBytes = 4096;
constexpr int kRounds = 2'000;
constexpr int kRepeats = 15;

// The best of some repeats: what the machine does besides only adds.
template <typename Work>
double NanosecondsOf(const Work& work) {
  double best = 1e18;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    const Clock::time_point begin = Clock::now();
    for (int i = 0; i < kRounds; ++i) {
      if (!work()) return -1;
    }
    const std::chrono::duration<double, std::nano> took = Clock::now() - begin;
    best = std::min(best, took.count() / kRounds);
  }
  return best;
}

void Print(const char* name, double nanoseconds) {
  std::printf("{\"name\": \"%s\", \"value\": %.1f, \"unit\": \"ns\"}\n", name, nanoseconds);
}

bool ReadSample(const char* path, v1::CreateSubmissionRequest& request) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!google::protobuf::TextFormat::ParseFromString(text, &request)) return false;
  const std::string sentence = "Waiting times fell by a third, measured over six months. ";
  v1::SubmissionContent& content = *request.mutable_content();
  for (int i = 0; request.ByteSizeLong() < kRequestBytes - sentence.size() - 4; ++i) {
    v1::EvidenceItem& item = *content.mutable_evidence(i / 2 % content.evidence_size());
    *(i % 2 == 0 ? item.mutable_what_was_done() : item.mutable_what_changed()) += sentence;
  }
  return true;
}

int Main(const char* sample, const char* output) {
  v1::CreateSubmissionRequest request;
  if (!ReadSample(sample, request)) return std::fprintf(stderr, "can't read %s\n", sample), 1;
  const std::string bytes = request.SerializeAsString();
  std::ofstream(output, std::ios::binary) << bytes;
  rules::Violations violations;
  std::printf("{\"name\": \"rules.request_size\", \"value\": %zu, \"unit\": \"bytes\"}\n",
              bytes.size());
  Print("rules.native.validate", NanosecondsOf([&] { return v1::Validate(request, violations); }));
  v1::CreateSubmissionRequest parsed;
  Print("rules.native.parse_and_validate", NanosecondsOf([&] {
          return parsed.ParseFromString(bytes) && v1::Validate(parsed, violations);
        }));
  return violations.ok() ? 0 : 1;
}

}  // namespace
}  // namespace muster::bench

int main(int argument_count, char** arguments) {
  if (argument_count != 3) return 2;
  return muster::bench::Main(arguments[1], arguments[2]);
}
