// The migrations of schema.h in a PostgreSQL: the same texts, translated.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "server/store/schema.h"

namespace muster::store {

class PostgresConnection;
class Transaction;

// SQL of our migrations, which is SQLite's, as PostgreSQL takes it: INTEGER is BIGINT, BLOB is
// BYTEA, TEXT sorts by code point, STRICT goes without saying, and an INTEGER PRIMARY KEY counts by
// itself. Comments and quoted text stay as they are.
std::string PostgresDialect(std::string_view sql);

// Brings the database to the last of `migrations`, each in a transaction of its own. Several
// servers may do so at once. Without anything to do it needs no right to change the schema.
// FAILED_PRECONDITION, in words about the database as "it": there is something in it that is not
// ours, or it was written by a program that knows more.
absl::Status MigratePostgres(PostgresConnection& connection, std::span<const Migration> migrations);

// FAILED_PRECONDITION, in words about the database as "it", unless it is at the last of
// `migrations`.
absl::Status CheckIsMigrated(PostgresConnection& connection, std::span<const Migration> migrations);

// Engine::ContinueNumbering: keys that were given do not move the counter of their column.
absl::Status ContinuePostgresNumbering(Transaction& transaction);

}  // namespace muster::store
