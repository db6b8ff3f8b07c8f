// The kind "number": digits with or without a sign and a decimal point, compared as decimals, so
// that what is shown, stored and held to a bound is the same to the last digit.
#ifndef MUSTER_PROTO_FORM_NUMBER_H_
#define MUSTER_PROTO_FORM_NUMBER_H_

#include <string>
#include <string_view>

#include "proto/form/kind.h"

namespace muster::form {

// "1 234.50", "+1,234.5" as "1234.5", ".5" as "0.5". A comma stands between thousands and nowhere
// else: in "2,5" it would be somebody's decimal point. What is no number stays as it was typed.
std::string SentNumber(std::string_view typed);

// Of a number as `SentNumber` gives it.
Verdict CheckNumber(std::string_view number, const Limits& limits);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_NUMBER_H_
