#include "server/store/sqlite_log_writes.h"

#include <sqlite3.h>

#include <cstring>

namespace muster::store {
namespace {

// SQLite's own VFS takes less than 128 KB in one call.
constexpr std::size_t kMostBytes = std::size_t{120} << 10;

// Of the log's format (https://www.sqlite.org/fileformat2.html#the_write_ahead_log): the second
// number of a frame's header is zero except in the last one of a commit.
constexpr std::size_t kFrameHeaderBytes = 24;
constexpr std::size_t kCommitAt = 4;
constexpr std::size_t kCommitBytes = 4;

}  // namespace

int LogWrites::Add(const void* octets, std::size_t size, std::int64_t offset, WriteFunction write) {
  const bool follows = offset == offset_ + static_cast<std::int64_t>(octets_.size());
  if (!follows || octets_.size() + size > kMostBytes) {
    if (const int code = Flush(write); code != SQLITE_OK) return code;
    offset_ = offset;
  }
  const bool was_last = ends_commit_;
  const char* const begin = static_cast<const char*>(octets);
  ends_commit_ =
      size == kFrameHeaderBytes && std::memcmp(begin + kCommitAt, "\0\0\0\0", kCommitBytes) != 0;
  octets_.append(begin, size);
  return was_last ? Flush(write) : SQLITE_OK;
}

int LogWrites::Flush(WriteFunction write) {
  if (octets_.empty()) return SQLITE_OK;
  const int code = write(octets_, offset_);
  offset_ += static_cast<std::int64_t>(octets_.size());
  octets_.clear();
  return code;
}

}  // namespace muster::store
