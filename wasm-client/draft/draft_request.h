// A draft's bytes: the form's request message as it would be sent, with everything typed so far.
// All forms' requests have the same three fields (see FormHints in
// muster/form/v1/annotations.proto).
#ifndef MUSTER_WASM_CLIENT_DRAFT_DRAFT_REQUEST_H_
#define MUSTER_WASM_CLIENT_DRAFT_DRAFT_REQUEST_H_

#include <string>
#include <string_view>

namespace muster::client {

struct DraftRequest {
  std::string parent;
  // Bytes of the content message.
  std::string content;
  std::string request_id;
};

std::string WriteDraftRequest(const DraftRequest& draft);

// What is not there stays empty; unknown fields are passed over.
DraftRequest ReadDraftRequest(std::string_view bytes);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_DRAFT_DRAFT_REQUEST_H_
