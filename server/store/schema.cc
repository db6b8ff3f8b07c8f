#include "server/store/schema.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <sstream>
#include <string>

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

// Without what does not matter to what it makes: comments, and how much space there is.
std::string Essence(const std::string& statement) {
  std::istringstream lines(statement);
  std::string essence;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line.substr(0, line.find("--")));
    for (std::string word; words >> word;) absl::StrAppend(&essence, word, " ");
  }
  return essence;
}

// By name: what a thing is, of which table, and the statement that made it.
using Definitions = std::map<std::string, std::string>;

absl::Status ReadDefinitions(SqliteConnection& connection, Definitions& definitions) {
  return connection.Query(
      "SELECT name, type, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_stat%' "
      "ESCAPE '\\'",
      {}, [&definitions](const Row& row) {
        definitions[std::string(row.Text(0))] =
            absl::StrCat(std::string(row.Text(1)), " ", std::string(row.Text(2)), ": ",
                         Essence(std::string(row.Text(3))));
        return absl::OkStatus();
      });
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

absl::Status CheckDefinitions(SqliteConnection& connection, std::span<const Migration> migrations,
                              absl::FunctionRef<void(std::string_view)> fault) {
  absl::StatusOr<std::int64_t> version = connection.QueryInteger("PRAGMA user_version");
  if (!version.ok()) return version.status();
  absl::StatusOr<std::unique_ptr<SqliteConnection>> fresh =
      SqliteConnection::Open({.path = ":memory:", .busy_timeout = {}, .cache_kib = 1024});
  if (!fresh.ok()) return fresh.status();
  const auto count = std::clamp<std::int64_t>(*version, 0, std::ssize(migrations));
  absl::Status made = Migrate(**fresh, migrations.first(static_cast<std::size_t>(count)));
  if (!made.ok()) return made;
  Definitions wanted;
  Definitions present;
  absl::Status read = ReadDefinitions(**fresh, wanted);
  if (read.ok()) read = ReadDefinitions(connection, present);
  if (!read.ok()) return read;
  for (const auto& [name, definition] : wanted) {
    const auto found = present.find(name);
    if (found == present.end()) {
      fault(absl::StrCat("the file: ", name, " is missing"));
    } else if (found->second != definition) {
      fault(absl::StrCat("the file: ", name, " is not defined as this program defines it"));
    }
  }
  for (const auto& [name, definition] : present) {
    if (!wanted.contains(name)) fault(absl::StrCat("the file: ", name, " is not of this program"));
  }
  return absl::OkStatus();
}

}  // namespace muster::store
