#include "server/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "server/commands/store_location.h"
#include "server/commands/version.h"

namespace muster::commands {
namespace {

void AddStore(CLI::App& command, std::string& store) {
  command
      .add_option("--store", store,
                  "Where the data are: sqlite:PATH, a file or a folder that holds muster.db; or "
                  "postgres://USER@HOST,HOST/DATABASE, which several servers may share (keep the "
                  "password in ~/.pgpass)")
      ->capture_default_str();
}

void AddAssets(CLI::App& command, std::string& assets_folder) {
  command.add_option("--assets", assets_folder, "Folder of the built web assets")
      ->capture_default_str();
}

CLI::App& AddServe(CLI::App& program, ServeOptions& options) {
  CLI::App& serve =
      *program.add_subcommand("serve", "Serves pages, gRPC-Web and gRPC until stopped");
  AddStore(serve, options.store);
  serve.add_option("--http", options.http_address, "Address of pages and gRPC-Web: HOST:PORT")
      ->capture_default_str();
  serve
      .add_option("--grpc", options.grpc_address,
                  "Address of gRPC, for trusted peers only: HOST:PORT or unix:PATH")
      ->capture_default_str();
  AddAssets(serve, options.assets_folder);
  serve.add_option("--public-url", options.public_address,
                   "Where people reach the pages, like https://evidence.example.org, if not at the "
                   "address of --http; with https, replies ask browsers to stay with TLS");
  serve.add_option("--allow-origin", options.allowed_origins,
                   "Another site whose pages may call by gRPC-Web, like https://example.org; may "
                   "be given several times");
  serve.add_option("--embed-origin", options.embedding_origins,
                   "Another site whose pages may show forms in a frame (see web/README.md), like "
                   "https://example.org; may be given several times");
  serve.add_option("--site-name", options.site_name,
                   "Whose site it is, in the header and in titles, if not Muster's");
  serve.add_option("--logo", options.logo_file,
                   "A PNG or SVG of at most 100 kB for the header of every page");
  serve
      .add_option("--connections-per-address", options.connections_per_address,
                  "Most connections of one address to the pages; raise it behind a reverse proxy")
      ->check(CLI::Range(1, 100000))
      ->capture_default_str();
  serve
      .add_option("--creates-per-second", options.creates_per_second,
                  "Most submissions, bookings and pages of answers that one address (of IPv6: one "
                  "/64 network) may have stored each second, and 60 times as many at once; 16 KiB "
                  "count as one more. Past that it is told when to repeat. 0: no limit. Never "
                  "limited: gRPC, and this machine's own addresses but for a --trusted-proxy")
      ->check(CLI::Range(0, 100000))
      ->capture_default_str();
  serve.add_option("--trusted-proxy", options.trusted_proxies,
                   "Address of a reverse proxy, or a network of such, like 10.0.0.1 or 10.0.0.0/8: "
                   "the last address in its X-Forwarded-For is taken for the sender's. Without it "
                   "nobody who comes by a proxy on this machine is limited, and all who come by "
                   "another one are taken for one sender; may be given several times");
  serve
      .add_option(
          "--disk-reserve", options.disk_reserve_mb,
          "MB kept on the disk of the data, in a file beside them, for mending them when the "
          "disk is full; with less than as much again free, reads go on and writes are "
          "refused. 0: none")
      ->check(CLI::Range(0, 1 << 20))
      ->capture_default_str();
  serve
      .add_option("--log", options.log_level,
                  "What is logged: every call (info), troubles only (warning), or nothing (off)")
      ->check(CLI::IsMember({"info", "warning", "off"}))
      ->capture_default_str();
  return serve;
}

// "24h", "90m": at least a minute.
void AddDuration(CLI::App& command, const std::string& name, const std::string& description,
                 absl::Duration& duration) {
  command
      .add_option_function<std::string>(
          name,
          [name, &duration](const std::string& text) {
            if (!absl::ParseDuration(text, &duration) || duration < absl::Minutes(1) ||
                duration == absl::InfiniteDuration()) {
              throw CLI::ValidationError(name, "must be a time of at least 1m, like 24h or 90m");
            }
          },
          description)
      ->type_name("TIME")
      ->default_str(absl::FormatDuration(duration));
}

void AddOperations(CLI::App& serve, ServeOptions& options) {
  serve.add_option("--admin", options.admin_address,
                   "Address of metrics and health, for who runs the server only, like "
                   "127.0.0.1:9090; none unless it is given");
  CLI::Option* const folder =
      serve.add_option("--backup-to", options.backup_folder,
                       "A folder, for this store alone, into which it is copied by itself");
  AddDuration(serve, "--backup-every", "How often", options.backup_every);
  serve.get_option("--backup-every")->needs(folder);
  serve
      .add_option("--backup-keep", options.backup_keep,
                  "How many copies stay; the oldest leave when a new one is there")
      ->needs(folder)
      ->check(CLI::Range(1, 10000))
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

CLI::App& AddPreview(CLI::App& call, PreviewOptions& options) {
  CLI::App& preview = *call.add_subcommand(
      "preview",
      "Checks a call in text format and shows its pages as they are once it is open, its form "
      "and receipt included, until stopped; nothing is kept");
  preview.add_option("FILE", options.file, "A muster.v1.Call in text format")->required();
  preview.add_option("--http", options.http_address, "Address of the pages: HOST:PORT")
      ->capture_default_str();
  AddAssets(preview, options.assets_folder);
  return preview;
}

CLI::App& AddKeep(CLI::App& program, const std::string& name, const std::string& description,
                  KeepOptions& options) {
  CLI::App& command = *program.add_subcommand(name, description);
  AddStore(command, options.store);
  return command;
}

CLI::App& AddListSubmissions(CLI::App& program, KeepOptions& options) {
  CLI::App& submission = *program.add_subcommand("submission", "Works on submissions");
  submission.require_subcommand(1);
  CLI::App& list = *submission.add_subcommand(
      "list", "Prints a page of a call's submissions as JSON, those that came first first");
  list.add_option("CALL", options.call, "The call's name: calls/...")->required();
  list.add_option("--page-size", options.page_size, "Most submissions in the page")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  list.add_option("--page-token", options.page_token,
                  "nextPageToken of the page before, if it is not the first page");
  AddStore(list, options.store);
  return list;
}

// What parses to options of `kind`, or nothing.
struct KeepCommands {
  KeepOptions backup = {KeepOptions::Kind::kBackup, "", kDefaultStore};
  KeepOptions restore = {KeepOptions::Kind::kRestore, "", kDefaultStore};
  KeepOptions verify = {KeepOptions::Kind::kVerify, "", kDefaultStore};
  KeepOptions export_ = {KeepOptions::Kind::kExport, "", kDefaultStore};
  KeepOptions import = {KeepOptions::Kind::kImport, "", kDefaultStore};
  KeepOptions list = {KeepOptions::Kind::kListSubmissions, "", kDefaultStore};
  std::vector<std::pair<const CLI::App*, const KeepOptions*>> commands = {};

  void AddTo(CLI::App& program) {
    CLI::App& back_up = AddKeep(
        program, "backup", "Copies the store into a new file, also while it is served", backup);
    back_up.add_option("TO", backup.file, "The copy; there must be no such file")->required();
    CLI::App& put_back = AddKeep(
        program, "restore", "Verifies a copy and puts it in the place of the data file", restore);
    put_back.add_option("FROM", restore.file, "A copy that muster backup made")->required();
    put_back.add_flag("--replace", restore.replace,
                      "Put a data file that is there aside, and keep it");
    CLI::App& look = AddKeep(program, "verify",
                             "Recomputes from the log of changes what the store says, checks every "
                             "message, digest and reference, and says what is wrong",
                             verify);
    CLI::App& write =
        AddKeep(program, "export", "Writes the whole store to a new file of JSON lines", export_);
    write.add_option("TO", export_.file, "The file; there must be none")->required();
    CLI::App& read = AddKeep(program, "import",
                             "Puts an export into an empty store, all of it or nothing", import);
    read.add_option("FROM", import.file, "A file that muster export wrote")->required();
    commands = {{&back_up, &backup}, {&put_back, &restore},
                {&look, &verify},    {&write, &export_},
                {&read, &import},    {&AddListSubmissions(program, list), &list}};
  }
};

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
  AddOperations(AddServe(program, serve), serve);
  const CLI::App& apply_call = AddApply(program, "call", call);
  PreviewOptions preview = {"", "127.0.0.1:8081", serve.assets_folder};
  const CLI::App& preview_call = AddPreview(*program.get_subcommand("call"), preview);
  const CLI::App& apply_conference = AddApply(program, "conference", conference);
  KeepCommands keep;
  keep.AddTo(program);
  try {
    program.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    return Finished{program.exit(error)};
  }
  if (apply_call.parsed()) return call;
  if (preview_call.parsed()) return preview;
  if (apply_conference.parsed()) return conference;
  for (const auto& [command, options] : keep.commands) {
    if (command->parsed()) return *options;
  }
  return serve;
}

}  // namespace muster::commands
