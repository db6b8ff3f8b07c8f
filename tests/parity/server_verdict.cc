// The server's side of verdict.h.
#include <chrono>
#include <memory>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/byte_buffer.h"
#include "tests/parity/verdict.h"

namespace muster::parity {
namespace {

// Requests on their way at once.
constexpr size_t kWindow = 32;
constexpr std::chrono::seconds kPatience(60);
// What the server promises: so many violations at most, and details that fit gRPC's metadata.
constexpr size_t kMostViolations = 50;
constexpr size_t kMostDetailsBytes = 6'200;
// Where fewer are told than are known, there was no room for more.
constexpr size_t kFullDetailsBytes = 4'000;

struct Call {
  size_t index = 0;
  grpc::ClientContext context;
  grpc::ByteBuffer response;
  grpc::Status status;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader;
};

// A server's error, taken apart.
struct Details {
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  std::string violations;
};

bool ReadDetails(const std::string& bytes, Details& details) {
  google::rpc::Status status;
  if (!status.ParseFromString(bytes)) return false;
  for (const google::protobuf::Any& detail : status.details()) {
    detail.UnpackTo(&details.info);
    detail.UnpackTo(&details.bad_request);
    if (detail.type_url() == "type.googleapis.com/buf.validate.Violations") {
      details.violations = detail.value();
    }
  }
  return true;
}

rules::Violations FirstOf(const rules::Violations& violations, size_t count) {
  rules::Violations first;
  for (size_t i = 0; i < count && i < violations.size(); ++i) first.Add(violations[i]);
  return first;
}

std::string DifferenceInViolations(const rules::Violations& native, const ServerReply& reply,
                                   const Details& details) {
  const size_t told = static_cast<size_t>(details.bad_request.field_violations_size());
  const size_t failed = native.failed_rule_count();
  if (told == 0 || told > native.size() || told > kMostViolations) {
    return std::to_string(told) + " violations, natively " + std::to_string(native.size());
  }
  if (details.violations != FirstOf(native, told).Serialize()) return "other bytes of Violations";
  for (size_t i = 0; i < told; ++i) {
    const auto& field = details.bad_request.field_violations(static_cast<int>(i));
    if (field.field() != rules::PathText(native[i].field)) return "other path in BadRequest";
    if (field.description() != native[i].message) return "other text in BadRequest";
  }
  if (reply.message.rfind(std::to_string(failed) + " rule", 0) != 0)
    return "another count of rules";
  const auto omitted = details.info.metadata().find("omitted_violations");
  const bool says_omitted = omitted != details.info.metadata().end();
  if (says_omitted != (told < failed)) return "omitted_violations is there or not";
  if (says_omitted && omitted->second != std::to_string(failed - told)) {
    return "another count of omitted violations";
  }
  if (reply.details.size() > kMostDetailsBytes) return "details too large for gRPC's metadata";
  if (told < native.size() && told < kMostViolations && reply.details.size() < kFullDetailsBytes) {
    return "violations left out where there was room";
  }
  return "";
}

bool Has(const rules::Violations& violations, std::string_view rule_id) {
  for (const rules::Violation& violation : violations) {
    if (violation.rule_id == rule_id) return true;
  }
  return false;
}

}  // namespace

std::vector<ServerReply> AskServer(const std::string& address, const std::vector<Record>& records) {
  grpc::GenericStub stub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::CompletionQueue queue;
  std::vector<ServerReply> replies(records.size());
  size_t sent = 0;
  for (size_t done = 0; done < records.size();) {
    for (; sent < records.size() && sent - done < kWindow; ++sent) {
      auto* call = new Call;
      call->index = sent;
      call->context.set_deadline(std::chrono::system_clock::now() + kPatience);
      const grpc::Slice slice(records[sent].request);
      call->reader = stub.PrepareUnaryCall(&call->context, std::string(records[sent].form->method),
                                           grpc::ByteBuffer(&slice, 1), &queue);
      call->reader->StartCall();
      call->reader->Finish(&call->response, &call->status, call);
    }
    void* tag = nullptr;
    bool ok = false;
    if (!queue.Next(&tag, &ok)) break;
    const std::unique_ptr<Call> call(static_cast<Call*>(tag));
    replies[call->index] = {static_cast<int>(call->status.error_code()),
                            call->status.error_message(), call->status.error_details()};
    ++done;
  }
  queue.Shutdown();
  return replies;
}

std::string DifferenceFromServer(const NativeVerdicts& native, bool has_context,
                                 const ServerReply& reply) {
  Details details;
  if (!ReadDetails(reply.details, details)) return "details that are no google.rpc.Status";
  const auto is = [&](grpc::StatusCode code, const char* reason) {
    return reply.code == static_cast<int>(code) && details.info.reason() == reason;
  };
  const std::string answer = "code " + std::to_string(reply.code) + " " + details.info.reason() +
                             " (" + reply.message + ")";
  if (native.verdicts.rules.kind == Verdict::Kind::kMalformed) {
    return is(grpc::INVALID_ARGUMENT, "MESSAGE_MALFORMED") ? "" : "not malformed: " + answer;
  }
  const bool rules_failed = native.verdicts.rules.kind == Verdict::Kind::kInvalid;
  if (!rules_failed && !has_context) {
    return reply.code == static_cast<int>(grpc::NOT_FOUND) ? "" : "found: " + answer;
  }
  if (!rules_failed && Has(native.all, "context.value_outdated")) {
    return is(grpc::FAILED_PRECONDITION, "CONSENT_WORDING_CHANGED") ? "" : "present: " + answer;
  }
  if (native.verdicts.all.kind == Verdict::Kind::kValid) {
    return reply.code == static_cast<int>(grpc::OK) ? "" : "not valid: " + answer;
  }
  if (!is(grpc::INVALID_ARGUMENT, "RULES_FAILED")) return "not refused for its rules: " + answer;
  // The context is asked only of requests that the contract's own rules let through.
  return DifferenceInViolations(rules_failed ? native.rules : native.all, reply, details);
}

}  // namespace muster::parity
