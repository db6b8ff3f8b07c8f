// The store in a PostgreSQL: several servers may share it, with no state of their own. See
// README.md for what is promised and what the database must be set to.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/store/engine.h"
#include "server/store/postgres_address.h"

namespace muster::store {

// What may be worth a line in a log or a count.
enum class PostgresIncident {
  kConflict,        // A transaction runs again because of another one.
  kTimeout,         // A statement was ended because it or a lock took too long.
  kConnectionLost,  // It is made again, until some host takes us.
  kNotKnown,        // A caller was told that it is not known whether its write is stored.
};

struct PostgresOptions {
  PostgresAddress address = {};
  PostgresSession session = {};
  // Connections, each opened when it is first needed: for writes (and one more for those that run
  // again), and for reads.
  int writer_count = 12;
  int reader_count = 6;
  // Writes that may wait; one more is refused.
  std::size_t queue_capacity = 8192;
  // How long a write is tried: through conflicts, and while no host takes writes.
  absl::Duration patience = absl::Seconds(10);
  // How long Read waits for a reader.
  absl::Duration busy_timeout = absl::Seconds(5);
  // Whether a schema that is missing or older is brought up to date, or refused.
  bool may_migrate = true;
  CommitObserver commit_observer = {};
  // Called on threads of the engine; must not wait.
  // `detail` is for a log only: it may name hosts and roles.
  std::function<void(PostgresIncident, std::string_view detail)> report = [](PostgresIncident,
                                                                             std::string_view) {};
};

// Connects, and brings the schema up to date. Errors are one line for the person who started the
// program. They show the address without user and password; PostgreSQL may name a role it refuses:
// * FAILED_PRECONDITION: the database is not Muster's, or of a newer Muster, or set so that it
//   would lose what is stored;
// * UNAVAILABLE: no host can be reached that takes writes, and why.
absl::StatusOr<std::unique_ptr<Engine>> OpenPostgres(const PostgresOptions& options);

}  // namespace muster::store
