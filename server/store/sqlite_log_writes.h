// What SQLite writes to its log, put together. By itself it writes each page of a commit, and the
// 24 octets that stand before it, with a call of the kernel.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"

namespace muster::store {

// What waits to be written to one log; used by one thread at a time.
class LogWrites {
 public:
  // Writes octets at an offset; gives SQLITE_OK or another code of SQLite.
  using WriteFunction = absl::FunctionRef<int(const std::string& octets, std::int64_t offset)>;

  // Takes a write. What waits is written first where this does not follow on it, and all of it
  // where it has become large, or with the last page of a commit: from then on others read it.
  int Add(const void* octets, std::size_t size, std::int64_t offset, WriteFunction write);

  // Writes what waits. Before the log is read, synced, cut or closed. Where that fails, nothing
  // waits any more: SQLite undoes the transaction.
  int Flush(WriteFunction write);

 private:
  std::string octets_;
  std::int64_t offset_ = 0;
  // Whether what comes next is the last page of a commit.
  bool ends_commit_ = false;
};

}  // namespace muster::store
