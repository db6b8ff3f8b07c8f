// The headers that every reply carries, whatever made it.
#ifndef MUSTER_SERVER_GATEWAY_SECURITY_HEADERS_H_
#define MUSTER_SERVER_GATEWAY_SECURITY_HEADERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "server/gateway/http.h"

namespace muster::gateway {

// The only script that stands in a page and is no file; the policy names its digest. It has the
// core that the head names compiled from there on: for that the page's own script comes too late.
inline constexpr std::string_view kInlineScript =
    "musterCore=WebAssembly.compileStreaming("
    "fetch(document.querySelector(\"[rel=preload]\").href))";

struct SecurityPolicy {
  // Adds Strict-Transport-Security.
  bool is_behind_tls = false;
  // Origins of sites whose pages may show ours in a frame: "https://example.org".
  std::vector<std::string> embedding_origins;
};

// Adds them; a header that the reply has already is left as it is. A reply without Cache-Control
// gets "no-store", one without a Content-Type "text/plain; charset=utf-8".
void AddSecurityHeaders(HttpResponse& response, const SecurityPolicy& policy);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_SECURITY_HEADERS_H_
