#include "server/grpc/raw_service.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "grpc/support/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/rpc_service_method.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "server/mutex.h"

namespace muster::grpc_port {
namespace {

// Asked of gRPC as a time of day, the deadline would be compared with a clock that may have jumped
// since.
std::chrono::steady_clock::time_point DeadlineOf(const grpc::CallbackServerContext& context) {
  constexpr std::chrono::seconds kLongest = std::chrono::hours(24);
  const gpr_timespec left =
      gpr_time_sub(gpr_convert_clock_type(context.raw_deadline(), GPR_CLOCK_MONOTONIC),
                   gpr_now(GPR_CLOCK_MONOTONIC));
  if (left.tv_sec >= kLongest.count()) return std::chrono::steady_clock::time_point::max();
  return std::chrono::steady_clock::now() + std::chrono::seconds(left.tv_sec) +
         std::chrono::nanoseconds(left.tv_nsec);
}

grpc::Status StatusOf(services::Reply& reply) {
  if (reply.ok()) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(reply.code), std::move(reply.message),
          std::move(reply.details)};
}

// Calls that are answered, often many at once by a commit. They are finished on one thread of gRPC,
// which then sends the replies of a connection together; finished where they are answered, each
// would be a write of its own.
class Finisher {
 public:
  void Add(grpc::ServerUnaryReactor* reactor, grpc::Status status) {
    {
      MutexLock lock(&mutex_);
      answered_.push_back({reactor, std::move(status)});
      if (answered_.size() > 1) return;
    }
    // Due already, so that it waits for no clock: gRPC waits by the machine's time of day, and when
    // that is set back, an alarm due within a millisecond would be due in hours.
    auto* const alarm = new grpc::Alarm;
    alarm->Set(gpr_inf_past(GPR_CLOCK_MONOTONIC), [this, alarm](bool) {
      FinishAll();
      delete alarm;
    });
  }

 private:
  struct Answered {
    grpc::ServerUnaryReactor* reactor;
    grpc::Status status;
  };

  void FinishAll() {
    std::vector<Answered> answered;
    {
      MutexLock lock(&mutex_);
      answered.swap(answered_);
    }
    for (Answered& call : answered) call.reactor->Finish(std::move(call.status));
  }

  Mutex mutex_;
  std::vector<Answered> answered_ ABSL_GUARDED_BY(mutex_);
};

// Of the process: an alarm may outlast the server that set it.
Finisher& TheFinisher() {
  static auto* const finisher = new Finisher;
  return *finisher;
}

// More than most requests have; a thread that has read a larger one gives the memory back.
constexpr std::size_t kKeptBytes = std::size_t{64} << 10;

// Reads a message, which mostly comes in several pieces, into memory that is kept for the next one.
grpc::Status Read(const grpc::ByteBuffer& message, std::string& bytes) {
  std::vector<grpc::Slice> pieces;
  grpc::Status read = message.Dump(&pieces);
  bytes.clear();
  if (bytes.capacity() > kKeptBytes) bytes.shrink_to_fit();
  for (const grpc::Slice& piece : pieces) {
    bytes.append(reinterpret_cast<const char*>(piece.begin()), piece.size());
  }
  return read;
}

// The same bytes, not copied.
grpc::ByteBuffer BufferOf(std::string bytes) {
  auto* const kept = new std::string(std::move(bytes));
  const grpc::Slice slice(
      kept->data(), kept->size(), [](void* of) { delete static_cast<std::string*>(of); }, kept);
  return {&slice, 1};
}

grpc::ServerUnaryReactor* Serve(const services::Dispatcher& dispatcher, std::string_view path,
                                grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  thread_local std::string bytes;  // Dispatch is done with them when it returns.
  if (grpc::Status status = Read(*request, bytes); !status.ok()) {
    reactor->Finish(status);
    return reactor;
  }
  const services::RequestContext request_context = {services::Origin::kGrpc, DeadlineOf(*context)};
  dispatcher.Dispatch(
      path, bytes, request_context,
      [reactor, response, asked_on = std::this_thread::get_id()](services::Reply reply) {
        if (reply.ok()) {
          grpc::ByteBuffer answer = BufferOf(std::move(reply.response));
          response->Swap(&answer);
        }
        // Here, on a thread of gRPC, there is nothing to wait for.
        if (std::this_thread::get_id() == asked_on) {
          reactor->Finish(StatusOf(reply));
        } else {
          TheFinisher().Add(reactor, StatusOf(reply));
        }
      });
  return reactor;
}

}  // namespace

RawService::RawService(std::vector<std::string> method_paths,
                       const services::Dispatcher* dispatcher)
    : method_paths_(std::move(method_paths)) {
  int index = 0;
  for (const std::string& path : method_paths_) {
    AddMethod(new grpc::internal::RpcServiceMethod(path.c_str(),
                                                   grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
    MarkMethodRawCallback(
        index++,
        new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [dispatcher, &path](grpc::CallbackServerContext* context,
                                const grpc::ByteBuffer* request, grpc::ByteBuffer* response) {
              return Serve(*dispatcher, path, context, request, response);
            }));
  }
}

}  // namespace muster::grpc_port
