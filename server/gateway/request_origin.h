// Whose page sent a request, as browsers tell it.
#ifndef MUSTER_SERVER_GATEWAY_REQUEST_ORIGIN_H_
#define MUSTER_SERVER_GATEWAY_REQUEST_ORIGIN_H_

#include <string>
#include <vector>

#include "server/gateway/http.h"

namespace muster::gateway {

// Whether a request was not sent by a page of another site. It was not if Origin is one of
// `own_origins`. Else Sec-Fetch-Site, which no page can write, decides where it is there
// ("same-origin" or "none"); else Origin, which must be the address in Host. Programs that are no
// browsers send neither, and are taken as ours. Forwarding headers are not looked at: anyone can
// write them.
bool IsSameOrigin(const HttpRequest& request, const std::vector<std::string>& own_origins);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_REQUEST_ORIGIN_H_
