// The one way from the gateway to the services.
#ifndef MUSTER_SERVER_GATEWAY_DISPATCH_H_
#define MUSTER_SERVER_GATEWAY_DISPATCH_H_

#include <functional>
#include <string_view>

#include "server/services/dispatcher.h"
#include "server/services/request_context.h"

namespace muster::gateway {

// services::Dispatcher::Dispatch.
using DispatchFunction =
    std::function<void(std::string_view method_path, std::string_view request_bytes,
                       const services::RequestContext& context, services::ReplyCallback done)>;

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_DISPATCH_H_
