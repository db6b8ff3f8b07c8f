// Opening a SQLite store: its file held, its log mended, its schema brought up to date.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/store/disk_space.h"
#include "server/store/sqlite_connection.h"
#include "server/store/sqlite_engine.h"
#include "server/store/sqlite_file.h"

namespace muster::store {

inline constexpr int kReaderCacheKib = 8192;

// What an engine works with. The file goes last.
struct OpenedSqlite {
  SqliteFile file;
  std::unique_ptr<DiskSpace> space;
  // Name of the VFS with its guard.
  std::string vfs;
  std::int64_t page_bytes = 0;
  std::unique_ptr<SqliteConnection> writer;
  std::unique_ptr<SqliteConnection> checkpointer;
  std::vector<std::unique_ptr<SqliteConnection>> readers;
};

// Errors as OpenSqlite.
absl::StatusOr<OpenedSqlite> OpenSqliteParts(const SqliteOptions& options);

}  // namespace muster::store
