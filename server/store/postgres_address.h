// Where a PostgreSQL is, and as whom we go there: what a postgres:// address says. And what is set
// for each connection.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace muster::store {

struct PostgresAddress {
  // libpq's keywords with their values; what is missing comes from its environment (PGPASSWORD,
  // PGPASSFILE, PGSERVICE and the like).
  std::vector<std::pair<std::string, std::string>> settings;
  // For people and logs: "the PostgreSQL database muster on one:5432,two". Never a user or
  // password.
  std::string text;
};

// What is set for each connection.
struct PostgresSession {
  absl::Duration statement_timeout = absl::Seconds(5);
  absl::Duration lock_timeout = absl::Seconds(4);
  absl::Duration idle_in_transaction_timeout = absl::Seconds(60);
  // As PostgreSQL has it. A database that says remote_apply, which is more than "on", is left at
  // it.
  std::string synchronous_commit = "on";
};

// From postgres:// or postgresql://, in the form that libpq documents; several hosts are tried in
// their order for the one that takes writes. INVALID_ARGUMENT is one line that repeats nothing of
// the address, which may hold a password.
absl::StatusOr<PostgresAddress> ParsePostgresAddress(std::string_view url);

}  // namespace muster::store
