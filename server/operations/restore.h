// Puts a copy of a store in the place of a data file.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/operations/verify.h"

namespace muster::operations {

struct RestoreOptions {
  // The copy. It stays as it is.
  std::string from;
  std::string data_file;
  // Whether a data file that is there may be put aside.
  bool replace = false;
};

struct Restored {
  VerifyReport report;
  // Where the data file that was there lies now, or the log of one that was gone; empty where there
  // was neither.
  std::string aside;
};

// Copies `from`, brings the copy to this program's schema, verifies it, and only then puts it in
// place: whole and synced, or not at all. Errors, in words for the person who asked:
// * FAILED_PRECONDITION: `from` is no store, or of a newer Muster.
// * ALREADY_EXISTS: there is a data file or the log of one, and `replace` is not set.
// * UNAVAILABLE: a process serves the data file.
// * DATA_LOSS: something is wrong with the copy; the message is the report. Nothing was changed.
// * others: it could not be put in place. What was there is where it was, or the message says
// where.
absl::StatusOr<Restored> Restore(const RestoreOptions& options, absl::Time now);

}  // namespace muster::operations
