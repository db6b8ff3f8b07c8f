// Puts the write-ahead log back into the data file: on a thread of its own, so that commits do not
// wait for it, and at the log's limit on the writer's.
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

  // Makes a checkpoint on the writer's own connection, after which the log begins anew. Waits for
  // one that is running, and for readers of the old log as long as the connection's busy timeout
  // says. False when the log goes on.
  bool RestartLog(SqliteConnection& writer);

 private:
  void Work();

  const std::unique_ptr<SqliteConnection> connection_;
  // Held during a checkpoint: SQLite refuses a second one instead of waiting.
  Mutex checkpoint_mutex_;
  Mutex mutex_;
  ConditionVariable changed_;
  bool requested_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace muster::store
