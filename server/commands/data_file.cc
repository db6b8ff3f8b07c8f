#include "server/commands/data_file.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/store/sqlite_engine.h"

namespace muster::commands {
namespace {

constexpr char kFileName[] = "muster.db";

absl::Status MakeFolderOf(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  std::error_code error;
  if (folder.empty() || std::filesystem::is_directory(folder, error)) return absl::OkStatus();
  std::filesystem::create_directories(folder, error);
  if (!error) return absl::OkStatus();
  return absl::PermissionDeniedError(
      absl::StrCat("can't make the folder ", folder.string(), ": ", error.message()));
}

}  // namespace

std::string DataFile(const std::string& file_or_folder) {
  std::error_code error;
  if (!absl::EndsWith(file_or_folder, "/") &&
      !std::filesystem::is_directory(file_or_folder, error)) {
    return file_or_folder;
  }
  return (std::filesystem::path(file_or_folder) / kFileName).string();
}

absl::StatusOr<std::unique_ptr<store::Engine>> OpenData(const std::string& file_or_folder) {
  store::SqliteOptions options;
  options.path = DataFile(file_or_folder);
  if (absl::Status made = MakeFolderOf(options.path); !made.ok()) return made;
  return store::OpenSqlite(options);
}

}  // namespace muster::commands
