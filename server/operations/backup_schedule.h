// Copies of a store that serves, made by themselves at times, in a folder of their own of which the
// oldest leave. Which are there is read from their names, "muster-20270131T101500Z.db", so it does
// not matter how often the program starts.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/clock.h"
#include "server/operations/backups.h"
#include "server/repeating_thread.h"

namespace muster::operations {

struct BackupScheduleOptions {
  // For copies of this store alone.
  std::string folder;
  absl::Duration every = absl::Hours(24);
  // How many stay; at least 1.
  int keep = 7;
};

// The folder: what is due and what leaves. Not thread-safe.
class BackupFolder {
 public:
  // Tells `backups`, which outlives the folder, of the last copy there is.
  BackupFolder(BackupScheduleOptions options, Backups* backups, absl::Time now);

  // When the last copy was made, by its name; nothing where there is none. One of a time that is
  // still to come, by a clock that was wrong, does not count.
  absl::StatusOr<std::optional<absl::Time>> LastTime(absl::Time now) const;

  // When the next copy is due: at once where there is none.
  absl::StatusOr<absl::Time> NextTime(absl::Time now) const;

  // Makes a copy; gives its path. When it is there, removes what is beyond `keep`, those of a time
  // that is still to come and then the oldest, and what copies that were cut short have left. It
  // itself always stays. What can't be removed is said in
  // the error, and stops neither this copy nor that the others leave.
  absl::StatusOr<std::string> MakeCopy(absl::Time now);

 private:
  absl::StatusOr<std::vector<std::string>> Names() const;
  absl::Status RemoveOldest(const std::string& except, absl::Time now) const;

  const BackupScheduleOptions options_;
  Backups* const backups_;
};

// Makes the copies of a folder when they are due, on a thread of its own, until destroyed: stop the
// backups first, if one may be being made. One that could not be made is tried again after ten
// minutes, or `every` if that is sooner.
class BackupSchedule {
 public:
  // `log` gets a line for each copy, and for each that could not be made or after which an old one
  // could not be removed.
  BackupSchedule(BackupScheduleOptions options, Backups* backups, Clock clock,
                 std::function<void(bool ok, const std::string& line)> log);

 private:
  // Makes what is due; gives how long to wait then.
  absl::Duration Look();

  const absl::Duration retry_after_;
  const Clock clock_;
  const std::function<void(bool, const std::string&)> log_;
  BackupFolder folder_;  // Of the thread.
  absl::Time not_before_ = absl::InfinitePast();
  RepeatingThread thread_;
};

}  // namespace muster::operations
