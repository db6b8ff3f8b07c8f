// The data file as a file: made, held by one process, and its log mended after an unclean end.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace muster::store {

// Holds the data file for this process as long as it lives. Destroy it after the last SQLite
// connection: closing any descriptor of a file drops the locks that SQLite has on it.
class SqliteFile {
 public:
  // Opens the file, or makes it (mode 0600) and its folder (0700; one level). Errors, in one line
  // for the person who started the program: UNAVAILABLE if another process holds it; else what the
  // system says of the folder or file.
  static absl::StatusOr<SqliteFile> Open(const std::string& path);
  SqliteFile(SqliteFile&& other) noexcept;
  SqliteFile& operator=(SqliteFile&&) = delete;
  ~SqliteFile();

  // Whether a write-ahead log is left: the process before did not end by itself.
  bool HasLog() const;

  // Writes the log to a new file, syncs it and puts it in the place of the old one: so what is in
  // it is on disk even if an earlier sync failed. Before SQLite opens the file.
  absl::Status RewriteLog() const;

 private:
  SqliteFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  std::string path_;
  int descriptor_;
};

}  // namespace muster::store
