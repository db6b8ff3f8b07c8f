#include "server/gateway/grpc_web_codec.h"

#include <array>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

constexpr std::size_t kFrameHeaderBytes = 5;
constexpr unsigned char kCompressedFlag = 0x01;
constexpr unsigned char kTrailersFlag = 0x80;

std::string FrameHeader(unsigned char flags, std::size_t size) {
  std::string header(1, static_cast<char>(flags));
  for (int shift = 24; shift >= 0; shift -= 8) {
    header.push_back(static_cast<char>((size >> shift) & 0xff));
  }
  return header;
}

// Decodes text that may be several base64 texts behind one another, each with its own padding.
// False if it is none. An unfinished group of four at the end is left out if `is_partial`.
bool DecodeText(std::string_view text, bool is_partial, std::string& bytes) {
  if (is_partial) text = text.substr(0, text.size() / 4 * 4);
  if (text.size() % 4 != 0) return false;
  bytes.clear();
  while (!text.empty()) {
    std::size_t end = text.find('=');
    end = end == std::string_view::npos ? text.size() : (end / 4 + 1) * 4;
    std::string piece;
    const std::string_view group = text.substr(0, end);
    if (group.find_first_of("\r\n\t ") != std::string_view::npos) return false;
    if (!absl::Base64Unescape(Abseil(group), &piece)) return false;
    bytes += piece;
    text.remove_prefix(end);
  }
  return true;
}

absl::Status CheckFrames(std::string_view bytes, std::size_t max_message_bytes) {
  if (bytes.empty()) return absl::OkStatus();
  const auto flags = static_cast<unsigned char>(bytes[0]);
  if (flags == kCompressedFlag) {
    return absl::InternalError("the message is compressed, but no grpc-encoding says how");
  }
  if (flags != 0) return absl::InternalError("the frame is no message of a request");
  if (bytes.size() < kFrameHeaderBytes) return absl::OkStatus();
  std::uint32_t size = 0;
  for (std::size_t i = 1; i < kFrameHeaderBytes; ++i) {
    size = size << 8 | static_cast<unsigned char>(bytes[i]);
  }
  if (size > max_message_bytes) {
    return absl::ResourceExhaustedError(absl::StrCat("the message has ", size, " bytes; at most ",
                                                     max_message_bytes, " are taken"));
  }
  if (bytes.size() - kFrameHeaderBytes > size) {
    return absl::UnimplementedError("the method takes one message, and more came");
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<GrpcWebForm> GrpcWebFormOf(std::string_view content_type) {
  const std::string_view whole = content_type.substr(0, content_type.find(';'));
  const std::string type = absl::AsciiStrToLower(absl::StripAsciiWhitespace(Abseil(whole)));
  if (type == "application/grpc-web" || type == "application/grpc-web+proto") {
    return GrpcWebForm::kBinary;
  }
  if (type == "application/grpc-web-text" || type == "application/grpc-web-text+proto") {
    return GrpcWebForm::kText;
  }
  return std::nullopt;
}

std::string_view GrpcWebContentType(GrpcWebForm form) {
  return form == GrpcWebForm::kText ? "application/grpc-web-text+proto"
                                    : "application/grpc-web+proto";
}

absl::Status CheckBodySoFar(std::string_view body, GrpcWebForm form,
                            std::size_t max_message_bytes) {
  if (form == GrpcWebForm::kBinary) return CheckFrames(body, max_message_bytes);
  // The five bytes are in the first eight characters; the rest is looked at when it is complete.
  std::string bytes;
  if (!DecodeText(body.substr(0, 8), true, bytes)) {
    return absl::InternalError("the body is not base64");
  }
  return CheckFrames(bytes, max_message_bytes).code() == absl::StatusCode::kUnimplemented
             ? absl::OkStatus()
             : CheckFrames(bytes, max_message_bytes);
}

absl::StatusOr<std::string> MessageOfBody(std::string_view body, GrpcWebForm form,
                                          std::size_t max_message_bytes) {
  std::string decoded;
  if (form == GrpcWebForm::kText) {
    if (!DecodeText(body, false, decoded)) return absl::InternalError("the body is not base64");
    body = decoded;
  }
  if (body.empty()) return absl::UnimplementedError("the method takes one message, and none came");
  if (absl::Status status = CheckFrames(body, max_message_bytes); !status.ok()) return status;
  if (body.size() < kFrameHeaderBytes) return absl::InternalError("the frame is cut short");
  const std::string_view message = body.substr(kFrameHeaderBytes);
  if (FrameHeader(0, message.size()) != body.substr(0, kFrameHeaderBytes)) {
    return absl::InternalError("the frame is cut short");
  }
  return std::string(message);
}

std::string BodyOfMessage(std::string_view message, GrpcWebForm form) {
  static constexpr std::string_view kTrailers = "grpc-status: 0\r\n";
  std::string body = FrameHeader(0, message.size());
  body += message;
  body += FrameHeader(kTrailersFlag, kTrailers.size());
  body += kTrailers;
  return form == GrpcWebForm::kText ? absl::Base64Escape(body) : body;
}

std::optional<absl::Duration> ParseGrpcTimeout(std::string_view text) {
  if (text.size() < 2 || text.size() > 9) return std::nullopt;
  std::int64_t count = 0;
  for (const char digit : text.substr(0, text.size() - 1)) {
    if (digit < '0' || digit > '9') return std::nullopt;
    count = count * 10 + (digit - '0');
  }
  switch (text.back()) {
    case 'H':
      return absl::Hours(count);
    case 'M':
      return absl::Minutes(count);
    case 'S':
      return absl::Seconds(count);
    case 'm':
      return absl::Milliseconds(count);
    case 'u':
      return absl::Microseconds(count);
    case 'n':
      return absl::Nanoseconds(count);
    default:
      return std::nullopt;
  }
}

std::string PercentEncodeMessage(std::string_view message, std::size_t max_bytes) {
  static constexpr std::array<char, 16> kDigits = {'0', '1', '2', '3', '4', '5', '6', '7',
                                                   '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
  std::string encoded;
  std::size_t last_whole_character = 0;
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) != 0x80) last_whole_character = encoded.size();
    if (byte < 0x20 || byte > 0x7e || byte == '%') {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      encoded += c;
    }
    if (encoded.size() > max_bytes) {
      encoded.resize(last_whole_character);
      break;
    }
  }
  return encoded;
}

}  // namespace muster::gateway
