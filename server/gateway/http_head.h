// Heads: Beast's of a request made into ours, the faults for which it is refused, and ours of a
// response made into Beast's.
#ifndef MUSTER_SERVER_GATEWAY_HTTP_HEAD_H_
#define MUSTER_SERVER_GATEWAY_HTTP_HEAD_H_

#include <boost/beast/http/message.hpp>
#include <string>

#include "server/gateway/http.h"
#include "server/gateway/http_server.h"

namespace muster::gateway {

// A request without its body. HEAD is told as GET. The path of a target that is neither a path nor
// an address is what there is of it.
HttpRequest MakeHead(const boost::beast::http::request_header<>& header,
                     const std::string& peer_address);

// The status with which a head that was parsed must be refused, or 0. What two parsers might read
// in two ways is refused: a body must have one length for a proxy and for us.
int HeadFault(const boost::beast::http::request_header<>& header, const HttpRequest& head,
              const HttpLimits& limits);

// Status, date, and the headers whose values can't start another one.
void FillHead(const HttpResponse& response, boost::beast::http::response_header<>& header);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_HTTP_HEAD_H_
