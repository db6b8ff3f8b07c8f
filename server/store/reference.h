// Reference numbers: what people read out, write down and quote.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace muster::store {

// Twelve characters in groups of four, "7K3M-QX9D-2WFA": digits and capital letters without 0, 1, I
// and O, which are taken for one another. Seven count hundredths of a second up to `now` and begin
// again every 10.9 years, five are from a cryptographic random source. So those given one after the
// other are neighbours as text, whichever is asked for is one of 32^5, and one may come twice.
std::string NewReference(absl::Time now);

// Whether a text has the form of one.
bool IsReference(std::string_view text);

using ReferenceSource = std::function<std::string(absl::Time now)>;

}  // namespace muster::store
