#include "server/gateway/http.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "server/gateway/text.h"

namespace muster::gateway {

std::string_view HttpRequest::Header(std::string_view name) const {
  for (const HttpHeader& header : headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

void HttpResponse::SetHeader(std::string_view name, std::string_view value) {
  std::erase_if(headers, [name](const HttpHeader& header) {
    return absl::EqualsIgnoreCase(header.name, Abseil(name));
  });
  headers.push_back({std::string(name), std::string(value)});
}

std::string_view HttpResponse::Header(std::string_view name) const {
  for (const HttpHeader& header : headers) {
    if (absl::EqualsIgnoreCase(header.name, Abseil(name))) return header.value;
  }
  return {};
}

}  // namespace muster::gateway
