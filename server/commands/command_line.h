// What the person who starts `muster` asks for. The only file that knows the flags.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "server/services/sender_rates.h"

namespace muster::commands {

// `muster serve`.
struct ServeOptions {
  std::string store;
  std::string http_address;
  std::string grpc_address;
  std::string assets_folder;
  std::string public_address;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> embedding_origins;
  std::string site_name;
  std::string logo_file;
  std::size_t connections_per_address = 100;
  std::vector<std::string> trusted_proxies;
  int creates_per_second = services::SenderRates::kDefaultCreatesPerSecond;
  std::string log_level;
  // Metrics and health; empty for none.
  std::string admin_address;
  // Where copies are made by themselves; empty for nowhere.
  std::string backup_folder;
  absl::Duration backup_every = absl::Hours(24);
  int backup_keep = 7;
  // Room kept on the disk of the data: see store/disk_space.h.
  int disk_reserve_mb = 64;
};

// `muster call apply` and `muster conference apply`.
struct ApplyOptions {
  enum class Kind { kCall, kConference };
  Kind kind = Kind::kCall;
  std::string file;
  std::string store;
};

// `muster call preview`.
struct PreviewOptions {
  std::string file;
  std::string http_address;
  std::string assets_folder;
};

// `muster backup TO`, `muster restore FROM`, `muster verify`, `muster export TO`, `muster import
// FROM` and `muster submission list CALL`.
struct KeepOptions {
  enum class Kind { kBackup, kRestore, kVerify, kExport, kImport, kListSubmissions };
  Kind kind = Kind::kVerify;
  // The copy or export.
  std::string file;
  std::string store;
  // Whether a restore may put aside what is there.
  bool replace = false;
  // Of a list: "calls/{call}", and the page.
  std::string call = {};
  int page_size = 50;
  std::string page_token = {};
};

// Nothing is left to do: help or a version was asked for, or the flags are wrong and that was said.
struct Finished {
  int exit_code = 0;
};

using CommandLine = std::variant<Finished, ServeOptions, ApplyOptions, PreviewOptions, KeepOptions>;

CommandLine ParseCommandLine(int argument_count, const char* const* arguments);

}  // namespace muster::commands
