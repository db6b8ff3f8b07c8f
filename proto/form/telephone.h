// The kind "telephone number".
#ifndef MUSTER_PROTO_FORM_TELEPHONE_H_
#define MUSTER_PROTO_FORM_TELEPHONE_H_

#include <string>
#include <string_view>

namespace muster::form {

// "+44 (0)20 7946-0018" as "+442079460018": spaces, hyphens, dots, slashes and brackets are left
// out, and "(0)" with "+" before it, which is dialled without. What has anything else in it stays
// as it was typed.
std::string SentTelephone(std::string_view typed);

// Whether the text is one as it is sent: 7 to 20 digits, with or without "+" before them.
bool IsTelephone(std::string_view text);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_TELEPHONE_H_
