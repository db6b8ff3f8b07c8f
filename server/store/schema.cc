#include "server/store/schema.h"

#include "absl/strings/str_cat.h"
#include "server/store/sqlite_connection.h"

namespace muster::store {
namespace {

absl::Status Apply(SqliteConnection& connection, const Migration& migration) {
  absl::Status status = connection.Run("BEGIN IMMEDIATE");
  if (status.ok()) status = connection.Run(migration.sql);
  if (status.ok()) {
    status = connection.Run(absl::StrCat("PRAGMA application_id = ", kApplicationId,
                                         "; PRAGMA user_version = ", migration.number));
  }
  if (status.ok()) status = connection.Run("COMMIT");
  if (!status.ok() && connection.InTransaction()) {
    absl::Status undone = connection.Run("ROLLBACK");
    if (!undone.ok()) return undone;
  }
  return status;
}

}  // namespace

absl::Status CheckIsOurs(SqliteConnection& connection, std::span<const Migration> migrations) {
  absl::StatusOr<std::int64_t> application = connection.QueryInteger("PRAGMA application_id");
  if (!application.ok()) return application.status();
  absl::StatusOr<std::int64_t> objects =
      connection.QueryInteger("SELECT count(*) FROM sqlite_schema");
  if (!objects.ok()) return objects.status();
  absl::StatusOr<std::int64_t> version = connection.QueryInteger("PRAGMA user_version");
  if (!version.ok()) return version.status();

  const bool is_new = *application == 0 && *objects == 0;
  if (!is_new && *application != kApplicationId) {
    return absl::FailedPreconditionError("it is not a data file of Muster");
  }
  const int known = migrations.empty() ? 0 : migrations.back().number;
  if (*version > known) {
    return absl::FailedPreconditionError(absl::StrCat("it was written by a newer Muster (schema ",
                                                      *version, ", this one knows ", known, ")"));
  }
  return absl::OkStatus();
}

absl::Status Migrate(SqliteConnection& connection, std::span<const Migration> migrations) {
  absl::StatusOr<std::int64_t> version = connection.QueryInteger("PRAGMA user_version");
  if (!version.ok()) return version.status();
  for (const Migration& migration : migrations) {
    if (migration.number <= *version) continue;
    absl::Status applied = Apply(connection, migration);
    if (!applied.ok()) {
      return absl::Status(applied.code(),
                          absl::StrCat("migration ", migration.number, ": ", applied.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace muster::store
