// Entry of the `muster` program. Builds every component by hand, in order, and takes them down in
// the opposite one: what is above uses what is below and nothing else.
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/commands/apply.h"
#include "server/commands/command_line.h"
#include "server/commands/keep.h"
#include "server/commands/log.h"
#include "server/commands/stop_signal.h"
#include "server/commands/store_location.h"
#include "server/gateway/web_port.h"
#include "server/grpc/grpc_server.h"
#include "server/operations/backups.h"
#include "server/operations/control_socket.h"
#include "server/services/access_keys.h"
#include "server/services/booking_service.h"
#include "server/services/call_service.h"
#include "server/services/conference_service.h"
#include "server/services/dispatcher.h"
#include "server/services/submission_service.h"
#include "server/store/booking_store.h"
#include "server/store/call_store.h"
#include "server/store/conference_store.h"
#include "server/store/secrets.h"
#include "server/store/submission_store.h"

namespace muster {
namespace {

// How long calls that run when the program is told to stop may go on.
constexpr absl::Duration kPatience = absl::Seconds(10);

gateway::WebPortOptions WebOptions(const commands::ServeOptions& options,
                                   const services::Dispatcher& dispatcher,
                                   const services::Clock& clock, const commands::Log& log) {
  gateway::WebPortOptions web;
  web.address = options.http_address;
  web.limits.connections_per_address = options.connections_per_address;
  web.assets_folder = options.assets_folder;
  web.public_address = options.public_address;
  web.allowed_origins = options.allowed_origins;
  web.method_paths = dispatcher.MethodPaths();
  web.clock = clock;
  web.log = [&log](const std::string& line) { log.Trouble(line); };
  return web;
}

// Nothing for a store that is no file: its database has tools of its own.
absl::StatusOr<std::unique_ptr<operations::ControlSocket>> StartControl(
    const commands::ServeOptions& options, operations::Backups& backups) {
  const std::optional<std::string> data_file = commands::DataFile(options.store);
  if (!data_file.has_value()) return nullptr;
  return operations::ControlSocket::Start(
      *data_file, [&backups](const std::string& path) { return backups.Make(path); });
}

absl::Status Serve(const commands::ServeOptions& options) {
  commands::StopSignal stop_signal;  // Before any thread.
  const commands::Log log(options.log_level);
  const services::Clock clock = [] { return absl::Now(); };

  // Store: holds everything.
  absl::StatusOr<std::unique_ptr<store::Engine>> engine = commands::OpenStore(options.store);
  if (!engine.ok()) return engine.status();
  const absl::StatusOr<std::string> secret = store::AccessKeySecret(**engine, clock());
  if (!secret.ok()) return secret.status();
  store::CallStore call_store(engine->get());
  store::ConferenceStore conference_store(engine->get());
  store::SubmissionStore submission_store(engine->get());
  store::BookingStore booking_store(engine->get());

  // Services: one for each of the contract.
  const services::AccessKeys access_keys(*secret);
  services::CallService calls(&call_store);
  services::ConferenceService conferences(&conference_store);
  services::SubmissionService submissions(&call_store, &submission_store, &access_keys, clock);
  services::BookingService bookings(&conference_store, &booking_store, &access_keys, clock);
  const services::Dispatcher dispatcher(
      &calls, &conferences, &submissions, &bookings,
      [&log](const services::CallRecord& call) { log.Call(call); });

  // Operations: copies of the store while it serves, for whoever asks on this machine.
  operations::Backups backups(engine->get(), clock);
  absl::StatusOr<std::unique_ptr<operations::ControlSocket>> control =
      StartControl(options, backups);
  if (!control.ok()) return control.status();

  // Ports.
  absl::StatusOr<std::unique_ptr<grpc_port::GrpcServer>> grpc_server =
      grpc_port::GrpcServer::Start(&dispatcher, options.grpc_address);
  if (!grpc_server.ok()) return grpc_server.status();
  const auto dispatch = [&dispatcher](std::string_view method, std::string_view request,
                                      const services::RequestContext& context,
                                      services::ReplyCallback done) {
    dispatcher.Dispatch(method, request, context, std::move(done));
  };
  absl::StatusOr<std::unique_ptr<gateway::WebPort>> web_port =
      gateway::WebPort::Start(WebOptions(options, dispatcher, clock, log), dispatch);
  if (!web_port.ok()) return web_port.status();

  std::printf("Open %s\nMuster serves gRPC on %s\nData are in %s\nStop with Ctrl-C.\n",
              (*web_port)->local_address().c_str(), (*grpc_server)->address().c_str(),
              commands::StoreText(options.store).c_str());
  std::fflush(stdout);
  stop_signal.Wait();

  // Those who ask are told first, then nothing new comes in, then what runs ends, then the store.
  log.Step("stopping");
  (*grpc_server)->SetNotServing();
  (*web_port)->Drain(kPatience);
  (*grpc_server)->Stop(absl::Now() + kPatience);
  backups.Stop();
  control->reset();
  engine->reset();
  log.Step("stopped");
  return absl::OkStatus();
}

absl::Status Run(const commands::ServeOptions& options) { return Serve(options); }

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
  if (const auto* finished = std::get_if<commands::Finished>(&asked)) return finished->exit_code;
  if (const auto* serve = std::get_if<commands::ServeOptions>(&asked))
    return ExitCodeOf(Run(*serve));
  if (const auto* keep = std::get_if<commands::KeepOptions>(&asked)) return ExitCodeOf(Run(*keep));
  return ExitCodeOf(Run(std::get<commands::ApplyOptions>(asked)));
}
