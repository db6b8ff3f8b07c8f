#include "server/commands/store_location.h"

#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "server/store/sqlite_copy.h"
#include "server/store/sqlite_engine.h"

namespace muster::commands {
namespace {

constexpr char kFileName[] = "muster.db";

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
  std::error_code error;
  if (folder.empty() || std::filesystem::is_directory(folder, error)) return absl::OkStatus();
  std::filesystem::create_directories(folder, error);
  if (!error) return absl::OkStatus();
  return absl::PermissionDeniedError(
      absl::StrCat("can't make the folder ", folder.string(), ": ", error.message()));
}

absl::StatusOr<std::unique_ptr<store::Engine>> OpenStore(const std::string& location,
                                                         const StoreSettings& settings) {
  const std::optional<std::string> file = DataFile(location);
  if (!file.has_value()) {
    return absl::InvalidArgumentError("--store: not sqlite:PATH");
  }
  store::SqliteOptions options;
  options.path = *file;
  options.commit_observer = settings.commit_observer;
  if (absl::Status made = MakeFolderOf(options.path); !made.ok()) return made;
  return store::OpenSqlite(options);
}

absl::StatusOr<std::unique_ptr<store::Engine>> OpenStoreToRead(const std::string& location) {
  const std::optional<std::string> file = DataFile(location);
  return file.has_value() ? store::OpenSqliteToRead(*file) : OpenStore(location);
}

std::string StoreText(const std::string& location) { return DataFile(location).value_or(""); }

}  // namespace muster::commands
