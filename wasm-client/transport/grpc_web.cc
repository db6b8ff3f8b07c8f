#include "wasm-client/transport/grpc_web.h"

#include <cstdint>

#include "proto/form/base64.h"
#include "proto/rules/decimal.h"

namespace muster::client {
namespace {

constexpr size_t kFrameHeaderSize = 5;
constexpr uint8_t kTrailerFlag = 0x80;

// What the trailers say, from a trailer frame or, without a body, from the HTTP headers.
struct Trailers {
  bool has_status = false;
  CallReply reply;
};

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

void ReadTrailer(std::string_view name, std::string_view value, Trailers& trailers) {
  if (name == "grpc-status") {
    uint64_t code;
    if (!rules::ParseUnsigned(value, code)) return;
    trailers.has_status = true;
    trailers.reply.code = code <= 16 ? static_cast<StatusCode>(code) : StatusCode::kUnknown;
  } else if (name == "grpc-status-details-bin") {
    trailers.reply.details = form::Base64Decode(value);
  }
}

void ReadTrailerFrame(std::string_view block, Trailers& trailers) {
  while (!block.empty()) {
    const size_t end = block.find('\n');
    const std::string_view line = block.substr(0, end);
    block = end == std::string_view::npos ? std::string_view() : block.substr(end + 1);
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    std::string name(Trim(line.substr(0, colon)));
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    ReadTrailer(name, Trim(line.substr(colon + 1)), trailers);
  }
}

CallReply WithCode(StatusCode code) {
  CallReply reply;
  reply.code = code;
  return reply;
}

// Of a reply that is not gRPC-Web: a proxy or a server that is starting or stopping speaks for
// itself.
CallReply FromHttpStatus(int http_status) {
  switch (http_status) {
    case 0:
      return WithCode(StatusCode::kUnavailable);
    case -1:
      return WithCode(StatusCode::kDeadlineExceeded);
    case 408:
    case 429:
    case 502:
    case 503:
    case 504:
      return WithCode(StatusCode::kUnavailable);
    case 413:
      return WithCode(StatusCode::kResourceExhausted);
    default:
      return WithCode(StatusCode::kUnknown);
  }
}

// Splits a body into its message and its trailers. False if it is cut short or no such body.
bool ReadBody(std::string_view body, bool& has_message, std::string& message, Trailers& trailers) {
  bool has_trailers = false;
  while (!body.empty()) {
    if (body.size() < kFrameHeaderSize || has_trailers) return false;
    const uint8_t flags = static_cast<uint8_t>(body[0]);
    uint32_t size = 0;
    for (size_t i = 1; i < kFrameHeaderSize; ++i) {
      size = size << 8 | static_cast<uint8_t>(body[i]);
    }
    body.remove_prefix(kFrameHeaderSize);
    if (size > body.size()) return false;
    const std::string_view payload = body.substr(0, size);
    body.remove_prefix(size);
    if (flags == kTrailerFlag) {
      has_trailers = true;
      ReadTrailerFrame(payload, trailers);
    } else if (flags == 0 && !has_message) {
      has_message = true;
      message = payload;
    } else {  // Compressed, a second message, or flags we do not know.
      return false;
    }
  }
  return true;
}

}  // namespace

std::string RequestBody(std::string_view message) {
  std::string body;
  body.reserve(kFrameHeaderSize + message.size());
  body += '\0';
  for (int shift = 24; shift >= 0; shift -= 8) {
    body += static_cast<char>(message.size() >> shift & 0xff);
  }
  body += message;
  return body;
}

CallReply ReadReply(const HttpReply& reply) {
  constexpr std::string_view kContentType = "application/grpc-web";
  if (reply.http_status <= 0 || reply.content_type.substr(0, kContentType.size()) != kContentType) {
    return FromHttpStatus(reply.http_status);
  }
  Trailers trailers;
  ReadTrailer("grpc-status", Trim(reply.grpc_status), trailers);
  ReadTrailer("grpc-status-details-bin", Trim(reply.grpc_status_details), trailers);
  bool has_message = false;
  std::string message;
  if (!ReadBody(reply.body, has_message, message, trailers)) {
    return WithCode(StatusCode::kUnavailable);
  }
  if (!trailers.has_status) return WithCode(StatusCode::kUnavailable);
  if (trailers.reply.code == StatusCode::kOk) {
    if (!has_message) return WithCode(StatusCode::kUnknown);
    trailers.reply.response = std::move(message);
  }
  return std::move(trailers.reply);
}

}  // namespace muster::client
