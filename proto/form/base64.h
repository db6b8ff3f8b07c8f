// Base64 (RFC 4648, with padding): how drafts and contexts travel in a page.
#ifndef MUSTER_PROTO_FORM_BASE64_H_
#define MUSTER_PROTO_FORM_BASE64_H_

#include <string>
#include <string_view>

namespace muster::form {

std::string Base64Encode(std::string_view bytes);

// Padding may be missing; "-" and "_" read as "+" and "/"; anything else that is not of the
// alphabet gives empty bytes.
std::string Base64Decode(std::string_view text);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_BASE64_H_
