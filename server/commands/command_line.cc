#include "server/commands/command_line.h"

#include <CLI/CLI.hpp>

#include "server/commands/store_location.h"
#include "server/commands/version.h"

namespace muster::commands {
namespace {

void AddStore(CLI::App& command, std::string& store) {
  command
      .add_option("--store", store,
                  "Where the data are: sqlite:PATH, a file or a folder that holds muster.db")
      ->capture_default_str();
}

void AddServe(CLI::App& program, ServeOptions& options) {
  CLI::App& serve =
      *program.add_subcommand("serve", "Serves pages, gRPC-Web and gRPC until stopped");
  AddStore(serve, options.store);
  serve.add_option("--http", options.http_address, "Address of pages and gRPC-Web: HOST:PORT")
      ->capture_default_str();
  serve
      .add_option("--grpc", options.grpc_address,
                  "Address of gRPC, for trusted peers only: HOST:PORT or unix:PATH")
      ->capture_default_str();
  serve.add_option("--assets", options.assets_folder, "Folder of the built web assets")
      ->capture_default_str();
  serve.add_option("--public-url", options.public_address,
                   "Where people reach the pages, like https://evidence.example.org, if not at the "
                   "address of --http; with https, replies ask browsers to stay with TLS");
  serve.add_option("--allow-origin", options.allowed_origins,
                   "Another site whose pages may call by gRPC-Web, like https://example.org; may "
                   "be given several times");
  serve
      .add_option("--connections-per-address", options.connections_per_address,
                  "Most connections of one address to the pages; raise it behind a reverse proxy")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  serve
      .add_option("--log", options.log_level,
                  "What is logged: every call (info), troubles only (warning), or nothing (off)")
      ->check(CLI::IsMember({"info", "warning", "off"}))
      ->capture_default_str();
}

CLI::App& AddApply(CLI::App& program, const std::string& noun, ApplyOptions& options) {
  CLI::App& command = *program.add_subcommand(noun, "Works on " + noun + "s");
  command.require_subcommand(1);
  CLI::App& apply = *command.add_subcommand(
      "apply",
      "Checks a " + noun + " in text format and stores it, new or in place of the old one");
  apply.add_option("FILE", options.file, "A muster.v1." + noun + " in text format")->required();
  AddStore(apply, options.store);
  return apply;
}

}  // namespace

CommandLine ParseCommandLine(int argument_count, const char* const* arguments) {
  CLI::App program("Muster: calls for evidence, and bookings for their conferences.", "muster");
  program.set_version_flag("--version", std::string("muster ") + kVersion);
  program.set_help_all_flag("--help-all", "Print the help of every command");
  program.require_subcommand(1);
  ServeOptions serve;
  serve.store = kDefaultStore;
  serve.http_address = "127.0.0.1:8080";
  serve.grpc_address = "127.0.0.1:50051";
  serve.assets_folder = "build/web";
  serve.log_level = "info";
  ApplyOptions call = {ApplyOptions::Kind::kCall, "", kDefaultStore};
  ApplyOptions conference = {ApplyOptions::Kind::kConference, "", kDefaultStore};
  AddServe(program, serve);
  const CLI::App& apply_call = AddApply(program, "call", call);
  const CLI::App& apply_conference = AddApply(program, "conference", conference);
  try {
    program.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    return Finished{program.exit(error)};
  }
  if (apply_call.parsed()) return call;
  if (apply_conference.parsed()) return conference;
  return serve;
}

}  // namespace muster::commands
