#include "server/gateway/grpc_web.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/gateway/grpc_web_codec.h"
#include "server/gateway/request_origin.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

// Nobody waits longer; what is asked beyond it is taken as this.
constexpr absl::Duration kLongestTimeout = absl::Hours(24);

constexpr std::size_t kMaxMessageHeaderBytes = 2000;
constexpr std::string_view kMediaTypePrefix = "application/grpc-web";

services::Reply FromStatus(const absl::Status& status) {
  return {.code = status.code(),
          .message = std::string(status.message()),
          .details = {},
          .response = {}};
}

GrpcWebForm FormOf(const HttpRequest& request) {
  return GrpcWebFormOf(request.Header("content-type")).value_or(GrpcWebForm::kBinary);
}

HttpResponse PlainResponse(int status, std::string_view text) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = text;
  return response;
}

}  // namespace

GrpcWeb::GrpcWeb(GrpcWebOptions options, DispatchFunction dispatch)
    : options_(std::move(options)),
      method_paths_(options_.method_paths.begin(), options_.method_paths.end()),
      dispatch_(std::move(dispatch)) {}

bool GrpcWeb::Owns(const HttpRequest& request) const {
  return absl::StartsWithIgnoreCase(Abseil(request.Header("content-type")),
                                    Abseil(kMediaTypePrefix)) ||
         method_paths_.count(request.path) > 0;
}

GrpcWeb::Caller GrpcWeb::CallerOf(const HttpRequest& request) const {
  if (IsSameOrigin(request, options_.own_origins)) return Caller::kOwn;
  const auto& allowed = options_.allowed_origins;
  return std::find(allowed.begin(), allowed.end(), request.Header("origin")) != allowed.end()
             ? Caller::kAllowed
             : Caller::kForeign;
}

void GrpcWeb::AddCors(const HttpRequest& request, HttpResponse& response) const {
  response.headers.push_back({"Vary", "Origin"});
  if (CallerOf(request) != Caller::kAllowed) return;
  response.headers.push_back(
      {"Access-Control-Allow-Origin", std::string(request.Header("origin"))});
  response.headers.push_back(
      {"Access-Control-Expose-Headers", "grpc-status, grpc-message, grpc-status-details-bin"});
  response.headers.push_back({"Cross-Origin-Resource-Policy", "cross-origin"});
}

HttpResponse GrpcWeb::ErrorResponse(const HttpRequest& request,
                                    const services::Reply& error) const {
  HttpResponse response;
  response.headers = {
      {"Content-Type", std::string(GrpcWebContentType(FormOf(request)))},
      {"Cache-Control", "no-store"},
      {"grpc-status", absl::StrCat(static_cast<int>(error.code))},
      {"grpc-message", PercentEncodeMessage(error.message, kMaxMessageHeaderBytes)}};
  if (!error.details.empty()) {
    std::string details = absl::Base64Escape(error.details);
    while (absl::EndsWith(details, "=")) details.pop_back();
    response.headers.push_back({"grpc-status-details-bin", std::move(details)});
  }
  AddCors(request, response);
  return response;
}

HttpResponse GrpcWeb::ReplyResponse(const HttpRequest& request,
                                    const services::Reply& reply) const {
  if (!reply.ok()) return ErrorResponse(request, reply);
  HttpResponse response;
  const GrpcWebForm form = FormOf(request);
  response.headers = {{"Content-Type", std::string(GrpcWebContentType(form))},
                      {"Cache-Control", "no-store"}};
  response.body = BodyOfMessage(reply.response, form);
  AddCors(request, response);
  return response;
}

HttpResponse GrpcWeb::PreflightResponse(const HttpRequest& request) const {
  HttpResponse response;
  response.status = 204;
  response.headers = {{"Allow", "OPTIONS, POST"}};
  AddCors(request, response);
  if (CallerOf(request) == Caller::kAllowed) {
    response.headers.push_back({"Access-Control-Allow-Methods", "POST"});
    response.headers.push_back(
        {"Access-Control-Allow-Headers", "content-type, grpc-timeout, x-grpc-web, x-user-agent"});
    response.headers.push_back({"Access-Control-Max-Age", "7200"});
  }
  return response;
}

std::optional<HttpResponse> GrpcWeb::Look(const HttpRequest& head,
                                          std::string_view body_so_far) const {
  const auto form = GrpcWebFormOf(head.Header("content-type"));
  if (!body_so_far.empty()) {
    const absl::Status status = CheckBodySoFar(body_so_far, form.value_or(GrpcWebForm::kBinary),
                                               options_.max_message_bytes);
    if (status.ok()) return std::nullopt;
    return ErrorResponse(head, FromStatus(status));
  }
  if (head.method == "OPTIONS") return PreflightResponse(head);
  if (head.method != "POST") {
    HttpResponse response = PlainResponse(405, "A method is called with POST.\n");
    response.headers.push_back({"Allow", "OPTIONS, POST"});
    return response;
  }
  if (!form) {
    HttpResponse response = PlainResponse(
        415, "A method is called with application/grpc-web+proto or its text form.\n");
    AddCors(head, response);
    return response;
  }
  if (CallerOf(head) == Caller::kForeign) {
    return ErrorResponse(
        head,
        FromStatus(absl::PermissionDeniedError("pages of that origin may not call this server")));
  }
  const std::string_view encoding = head.Header("grpc-encoding");
  if (!encoding.empty() && encoding != "identity") {
    HttpResponse response = ErrorResponse(
        head, FromStatus(absl::UnimplementedError("messages are taken uncompressed only")));
    response.headers.push_back({"grpc-accept-encoding", "identity"});
    return response;
  }
  if (method_paths_.count(head.path) == 0) {
    return ErrorResponse(head, FromStatus(absl::UnimplementedError("there is no such method")));
  }
  if (!head.Header("grpc-timeout").empty() && !ParseGrpcTimeout(head.Header("grpc-timeout"))) {
    return ErrorResponse(head,
                         FromStatus(absl::InvalidArgumentError("grpc-timeout is no time-out")));
  }
  return std::nullopt;
}

void GrpcWeb::Handle(const HttpRequest& request, std::shared_ptr<Responder> responder) const {
  const absl::StatusOr<std::string> message =
      MessageOfBody(request.body, FormOf(request), options_.max_message_bytes);
  if (!message.ok()) {
    responder->Send(ErrorResponse(request, FromStatus(message.status())));
    return;
  }
  services::RequestContext context;
  context.origin = services::Origin::kGrpcWeb;
  context.sender_network = request.sender_network;
  if (const auto timeout = ParseGrpcTimeout(request.Header("grpc-timeout"))) {
    context.deadline = std::chrono::steady_clock::now() +
                       absl::ToChronoNanoseconds(std::min(*timeout, kLongestTimeout));
  }
  // Only what the reply's headers depend on is kept while the method runs.
  HttpRequest head;
  for (const char* name : {"content-type", "origin", "host", "sec-fetch-site"}) {
    head.headers.push_back({name, std::string(request.Header(name))});
  }
  dispatch_(request.path, *message, context,
            [this, head = std::move(head), responder = std::move(responder)](
                const services::Reply& reply) { responder->Send(ReplyResponse(head, reply)); });
}

std::optional<HttpResponse> GrpcWeb::Refuse(int status, const HttpRequest& head) const {
  if (!GrpcWebFormOf(head.Header("content-type"))) return std::nullopt;
  switch (status) {
    case 413:
      return ErrorResponse(
          head,
          FromStatus(absl::ResourceExhaustedError("the request has more bytes than are taken")));
    case 503:
      return ErrorResponse(head, FromStatus(absl::UnavailableError("the server is busy: repeat")));
    case 500:
      return ErrorResponse(head, FromStatus(absl::InternalError("something failed here")));
    default:
      return ErrorResponse(head, FromStatus(absl::InternalError(absl::StrCat(
                                     "the request is not good HTTP (status ", status, ")"))));
  }
}

}  // namespace muster::gateway
