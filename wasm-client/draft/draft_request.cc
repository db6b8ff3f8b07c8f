#include "wasm-client/draft/draft_request.h"

#include "proto/rules/wire.h"
#include "proto/rules/wire_reader.h"

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
  rules::WireReader reader(bytes);
  for (rules::WireField field; reader.Next(field);) {
    if (field.number == kParentNumber) draft.parent = field.bytes;
    if (field.number == kContentNumber) draft.content = field.bytes;
    if (field.number == kRequestIdNumber) draft.request_id = field.bytes;
  }
  return draft;
}

}  // namespace muster::client
