#include "server/gateway/security_headers.h"

#include <array>
#include <string_view>

namespace muster::gateway {
namespace {

struct FixedHeader {
  std::string_view name;
  std::string_view value;
};

constexpr std::array kFixedHeaders = {
    FixedHeader{"X-Content-Type-Options", "nosniff"},
    FixedHeader{"Referrer-Policy", "no-referrer"},
    FixedHeader{"Permissions-Policy",
                "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"},
    FixedHeader{"Cross-Origin-Resource-Policy", "same-origin"},
    FixedHeader{"Cache-Control", "no-store"},
    FixedHeader{"Content-Type", "text/plain; charset=utf-8"},
};

// The digest is that of kInlineScript.
constexpr std::string_view kContentSecurity =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' "
    "'sha256-IdRjW+pHLd1J4/kzmXWGYad6Jh2I72cFrOhzuonP0sU='; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors";

// Two years.
constexpr FixedHeader kStrictTransport = {"Strict-Transport-Security",
                                          "max-age=63072000; includeSubDomains"};

void AddIfMissing(HttpResponse& response, const FixedHeader& header) {
  if (response.Header(header.name).empty()) response.SetHeader(header.name, header.value);
}

}  // namespace

void AddSecurityHeaders(HttpResponse& response, const SecurityPolicy& policy) {
  std::string content_security(kContentSecurity);
  for (const std::string& origin : policy.embedding_origins) content_security += " " + origin;
  if (policy.embedding_origins.empty()) content_security += " 'none'";
  AddIfMissing(response, {"Content-Security-Policy", content_security});
  for (const FixedHeader& header : kFixedHeaders) AddIfMissing(response, header);
  if (policy.is_behind_tls) AddIfMissing(response, kStrictTransport);
}

}  // namespace muster::gateway
