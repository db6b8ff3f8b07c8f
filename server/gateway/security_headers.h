// The headers that every reply carries, whatever made it.
#ifndef MUSTER_SERVER_GATEWAY_SECURITY_HEADERS_H_
#define MUSTER_SERVER_GATEWAY_SECURITY_HEADERS_H_

#include "server/gateway/http.h"

namespace muster::gateway {

// Adds them; a header that the reply has already is left as it is. `is_behind_tls` adds
// Strict-Transport-Security. A reply without Cache-Control gets "no-store", one without a
// Content-Type "text/plain; charset=utf-8".
void AddSecurityHeaders(HttpResponse& response, bool is_behind_tls);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_SECURITY_HEADERS_H_
