// Random patterns of RE2's syntax, and texts that are nearly such.
#pragma once

#include <string>

#include "tests/parity/random.h"

namespace muster::regex {

std::string RandomPattern(parity::Random& random);

}  // namespace muster::regex
