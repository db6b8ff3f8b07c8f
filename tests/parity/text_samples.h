// Texts at the edges of what rules over strings let through.
#pragma once

#include <cstddef>
#include <string>

#include "tests/parity/contract.h"
#include "tests/parity/random.h"

namespace muster::parity {

// `length_characters` code points of one to four bytes: letters, marks that combine, emoji, text
// from right to left, the ends of each encoding length. Control characters where they are allowed.
std::string SomeText(Random& random, size_t length_characters, bool with_controls);

// A text that the rules let through, often the longest or shortest one.
std::string GoodText(Random& random, const FieldFacts& facts);

// A text that at least one of the rules refuses, often only just; a good one where no rule can
// fail.
std::string BadText(Random& random, const FieldFacts& facts);

// False: `GoodText` has no samples for this pattern, which is new in the contract.
bool HasSamplesFor(const std::string& pattern);

}  // namespace muster::parity
