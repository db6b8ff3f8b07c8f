// Entry of the `muster` program. Builds every component by hand, in order, and takes them down in
// the opposite one: what is above uses what is below and nothing else.
#include <sodium.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/clock.h"
#include "server/commands/apply.h"
#include "server/commands/command_line.h"
#include "server/commands/copies.h"
#include "server/commands/keep.h"
#include "server/commands/log.h"
#include "server/commands/preview.h"
#include "server/commands/stop_signal.h"
#include "server/commands/store_location.h"
#include "server/commands/store_watch.h"
#include "server/commands/version.h"
#include "server/gateway/web_port.h"
#include "server/grpc/grpc_server.h"
#include "server/operations/admin_port.h"
#include "server/operations/event_seals.h"
#include "server/operations/metrics.h"
#include "server/services/core.h"
#include "server/services/form_draft_sweeper.h"
#include "server/store/secrets.h"

namespace muster {
namespace {

// How long calls that run when the program is told to stop may go on.
constexpr absl::Duration kPatience = absl::Seconds(10);

absl::StatusOr<std::unique_ptr<store::Engine>> OpenStore(const commands::ServeOptions& options,
                                                         operations::Metrics& metrics,
                                                         const commands::Log& log) {
  return commands::OpenStore(
      options.store,
      {.commit_observer = [&metrics](const store::CommitRecord& commit) { metrics.Count(commit); },
       .disk_reserve_bytes = std::int64_t{options.disk_reserve_mb} << 20,
       .trouble = [&log](const std::string& line) { log.Trouble(line); }});
}

gateway::WebPortOptions WebOptions(const commands::ServeOptions& options) {
  gateway::WebPortOptions web;
  web.address = options.http_address;
  web.limits.SetConnectionsPerAddress(options.connections_per_address);
  web.assets_folder = options.assets_folder;
  web.public_address = options.public_address;
  web.trusted_proxies = options.trusted_proxies;
  web.allowed_origins = options.allowed_origins;
  web.embedding_origins = options.embedding_origins;
  web.site_name = options.site_name;
  web.logo_file = options.logo_file;
  return web;
}

// The web port over the services, with what the options of every command have in common.
absl::StatusOr<std::unique_ptr<gateway::WebPort>> StartWeb(gateway::WebPortOptions web,
                                                           const services::Core& core,
                                                           const Clock& clock,
                                                           const commands::Log& log) {
  const services::Dispatcher& dispatcher = core.dispatcher();
  web.method_paths = dispatcher.MethodPaths();
  web.drafts = &core.form_drafts();
  web.clock = clock;
  web.log = [&log](const std::string& line) { log.Trouble(line); };
  return gateway::WebPort::Start(
      web, [&dispatcher](std::string_view method, std::string_view request,
                         const services::RequestContext& context, services::ReplyCallback done) {
        dispatcher.Dispatch(method, request, context, std::move(done));
      });
}

// Nothing where it is not asked for.
absl::StatusOr<std::unique_ptr<operations::AdminPort>> StartAdmin(
    const commands::ServeOptions& options, const operations::Metrics& metrics,
    std::function<operations::Gauges()> gauges) {
  if (options.admin_address.empty()) return nullptr;
  auto port = operations::AdminPort::Start(options.admin_address, &metrics, std::move(gauges));
  if (!port.ok()) return port.status();
  std::printf("Metrics and health are on %s\n", (*port)->address().c_str());
  return port;
}

// Tells gRPC's health, and the log, whether what is sent is stored.
std::unique_ptr<commands::StoreWatch> WatchStore(const store::Engine& engine,
                                                 grpc_port::GrpcServer& grpc_server,
                                                 const commands::Log& log) {
  return std::make_unique<commands::StoreWatch>(
      &engine, [&grpc_server, &log](const std::string& read_only_reason) {
        grpc_server.SetTakesWrites(read_only_reason.empty());
        if (read_only_reason.empty()) return log.Step("writes are taken again");
        log.Trouble("writes are refused, reads go on: " + read_only_reason);
      });
}

void SayWhereToGo(const gateway::WebPort& web_port, const grpc_port::GrpcServer& grpc_server,
                  const commands::ServeOptions& options) {
  std::printf("Open %s\nMuster serves gRPC on %s\nData are in %s\nStop with Ctrl-C.\n",
              web_port.local_address().c_str(), grpc_server.address().c_str(),
              commands::StoreText(options.store).c_str());
  std::fflush(stdout);
}

absl::Status Run(const commands::ServeOptions& options) {
  commands::StopSignal stop_signal;  // Before any thread.
  const commands::Log log(options.log_level);
  const Clock clock = [] { return absl::Now(); };
  operations::Metrics metrics(commands::kVersion);

  // Store: holds everything.
  absl::StatusOr<std::unique_ptr<store::Engine>> engine = OpenStore(options, metrics, log);
  if (!engine.ok()) return engine.status();
  absl::StatusOr<std::string> secret = store::AccessKeySecret(**engine, clock());
  if (!secret.ok()) return secret.status();
  services::SenderRates rates(options.creates_per_second);
  services::Core core(engine->get(), *secret, clock, &rates, [&](const services::CallRecord& call) {
    metrics.Count(call);
    log.Call(call);
  });
  sodium_memzero(secret->data(), secret->size());
  // What the store still answers while it ends reaches services and pages, so it goes before them,
  // also where the start fails; and after all that asks it.
  std::unique_ptr<gateway::WebPort> web_port;
  absl::Cleanup end_store = [&] {
    if (web_port != nullptr) web_port->Drain(absl::ZeroDuration());
    engine->reset();
  };
  auto sealer = std::make_unique<operations::EventSealer>(
      engine->get(), clock,
      [&log](bool ok, const std::string& line) { ok ? log.Step(line) : log.Trouble(line); });
  absl::StatusOr<std::unique_ptr<commands::Copies>> copies =
      commands::Copies::Start(options, engine->get(), clock, log);
  if (!copies.ok()) return copies.status();
  auto sweeper = std::make_unique<services::FormDraftSweeper>(&core.form_draft_store(), clock);

  // Ports.
  absl::StatusOr<std::unique_ptr<grpc_port::GrpcServer>> grpc_server =
      grpc_port::GrpcServer::Start(&core.dispatcher(), options.grpc_address);
  if (!grpc_server.ok()) return grpc_server.status();
  auto started_web_port = StartWeb(WebOptions(options), core, clock, log);
  if (!started_web_port.ok()) return started_web_port.status();
  web_port = *std::move(started_web_port);
  absl::StatusOr<std::unique_ptr<operations::AdminPort>> admin_port =
      StartAdmin(options, metrics, [&] {
        const operations::BackupRecord backups = (*copies)->record();
        return operations::Gauges{.store = (*engine)->Status(),
                                  .web_connection_count = web_port->connection_count(),
                                  .last_backup_time = backups.last_success_time,
                                  .backup_failure_count = backups.failure_count,
                                  .now = clock()};
      });
  if (!admin_port.ok()) return admin_port.status();
  std::unique_ptr<commands::StoreWatch> watch = WatchStore(**engine, **grpc_server, log);

  SayWhereToGo(*web_port, **grpc_server, options);
  stop_signal.Wait();

  // Those who ask are told first, then nothing new comes in, then what runs ends, then the store.
  log.Step("stopping");
  if (*admin_port != nullptr) (*admin_port)->SetStopping();
  watch.reset();
  (*grpc_server)->SetNotServing();
  web_port->Drain(kPatience);
  (*grpc_server)->Stop(absl::Now() + kPatience);
  admin_port->reset();
  copies->reset();
  sealer.reset();
  sweeper.reset();
  std::move(end_store).Invoke();
  log.Step("stopped");
  return absl::OkStatus();
}

// Pages alone, over a store that goes afterwards.
absl::Status Run(const commands::PreviewOptions& options) {
  commands::StopSignal stop_signal;  // Before any thread.
  const commands::Log log("warning");
  const Clock real_clock = [] { return absl::Now(); };
  absl::StatusOr<std::unique_ptr<commands::PreviewStore>> preview =
      commands::PreviewStore::Make(options.file, real_clock);
  if (!preview.ok()) return preview.status();
  const Clock clock = commands::PreviewClock((*preview)->call(), real_clock);
  absl::StatusOr<std::string> secret = store::AccessKeySecret(*(*preview)->engine(), clock());
  if (!secret.ok()) return secret.status();
  services::SenderRates no_limit(0);
  services::Core core((*preview)->engine(), *secret, clock, &no_limit);
  sodium_memzero(secret->data(), secret->size());
  gateway::WebPortOptions web;
  web.address = options.http_address;
  web.assets_folder = options.assets_folder;
  web.is_preview = true;
  absl::StatusOr<std::unique_ptr<gateway::WebPort>> web_port = StartWeb(web, core, clock, log);
  if (!web_port.ok()) return web_port.status();
  std::printf("Open %s/%s\nA preview: nothing that is sent is kept\nStop with Ctrl-C.\n",
              (*web_port)->local_address().c_str(), (*preview)->call().name().c_str());
  std::fflush(stdout);
  stop_signal.Wait();
  (*web_port)->Drain(kPatience);
  preview->reset();
  return absl::OkStatus();
}

absl::Status Run(const commands::ApplyOptions& options) {
  const absl::StatusOr<std::string> done = commands::Apply(options, absl::Now());
  if (!done.ok()) return done.status();
  std::printf("%s\n", done->c_str());
  return absl::OkStatus();
}

absl::Status Run(const commands::KeepOptions& options) {
  const absl::StatusOr<std::string> done = commands::Keep(options, absl::Now());
  if (!done.ok()) return done.status();
  std::printf("%s\n", done->c_str());
  return absl::OkStatus();
}

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return 0;
  std::fprintf(stderr, "muster: %s\n", std::string(status.message()).c_str());
  return 1;
}

}  // namespace
}  // namespace muster

int main(int argument_count, char** arguments) {
  using namespace muster;
  const commands::CommandLine asked = commands::ParseCommandLine(argument_count, arguments);
  return std::visit(
      [](const auto& options) {
        if constexpr (std::is_same_v<decltype(options), const commands::Finished&>) {
          return options.exit_code;
        } else {
          return ExitCodeOf(Run(options));
        }
      },
      asked);
}
