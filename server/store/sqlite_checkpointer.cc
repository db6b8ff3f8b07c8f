#include "server/store/sqlite_checkpointer.h"

#include <sqlite3.h>

#include <utility>

namespace muster::store {

SqliteCheckpointer::SqliteCheckpointer(std::unique_ptr<SqliteConnection> connection)
    : connection_(std::move(connection)), thread_([this] { Work(); }) {}

SqliteCheckpointer::~SqliteCheckpointer() {
  {
    MutexLock lock(&mutex_);
    stopping_ = true;
  }
  changed_.NotifyOne();
  thread_.join();
}

void SqliteCheckpointer::Request() {
  {
    MutexLock lock(&mutex_);
    requested_ = true;
  }
  changed_.NotifyOne();
}

bool SqliteCheckpointer::RestartLog(SqliteConnection& writer) {
  MutexLock lock(&checkpoint_mutex_);
  return sqlite3_wal_checkpoint_v2(writer.handle(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr,
                                   nullptr) == SQLITE_OK;
}

void SqliteCheckpointer::Work() {
  while (true) {
    {
      MutexLock lock(&mutex_);
      while (!requested_ && !stopping_) changed_.Wait(&mutex_);
      if (stopping_) return;
      requested_ = false;
    }
    // One that fails leaves the log as it was, and everything committed is in it: the writer's own
    // checkpoint at the limit, or the next start, does the work again. A failed sync ends the
    // process in the VFS.
    MutexLock lock(&checkpoint_mutex_);
    sqlite3_wal_checkpoint_v2(connection_->handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                              nullptr);
  }
}

}  // namespace muster::store
