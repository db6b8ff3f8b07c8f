// The real program as a process of its own: started, killed, started again.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace muster {

class MusterProcess {
 public:
  // Starts `muster serve` on the folder's data file, with its assets (see MakeData), on free ports,
  // and waits until it serves. Null, after a line on standard error, if it does not. `flags` are
  // further ones of the command (with --store, another store than that file), `environment` further
  // "NAME=VALUE" of the process.
  static std::unique_ptr<MusterProcess> Start(const std::string& folder,
                                              const std::vector<std::string>& flags = {},
                                              const std::vector<std::string>& environment = {});
  // Runs another command, "verify --store ...", to its end; gives whether it succeeded.
  static bool Run(const std::string& arguments);
  // Ends it as Ctrl-C does.
  ~MusterProcess();
  MusterProcess(const MusterProcess&) = delete;
  MusterProcess& operator=(const MusterProcess&) = delete;

  // SIGKILL; returns when it is gone.
  void Kill();

  // "127.0.0.1:PORT".
  const std::string& grpc_address() const { return grpc_address_; }
  std::uint16_t http_port() const { return http_port_; }
  // Zero without the flag --admin.
  std::uint16_t admin_port() const { return admin_port_; }
  // From its start until it served.
  absl::Duration start_time() const { return start_time_; }

 private:
  explicit MusterProcess(pid_t process) : process_(process) {}
  void End(int signal);

  pid_t process_;
  std::string grpc_address_;
  std::uint16_t http_port_ = 0;
  std::uint16_t admin_port_ = 0;
  absl::Duration start_time_;
};

}  // namespace muster
