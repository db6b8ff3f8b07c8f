// The store in one SQLite file: one writer that commits in groups, and readers that never wait for
// it. See README.md for what is promised of the disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/store/disk.h"
#include "server/store/engine.h"

namespace muster::store {

struct SqliteOptions {
  // The data file; made, with mode 0600, when there is none. Beside it SQLite keeps `-wal` and
  // `-shm` while the store is open.
  std::string path = {};
  // Writes that may wait; one more is refused.
  std::size_t queue_capacity = 8192;
  // Most writes in one commit.
  std::size_t batch_capacity = 512;
  int reader_count = 4;
  // How long Read waits for a reader, and for other processes' locks.
  absl::Duration busy_timeout = absl::Seconds(5);
  // The write-ahead log is put back into the data file in the background from the first size on;
  // at the second the writer does it itself before it goes on.
  std::int64_t checkpoint_bytes = std::int64_t{8} << 20;
  std::int64_t log_limit_bytes = std::int64_t{64} << 20;
  // Room kept for the store on its disk: see disk_space.h. At least `log_limit_bytes` where a start
  // on a full disk shall mend what a kill left. Zero: none is kept.
  std::int64_t reserve_bytes = 0;
  // How often a full disk is looked at again.
  absl::Duration full_disk_interval = absl::Milliseconds(250);
  // Name of the SQLite VFS underneath, "" for the default one; and the same disk as the store uses
  // it beside SQLite. The disk outlives the engine.
  std::string vfs = {};
  Disk* disk = &MachineDisk();
  // Told of each commit; may be empty.
  CommitObserver commit_observer = {};
};

// Opens the store, mends what an unclean end left and brings its schema up to date. One process at
// a time. Errors are one line for the person who started the program:
// * FAILED_PRECONDITION: the file is no data file of Muster, or of a newer Muster;
// * UNAVAILABLE: another process has it open;
// * PERMISSION_DENIED, NOT_FOUND and others: the folder or file can't be used, and why.
absl::StatusOr<std::unique_ptr<Engine>> OpenSqlite(const SqliteOptions& options);

}  // namespace muster::store
