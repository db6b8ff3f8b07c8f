// Puts the write-ahead log back into the data file on a thread of its own, so that a commit does
// not wait for it.
#pragma once

#include <memory>
#include <thread>

#include "server/mutex.h"
#include "server/store/sqlite_connection.h"

namespace muster::store {

class SqliteCheckpointer {
 public:
  // `connection` is used only on the checkpointer's thread, which starts here.
  explicit SqliteCheckpointer(std::unique_ptr<SqliteConnection> connection);
  // Waits for the checkpoint that is running.
  ~SqliteCheckpointer();

  // Asks for a checkpoint; returns at once. Thread-safe.
  void Request();

 private:
  void Work();

  const std::unique_ptr<SqliteConnection> connection_;
  Mutex mutex_;
  ConditionVariable changed_;
  bool requested_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace muster::store
