// Both limits together: a gRPC server that does nothing with a request but commit it.
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "grpcpp/alarm.h"
#include "grpcpp/generic/async_generic_service.h"
#include "tests/bench/service/limit_server.h"
#include "tests/bench/service/load.h"
#include "tests/bench/store/bare_loop.h"

namespace muster::bench {
namespace {

class Committer;

// Reads the one message and answers with one of no bytes once it is on disk.
class BareCall : public grpc::ServerGenericBidiReactor {
 public:
  explicit BareCall(Committer& committer) : committer_(committer) { StartRead(&request_); }

  std::string_view content() const {
    return {reinterpret_cast<const char*>(bytes_.begin()), bytes_.size()};
  }
  void Answer() {
    const grpc::Slice nothing;
    response_ = grpc::ByteBuffer(&nothing, 1);
    StartWriteAndFinish(&response_, grpc::WriteOptions(), grpc::Status::OK);
  }

 private:
  void OnReadDone(bool ok) override;
  void OnDone() override { delete this; }

  Committer& committer_;
  grpc::ByteBuffer request_;
  grpc::Slice bytes_;
  grpc::ByteBuffer response_;
};

// Commits what has come, as often as it can.
class Committer {
 public:
  explicit Committer(const std::string& path) : rows_(path) {
    std::thread([this] { Work(); }).detach();
  }

  void Add(BareCall* call) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      waiting_.push_back(call);
    }
    changed_.notify_one();
  }

 private:
  [[noreturn]] void Work() {
    while (true) {
      std::vector<BareCall*> calls;
      {
        std::unique_lock<std::mutex> lock(mutex_);
        changed_.wait(lock, [this] { return !waiting_.empty(); });
        calls.swap(waiting_);
      }
      std::vector<std::string_view> contents;
      for (const BareCall* call : calls) contents.push_back(call->content());
      rows_.Commit(contents);
      // On a thread of gRPC, as Muster does it.
      auto* const alarm = new grpc::Alarm;
      alarm->Set(gpr_inf_past(GPR_CLOCK_MONOTONIC), [alarm, calls = std::move(calls)](bool) {
        for (BareCall* call : calls) call->Answer();
        delete alarm;
      });
    }
  }

  BareRows rows_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<BareCall*> waiting_;
};

void BareCall::OnReadDone(bool ok) {
  if (!ok || !request_.DumpToSingleSlice(&bytes_).ok()) return Finish(grpc::Status::CANCELLED);
  committer_.Add(this);
}

class BareService : public grpc::CallbackGenericService {
 public:
  explicit BareService(const std::string& path) : committer_(path) {}

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(grpc::GenericCallbackServerContext*) override {
    return new BareCall(committer_);
  }

  Committer committer_;
};

}  // namespace

int RunBareServer(const std::string& path) {
  BareService service(path);
  return RunServer(service);
}

}  // namespace muster::bench
