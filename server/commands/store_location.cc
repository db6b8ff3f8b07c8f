#include "server/commands/store_location.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "server/store/disk.h"
#include "server/store/postgres_engine.h"
#include "server/store/sqlite_copy.h"
#include "server/store/sqlite_engine.h"

namespace muster::commands {
namespace {

constexpr char kFileName[] = "muster.db";

bool IsPostgres(const std::string& location) {
  return absl::StartsWith(location, "postgres://") || absl::StartsWith(location, "postgresql://");
}

absl::Status NoLocation() {
  return absl::InvalidArgumentError("--store: not sqlite:PATH, nor postgres://...");
}

absl::StatusOr<store::PostgresOptions> OptionsOf(const std::string& location,
                                                 const StoreSettings& settings) {
  absl::StatusOr<store::PostgresAddress> address = store::ParsePostgresAddress(location);
  if (!address.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("--store: ", address.status().message()));
  }
  store::PostgresOptions options;
  options.address = *std::move(address);
  options.commit_observer = settings.commit_observer;
  options.session.statement_timeout = settings.statement_timeout;
  if (!settings.trouble) return options;
  options.report = [trouble = settings.trouble](store::PostgresIncident incident,
                                                std::string_view detail) {
    if (incident == store::PostgresIncident::kConflict) return;
    trouble(absl::StrCat(std::string(incident == store::PostgresIncident::kNotKnown
                                         ? "of a write it is not known whether it is stored: "
                                         : ""),
                         std::string(detail)));
  };
  return options;
}

}  // namespace

std::optional<std::string> DataFile(const std::string& location) {
  absl::string_view rest = location;
  if (!absl::ConsumePrefix(&rest, "sqlite:") || rest.empty()) return std::nullopt;
  const std::string path(rest);
  std::error_code error;
  if (!absl::EndsWith(path, "/") && !std::filesystem::is_directory(path, error)) return path;
  return (std::filesystem::path(path) / kFileName).string();
}

absl::Status MakeFolderOf(const std::string& file) {
  const std::filesystem::path folder = std::filesystem::path(file).parent_path();
  std::filesystem::path level;
  for (const std::filesystem::path& name : folder) {
    level /= name;
    std::error_code error;
    if (std::filesystem::is_directory(level, error)) continue;
    absl::Status made = store::MakeFolder(level.string(), level == folder ? 0700 : 0755);
    if (!made.ok()) return made;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::unique_ptr<store::Engine>> OpenStore(const std::string& location,
                                                         const StoreSettings& settings) {
  if (IsPostgres(location)) {
    absl::StatusOr<store::PostgresOptions> options = OptionsOf(location, settings);
    if (!options.ok()) return options.status();
    return store::OpenPostgres(*options);
  }
  const std::optional<std::string> file = DataFile(location);
  if (!file.has_value()) return NoLocation();
  store::SqliteOptions options;
  options.path = *file;
  options.commit_observer = settings.commit_observer;
  options.reserve_bytes = settings.disk_reserve_bytes;
  if (options.reserve_bytes > 0) {
    options.log_limit_bytes = std::min(options.log_limit_bytes, options.reserve_bytes);
    options.checkpoint_bytes = std::min(options.checkpoint_bytes, options.reserve_bytes / 8);
  }
  if (absl::Status made = MakeFolderOf(options.path); !made.ok()) return made;
  return store::OpenSqlite(options);
}

absl::StatusOr<std::unique_ptr<store::Engine>> OpenStoreToRead(const std::string& location) {
  if (IsPostgres(location)) {
    absl::StatusOr<store::PostgresOptions> options =
        OptionsOf(location, {.statement_timeout = kLongStatementTimeout});
    if (!options.ok()) return options.status();
    options->may_migrate = false;
    return store::OpenPostgres(*options);
  }
  const std::optional<std::string> file = DataFile(location);
  if (!file.has_value()) return NoLocation();
  return store::OpenSqliteToRead(*file);
}

std::string StoreText(const std::string& location) {
  const std::optional<std::string> file = DataFile(location);
  if (file.has_value()) return *file;
  const absl::StatusOr<store::PostgresAddress> address = store::ParsePostgresAddress(location);
  return address.ok() ? address->text : "";
}

}  // namespace muster::commands
