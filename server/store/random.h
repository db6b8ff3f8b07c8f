// Random octets for what must not be guessed.
#pragma once

#include <cstddef>
#include <string>

namespace muster::store {

// From the system's cryptographic source. Thread-safe.
std::string RandomOctets(std::size_t size);

}  // namespace muster::store
