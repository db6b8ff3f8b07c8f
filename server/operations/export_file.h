// A whole store as a file of JSON lines, and back: the way from one engine to another.
//
//   {"muster_export":{"format":1,"schema":2}}
//   {"calls":{"name":"calls/x","revision":1,...,"message":"<base64>"}}      a line a row
//   {"end":{"rows":123,"sha256":"<of every line before, as hex>"}}
//
// Tables and rows come in one order whatever the engine: the same store gives the same bytes.
// The file holds what the store holds: personal data, and the secret of access keys.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/operations/verify.h"

namespace muster::store {
class Engine;
}

namespace muster::operations {

// Writes the store, as it is at one moment, to a new file: whole, synced and for its owner alone,
// or not at all. Gives the number of rows. A row at a time is in memory. ALREADY_EXISTS if there is
// such a file.
absl::StatusOr<std::int64_t> Export(store::Engine& engine, const std::string& file);

// Puts the rows of a file into a store that has none, in one transaction, which also verifies them
// before it is committed: all or nothing. Errors, in words for the person who asked:
// * FAILED_PRECONDITION: the store has something in it.
// * INVALID_ARGUMENT: the file is no export, of another schema than this program's, damaged or cut
//   short; names the line.
// * DATA_LOSS: what the file says is not sound; the message is the report.
absl::StatusOr<VerifyReport> Import(const std::string& file, store::Engine& engine);

}  // namespace muster::operations
