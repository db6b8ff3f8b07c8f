// SQLite alone: the limit that the store's figures are measured against.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace muster::bench {

// Rows per second of one thread that, without end, inserts `rows_per_commit` rows of `row_bytes` in
// a transaction and commits it to disk (WAL, synchronous=FULL): key in order of time, a random
// unique text, and the octets.
double BareRowsPerSecond(const std::string& path, int rows_per_commit, std::size_t row_bytes,
                         absl::Duration duration);

}  // namespace muster::bench
