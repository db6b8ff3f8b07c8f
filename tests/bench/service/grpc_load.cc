#include <memory>

#include "absl/time/clock.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "tests/bench/service/load.h"

namespace muster::bench {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(60);

struct Call {
  grpc::ClientContext context;
  grpc::ByteBuffer response;
  grpc::Status status;
  absl::Time begin;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader;
};

void Send(const Load& load, grpc::GenericStub& stub, grpc::CompletionQueue& queue) {
  auto* call = new Call;
  const grpc::Slice slice(load.next_request());
  call->begin = absl::Now();
  call->context.set_deadline(absl::ToChronoTime(call->begin + kPatience));
  call->reader =
      stub.PrepareUnaryCall(&call->context, load.method, grpc::ByteBuffer(&slice, 1), &queue);
  call->reader->StartCall();
  call->reader->Finish(&call->response, &call->status, call);
}

}  // namespace

Measured MeasureGrpc(const Load& load) {
  grpc::GenericStub stub(grpc::CreateChannel(load.address, grpc::InsecureChannelCredentials()));
  grpc::CompletionQueue queue;
  std::vector<absl::Duration> took;
  int failed = 0;
  const absl::Time begin = absl::Now();
  for (int i = 0; i < load.streams; ++i) Send(load, stub, queue);
  int under_way = load.streams;
  void* tag = nullptr;
  bool ok = false;
  while (under_way > 0 && queue.Next(&tag, &ok)) {
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    const absl::Time now = absl::Now();
    took.push_back(now - call->begin);
    if (!call->status.ok()) ++failed;
    --under_way;
    if (now - begin < load.duration) {
      Send(load, stub, queue);
      ++under_way;
    }
  }
  queue.Shutdown();
  return MeasuredFrom(std::move(took), failed, absl::Now() - begin);
}

}  // namespace muster::bench
