// The id under which a draft is sent, however often it is sent.
#ifndef MUSTER_WASM_CLIENT_DRAFT_REQUEST_ID_H_
#define MUSTER_WASM_CLIENT_DRAFT_REQUEST_ID_H_

#include <string>
#include <string_view>

#include "wasm-client/host.h"

namespace muster::client {

// A new UUID of version 7: time-ordered, so that the server's index takes it well; 74 random bits.
std::string MakeRequestId(Host& host);

// Whether `text` is written like a UUID of any version.
bool IsUuid(std::string_view text);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_DRAFT_REQUEST_ID_H_
