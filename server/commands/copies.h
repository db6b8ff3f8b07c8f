// Copies of the store that a program serves: for whoever asks on this machine, and at times.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "server/clock.h"
#include "server/commands/command_line.h"
#include "server/commands/log.h"
#include "server/operations/backup_schedule.h"
#include "server/operations/backups.h"
#include "server/operations/control_socket.h"

namespace muster::commands {

class Copies {
 public:
  // A store on a database server is not copied: it has tools of its own for that, so to ask for
  // copies of it is an error. The engine and the log outlive the copies.
  static absl::StatusOr<std::unique_ptr<Copies>> Start(const ServeOptions& options,
                                                       store::Engine* engine, const Clock& clock,
                                                       const Log& log);
  // A copy that is being made ends without one.
  ~Copies();

  operations::BackupRecord record() const { return backups_.record(); }

 private:
  Copies(store::Engine* engine, const Clock& clock) : backups_(engine, clock) {}

  operations::Backups backups_;
  std::unique_ptr<operations::ControlSocket> control_;
  std::unique_ptr<operations::BackupSchedule> schedule_;
};

}  // namespace muster::commands
