// The data file as a file: made, held by one process, and its log mended after an unclean end.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/disk.h"

namespace muster::store {

// Holds the data file for this process as long as it lives. Destroy it after the last SQLite
// connection: closing any descriptor of a file drops the locks that SQLite has on it.
class SqliteFile {
 public:
  // Opens the file, or makes it. Errors as Disk::Take. The disk outlives the file.
  static absl::StatusOr<SqliteFile> Open(const std::string& path, Disk* disk);

  // Whether a write-ahead log is left: the process before did not end by itself.
  bool HasLog() const { return LogBytes() > 0; }
  std::int64_t LogBytes() const;

  // Writes the log to a new file, syncs it and puts it in the place of the old one: so what is in
  // it is on disk even if an earlier sync failed. Before SQLite opens the file.
  absl::Status RewriteLog() const;

  // Makes sure of the names of the files beside it: made, and removed.
  absl::Status SyncFolder() const;

 private:
  SqliteFile(std::string path, Disk* disk, std::unique_ptr<Disk::Hold> hold)
      : path_(std::move(path)), disk_(disk), hold_(std::move(hold)) {}

  std::string path_;
  Disk* disk_;  // Not owned.
  std::unique_ptr<Disk::Hold> hold_;
};

}  // namespace muster::store
