#include "server/commands/copies.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "server/commands/store_location.h"

namespace muster::commands {

absl::StatusOr<std::unique_ptr<Copies>> Copies::Start(const ServeOptions& options,
                                                      store::Engine* engine, const Clock& clock,
                                                      const Log& log) {
  std::unique_ptr<Copies> copies(new Copies(engine, clock));
  operations::Backups& backups = copies->backups_;
  const std::optional<std::string> data_file = DataFile(options.store);
  if (!data_file.has_value()) {
    if (options.backup_folder.empty()) return copies;
    return absl::InvalidArgumentError("--backup-to: a database server is copied by pg_dump");
  }
  auto control = operations::ControlSocket::Start(
      *data_file, [&backups](const std::string& path) { return backups.Make(path); });
  if (!control.ok()) return control.status();
  copies->control_ = *std::move(control);
  if (options.backup_folder.empty()) return copies;
  copies->schedule_ = std::make_unique<operations::BackupSchedule>(
      operations::BackupScheduleOptions{.folder = options.backup_folder,
                                        .every = options.backup_every,
                                        .keep = options.backup_keep},
      &backups, clock,
      [&log](bool ok, const std::string& line) { ok ? log.Step(line) : log.Trouble(line); });
  return copies;
}

Copies::~Copies() { backups_.Stop(); }

}  // namespace muster::commands
