// Random values on and just over the edges of rules.
#pragma once

#include <cstdint>
#include <string>

#include "tests/differential/samples.h"
#include "tests/parity/random.h"

namespace muster::differential {

// The time that `now` stands for in a run: 2026-11-22T10:05:57Z.
constexpr Time kNow = {1795341957, 0};

// From `least` to `most`, both included.
int64_t SomeInteger(parity::Random& random, const Samples& samples, int64_t least, int64_t most);
uint64_t SomeNatural(parity::Random& random, const Samples& samples, uint64_t most);
double SomeReal(parity::Random& random, const Samples& samples, bool is_single);

// UTF-8, unless `is_bytes`.
std::string SomeText(parity::Random& random, const Samples& samples, bool is_bytes);

Time SomeTime(parity::Random& random, const Samples& samples, bool is_timestamp);

// How many entries a list or map gets.
int SomeCount(parity::Random& random, const Samples& samples);

}  // namespace muster::differential
