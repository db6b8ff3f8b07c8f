// A SQLite VFS that ends the process when a sync fails. After a failed fsync the kernel may have
// dropped the pages and report success the next time, so nothing that is later acknowledged could
// be trusted; the next start writes the log anew (see sqlite_file.h).
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace muster::store {

// Exit status of a process that ended so: EX_IOERR.
inline constexpr int kSyncFailedExitStatus = 74;

// Name of the VFS that guards `vfs` ("" for the default one). FAILED_PRECONDITION if there is no
// such VFS. Thread-safe.
absl::StatusOr<std::string> GuardedVfs(const std::string& vfs);

}  // namespace muster::store
