// Submissions in a store by the way that the services take: SubmissionStore::Create, many under
// way.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "server/store/submission_store.h"

namespace muster::store {
class Engine;
}  // namespace muster::store

namespace muster::bench {

// Ends the program with one line where it is an error.
void Must(const absl::Status& status);

// A submission that its rules and its call accept; the call is in the store.
// `file`: a CreateSubmissionRequest in text format.
store::NewSubmission ReadSample(store::Engine& engine, const std::string& file);

// Creates submissions like `sample` while `more(count so far)`, so many under way at once.
// Gives how long each took, the shortest first.
std::vector<absl::Duration> CreateWhile(store::SubmissionStore& submissions,
                                        const store::NewSubmission& sample, int under_way,
                                        const std::function<bool(std::int64_t count)>& more);

// Creates submissions until the store has `size`, and prints how many a second.
void Fill(store::Engine& engine, const store::NewSubmission& sample, std::int64_t size);

// {"name": "scale.SIZE.NAME", "value": VALUE, "unit": UNIT}
void Print(const std::string& name, std::int64_t size, double value, const char* unit);

}  // namespace muster::bench
