#include "wasm-client/draft/draft_request.h"

#include "proto/rules/wire.h"
#include "wasm-client/transport/wire_reader.h"

namespace muster::client {
namespace {

constexpr uint32_t kParentNumber = 1;
constexpr uint32_t kContentNumber = 2;
constexpr uint32_t kRequestIdNumber = 3;

}  // namespace

std::string WriteDraftRequest(const DraftRequest& draft) {
  std::string bytes;
  rules::WriteBytesField(kParentNumber, draft.parent, bytes);
  rules::WriteBytesField(kContentNumber, draft.content, bytes);
  rules::WriteBytesField(kRequestIdNumber, draft.request_id, bytes);
  return bytes;
}

DraftRequest ReadDraftRequest(std::string_view bytes) {
  DraftRequest draft;
  WireReader reader(bytes);
  while (reader.Next()) {
    if (reader.number() == kParentNumber) draft.parent = reader.bytes();
    if (reader.number() == kContentNumber) draft.content = reader.bytes();
    if (reader.number() == kRequestIdNumber) draft.request_id = reader.bytes();
  }
  return draft;
}

}  // namespace muster::client
