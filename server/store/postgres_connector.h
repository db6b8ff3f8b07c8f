// Makes connections to one PostgreSQL for all who need one, so that a failover is gone through
// once: what was connected before a loss is connected anew, and while no host takes us only one at
// a time tries.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "server/mutex.h"
#include "server/store/postgres_address.h"
#include "server/store/postgres_connection.h"

namespace muster::store {

// A place for one connection, used by one thread at a time.
class PostgresSlot {
 public:
  // Only after a Connect that was OK.
  PostgresConnection& connection() { return *connection_; }

 private:
  friend class PostgresConnector;
  std::unique_ptr<PostgresConnection> connection_;
  std::uint64_t epoch_ = 0;
};

// Thread-safe.
class PostgresConnector {
 public:
  // `report` gets, for a log, why no host takes us; on any thread.
  PostgresConnector(PostgresAddress address, PostgresSession session,
                    std::function<void(std::string_view)> report)
      : address_(std::move(address)), session_(std::move(session)), report_(std::move(report)) {}

  // Leaves a connection in the slot: its own, or a new one where it has none or one from before
  // the last loss. UNAVAILABLE: no host takes us; or one did not a moment ago, and it is not tried
  // again yet.
  absl::Status Connect(PostgresSlot& slot);

  // Whether a host took us when one was last asked.
  bool HasHost();

  // The slot's connection was lost.
  void Drop(PostgresSlot& slot);

 private:
  using Clock = std::chrono::steady_clock;

  absl::Status MayTry();
  void Tried(const absl::Status& status);

  const PostgresAddress address_;
  const PostgresSession session_;
  const std::function<void(std::string_view)> report_;
  // Counts losses. A connection that was made in an earlier epoch may lead to a host that is not
  // the primary any more.
  std::atomic<std::uint64_t> epoch_ = 0;

  Mutex mutex_;
  absl::Status last_ ABSL_GUARDED_BY(mutex_);  // How the last try ended.
  bool is_trying_ ABSL_GUARDED_BY(mutex_) = false;
  Clock::time_point next_try_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace muster::store
