#include "server/gateway/http_head.h"

#include <algorithm>
#include <ctime>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

namespace http = boost::beast::http;

std::string_view View(boost::beast::string_view text) { return {text.data(), text.size()}; }

// "Tue, 12 Jan 2027 10:00:00 GMT".
std::string DateHeader() {
  const std::time_t now = std::time(nullptr);
  std::tm utc = {};
  char text[32];
  gmtime_r(&now, &utc);
  // Not absl::FormatTime, which takes ten times as long.
  return {text, std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &utc)};
}

bool IsPlainValue(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

// Splits a request target into path and query.
void SplitTarget(std::string_view target, HttpRequest& request) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (absl::StartsWithIgnoreCase(Abseil(target), Abseil(scheme))) {
      target.remove_prefix(scheme.size());
      const std::size_t slash = target.find_first_of("/?");
      target = slash == std::string_view::npos ? "/" : target.substr(slash);
      break;
    }
  }
  const std::size_t question = target.find('?');
  request.path = std::string(target.substr(0, question));
  if (question != std::string_view::npos) request.query = std::string(target.substr(question + 1));
}

}  // namespace

HttpRequest MakeHead(const http::request_header<>& header, const std::string& peer_address) {
  HttpRequest head;
  head.peer_address = peer_address;
  head.method =
      header.method() == http::verb::head ? "GET" : std::string(View(header.method_string()));
  SplitTarget(View(header.target()), head);
  for (const auto& field : header) {
    head.headers.push_back({absl::AsciiStrToLower(Abseil(View(field.name_string()))),
                            std::string(View(field.value()))});
  }
  return head;
}

int HeadFault(const http::request_header<>& header, const HttpRequest& head,
              const HttpLimits& limits) {
  if (header.target().size() > limits.target_bytes) return 414;
  if (header.target() != "*" && !absl::StartsWith(head.path, "/")) return 400;
  if (header.version() != 10 && header.version() != 11) return 505;
  const auto count = [&head](std::string_view name) {
    return std::count_if(head.headers.begin(), head.headers.end(),
                         [name](const HttpHeader& each) { return each.name == name; });
  };
  const auto hosts = count("host");
  if (hosts > 1 || (hosts == 0 && header.version() == 11)) return 400;
  const std::string_view length = head.Header("content-length");
  if (count("content-length") > 1 || length.find_first_not_of("0123456789") != length.npos)
    return 400;
  const auto codings = count("transfer-encoding");
  if (codings > 0) {
    if (codings > 1 || header.version() != 11 || count("content-length") > 0) return 400;
    if (!absl::EqualsIgnoreCase(Abseil(head.Header("transfer-encoding")), "chunked")) return 400;
  }
  const std::string_view expect = head.Header("expect");
  if (!expect.empty() && !absl::EqualsIgnoreCase(Abseil(expect), "100-continue")) return 417;
  return 0;
}

void FillHead(const HttpResponse& response, http::response_header<>& header) {
  header.result(static_cast<unsigned>(response.status));
  for (const HttpHeader& field : response.headers) {
    if (IsPlainValue(field.value)) header.insert(field.name, field.value);
  }
  header.set(http::field::date, DateHeader());
}

}  // namespace muster::gateway
