// The kind "address": five lines, of which the second and the fourth may be blank.
#ifndef MUSTER_PROTO_FORM_POSTAL_ADDRESS_H_
#define MUSTER_PROTO_FORM_POSTAL_ADDRESS_H_

#include <string>
#include <string_view>

#include "proto/form/kind.h"

namespace muster::form {

// Each line trimmed, the postcode as "LS1 4AP". Empty if all lines are.
std::string SentPostalAddress(std::string_view typed);

// Of an address as `SentPostalAddress` gives it: the lines that must be there, and a postcode of
// the United Kingdom's form.
Verdict CheckPostalAddress(std::string_view address);

// Whether line `part` may be left out.
bool MayBeBlankLine(size_t part);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_POSTAL_ADDRESS_H_
