#include "server/grpc/grpc_server.h"

#include <map>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpc/grpc.h"
#include "grpc/support/log.h"
#include "grpcpp/ext/proto_server_reflection_plugin.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "server/grpc/raw_service.h"

namespace muster::grpc_port {
namespace {

// Far above what a trusted peer needs at once, far below what would hurt.
constexpr int kMaxConcurrentStreams = 1024;

constexpr char kWritesService[] = "muster.writes";

// What gRPC says only in its log: why an address can't be had. Starting is serialized by the mutex.
std::mutex start_mutex;
thread_local std::string last_os_error;

void KeepOsError(gpr_log_func_args* entry) {
  constexpr std::string_view kKey = "os_error:\"";
  const std::string_view text = entry->message;
  const size_t key = text.find(kKey);
  if (key == std::string_view::npos) return;
  const size_t begin = key + kKey.size();
  last_os_error = std::string(text.substr(begin, text.find('"', begin) - begin));
}

void PrepareProcess() {
  static std::once_flag once;
  std::call_once(once, [] {
    gpr_set_log_function(KeepOsError);
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
  });
}

// Paths by service: "/muster.v1.CallService/GetCall" goes under "/muster.v1.CallService".
std::map<std::string, std::vector<std::string>> PathsByService(
    const std::vector<std::string>& paths) {
  std::map<std::string, std::vector<std::string>> by_service;
  for (const std::string& path : paths) by_service[path.substr(0, path.rfind('/'))].push_back(path);
  return by_service;
}

bool IsUnixSocket(const std::string& address) { return address.rfind("unix:", 0) == 0; }

}  // namespace

GrpcServer::GrpcServer() = default;

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    const services::Dispatcher* dispatcher, const std::string& address) {
  PrepareProcess();
  const std::lock_guard<std::mutex> lock(start_mutex);
  last_os_error.clear();
  std::unique_ptr<GrpcServer> server(new GrpcServer);
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
  // gRPC shares a port with whoever has it unless told not to; then nobody knows who answers.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxConcurrentStreams);
  builder.SetMaxReceiveMessageSize(services::kMaxRequestBytes);
  for (auto& [service, paths] : PathsByService(dispatcher->MethodPaths())) {
    server->services_.push_back(std::make_unique<RawService>(paths, dispatcher));
    builder.RegisterService(server->services_.back().get());
  }
  server->server_ = builder.BuildAndStart();
  if (server->server_ == nullptr || (port == 0 && !IsUnixSocket(address))) {
    return absl::UnavailableError(
        absl::StrCat("can't listen for gRPC on ", address, ": ",
                     last_os_error.empty() ? "no such address" : last_os_error));
  }
  server->address_ = IsUnixSocket(address)
                         ? address
                         : absl::StrCat(address.substr(0, address.rfind(':')), ":", port);
  server->SetTakesWrites(true);
  return server;
}

GrpcServer::~GrpcServer() {
  if (server_ != nullptr) Stop(absl::Now());
}

void GrpcServer::SetTakesWrites(bool takes_writes) {
  server_->GetHealthCheckService()->SetServingStatus(kWritesService, takes_writes);
}

void GrpcServer::SetNotServing() { server_->GetHealthCheckService()->SetServingStatus(false); }

void GrpcServer::Stop(absl::Time deadline) {
  server_->Shutdown(absl::ToChronoTime(deadline));
  server_->Wait();
}

}  // namespace muster::grpc_port
