#include "server/services/dispatcher.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <type_traits>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "server/error.h"
#include "server/services/booking_service.h"
#include "server/services/call_service.h"
#include "server/services/conference_service.h"
#include "server/services/sender_rates.h"
#include "server/services/submission_service.h"
#include "server/store/uuid.h"

namespace muster::services {
namespace {

absl::Status MalformedError(const std::string& message) {
  return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_MESSAGE_MALFORMED, message);
}

absl::Status Parse(std::string_view bytes, google::protobuf::Message& request) {
  const std::string& type = request.GetDescriptor()->full_name();
  if (bytes.size() > kMaxRequestBytes) {
    return MalformedError(absl::StrCat("a ", type, " of ", bytes.size(), " bytes; at most ",
                                       kMaxRequestBytes, " are taken"));
  }
  google::protobuf::io::CodedInputStream stream(reinterpret_cast<const uint8_t*>(bytes.data()),
                                                static_cast<int>(bytes.size()));
  stream.SetRecursionLimit(kMaxRequestDepth);
  if (!request.ParseFromCodedStream(&stream) || !stream.ConsumedEntireMessage()) {
    return MalformedError(absl::StrCat("the bytes are no ", type, ", or it is nested deeper than ",
                                       kMaxRequestDepth, ", or a text in it is not UTF-8"));
  }
  return absl::OkStatus();
}

template <typename Response>
Reply ReplyOf(const absl::StatusOr<Response>& result) {
  if (!result.ok()) return ReplyFromStatus(result.status());
  Reply reply;
  reply.response = result->SerializeAsString();
  return reply;
}

// The id by which a caller knows a request, where it has one and it is a UUID: other text stays out
// of the log.
template <typename Request>
std::string RequestIdOf(const Request& request) {
  if constexpr (requires { request.request_id(); }) {
    if (store::ParseUuid(request.request_id()).has_value()) return request.request_id();
  }
  return "";
}

// Whether a request is to store something: what does has an id, and can also only be asked.
template <typename Request>
bool AsksToStore(const Request& request) {
  if constexpr (requires { request.request_id(); }) return !request.validate_only();
  return false;
}

// A request of ordinary size takes no more beside its texts.
constexpr std::size_t kArenaBlockBytes = 8192;

// Which details come first. The rest follow in the order of their types.
constexpr std::array<std::string_view, 4> kDetailOrder = {
    "type.googleapis.com/google.rpc.ErrorInfo", "type.googleapis.com/buf.validate.Violations",
    "type.googleapis.com/google.rpc.BadRequest", "type.googleapis.com/google.rpc.RetryInfo"};

size_t RankOf(std::string_view type_url) {
  return std::find(kDetailOrder.begin(), kDetailOrder.end(), type_url) - kDetailOrder.begin();
}

// Whether a code says that the fault is ours and no contract names it.
bool IsFault(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal || code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// Keeps from the caller what only we can use, and gives both sides a number to find it by.
void HideFault(Reply& reply, CallRecord& record) {
  unsigned char random[6];
  randombytes_buf(random, sizeof(random));
  record.fault_id = absl::BytesToHexString({reinterpret_cast<char*>(random), sizeof(random)});
  record.fault = std::move(reply.message);
  google::rpc::RequestInfo request_info;
  request_info.set_request_id(record.fault_id);
  absl::Status hidden(reply.code, absl::StrCat("an internal error, number ", record.fault_id));
  hidden.SetPayload("type.googleapis.com/google.rpc.RequestInfo",
                    absl::Cord(request_info.SerializeAsString()));
  reply = ReplyFromStatus(hidden);
}

}  // namespace

Reply ReplyFromStatus(const absl::Status& status) {
  Reply reply;
  reply.code = status.code();
  if (status.ok()) return reply;
  reply.message = std::string(status.message());
  reply.reason = ReasonName(ReasonOf(status));
  std::map<std::pair<size_t, std::string>, std::string> payloads;
  status.ForEachPayload([&payloads](absl::string_view type_url, const absl::Cord& payload) {
    std::string url(type_url);
    const size_t rank = RankOf(url);
    payloads[{rank, std::move(url)}] = std::string(payload);
  });
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(reply.message);
  for (auto& [key, payload] : payloads) {
    google::protobuf::Any* detail = details.add_details();
    detail->set_type_url(key.second);
    detail->set_value(std::move(payload));
  }
  reply.details = details.SerializeAsString();
  return reply;
}

using Call = std::function<void(std::string_view, const RequestContext&, ReplyCallback)>;

class Dispatcher::Table {
 public:
  explicit Table(SenderRates* rates) : rates_(rates) {}

  template <typename Service, typename Request, typename Response>
  void Add(std::string path, Service* service,
           void (Service::*handle)(const RequestContext&, Request,
                                   std::function<void(absl::StatusOr<Response>)>) const) {
    calls_[std::move(path)] = [service, handle, rates = rates_](std::string_view bytes,
                                                                const RequestContext& context,
                                                                ReplyCallback done) {
      // What the request has goes at once with it, and most of it is here.
      alignas(std::max_align_t) std::array<char, kArenaBlockBytes> block;
      google::protobuf::Arena arena(block.data(), block.size());
      auto& request = *google::protobuf::Arena::CreateMessage<std::remove_cvref_t<Request>>(&arena);
      if (absl::Status parsed = Parse(bytes, request); !parsed.ok()) {
        done(ReplyFromStatus(parsed));
        return;
      }
      auto answer = [done = std::move(done),
                     request_id = RequestIdOf(request)](const absl::StatusOr<Response>& result) {
        Reply reply = ReplyOf(result);
        reply.request_id = request_id;
        done(std::move(reply));
      };
      if (AsksToStore(request)) {
        absl::Status charged = rates->Charge(context.sender_network, bytes.size());
        if (!charged.ok()) return answer(std::move(charged));
      }
      (service->*handle)(context, request, std::move(answer));
    };
  }

  const Call* Find(std::string_view path) const {
    const auto found = calls_.find(path);
    return found == calls_.end() ? nullptr : &found->second;
  }

  std::vector<std::string> Paths() const {
    std::vector<std::string> paths;
    for (const auto& [path, call] : calls_) paths.push_back(path);
    return paths;
  }

 private:
  SenderRates* const rates_;  // Not owned.
  std::map<std::string, Call, std::less<>> calls_;
};

Dispatcher::Dispatcher(CallService* calls, ConferenceService* conferences,
                       SubmissionService* submissions, BookingService* bookings, SenderRates* rates,
                       CallObserver observer)
    : observer_(std::move(observer)) {
  // Every method is listed here; one that is not cannot be reached.
  auto table = std::make_unique<Table>(rates);
  table->Add("/muster.v1.CallService/GetCall", calls, &CallService::HandleGetCall);
  table->Add("/muster.v1.CallService/ListCalls", calls, &CallService::HandleListCalls);
  table->Add("/muster.v1.ConferenceService/GetConference", conferences,
             &ConferenceService::HandleGetConference);
  table->Add("/muster.v1.SubmissionService/CreateSubmission", submissions,
             &SubmissionService::HandleCreateSubmission);
  table->Add("/muster.v1.SubmissionService/GetSubmission", submissions,
             &SubmissionService::HandleGetSubmission);
  table->Add("/muster.v1.BookingService/CreateBooking", bookings,
             &BookingService::HandleCreateBooking);
  table->Add("/muster.v1.BookingService/GetBooking", bookings, &BookingService::HandleGetBooking);
  table_ = std::move(table);
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::Dispatch(std::string_view method_path, std::string_view request_bytes,
                          const RequestContext& context, ReplyCallback done) const {
  const Call* const call = table_->Find(method_path);
  // An unknown path is the caller's text: it stays out of the log.
  std::string path = call == nullptr ? "" : std::string(method_path);
  ReplyCallback observed = [this, start = std::chrono::steady_clock::now(), origin = context.origin,
                            path = std::move(path), done = std::move(done)](Reply reply) {
    CallRecord record;
    record.method_path = path;
    record.origin = origin;
    record.code = reply.code;
    record.reason = std::move(reply.reason);
    record.request_id = std::move(reply.request_id);
    if (IsFault(reply.code)) HideFault(reply, record);
    record.duration = absl::FromChrono(std::chrono::steady_clock::now() - start);
    if (observer_) observer_(record);
    done(std::move(reply));
  };
  if (call == nullptr) {
    observed(ReplyFromStatus(absl::UnimplementedError("no such method")));
  } else if (context.deadline <= std::chrono::steady_clock::now()) {
    observed(ReplyFromStatus(
        absl::DeadlineExceededError("the deadline had passed before work began; repeat")));
  } else {
    (*call)(request_bytes, context, std::move(observed));
  }
}

std::vector<std::string> Dispatcher::MethodPaths() const { return table_->Paths(); }

}  // namespace muster::services
