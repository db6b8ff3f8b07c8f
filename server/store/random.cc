#include "server/store/random.h"

#include <sodium.h>

#include <cstdlib>

namespace muster::store {

std::string RandomOctets(std::size_t size) {
  // Fails only where the system has no random source at all; nothing could be kept private then.
  static const bool ready = sodium_init() >= 0;
  if (!ready) std::abort();
  std::string octets(size, '\0');
  randombytes_buf(octets.data(), octets.size());
  return octets;
}

}  // namespace muster::store
