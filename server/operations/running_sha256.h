// SHA-256 over bytes that come in pieces.
#pragma once

#include <sodium.h>

#include <string>
#include <string_view>

#include "absl/strings/escaping.h"

namespace muster::operations {

class RunningSha256 {
 public:
  RunningSha256() { crypto_hash_sha256_init(&state_); }

  void Add(std::string_view bytes) {
    crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }

  // 32 octets, of what was added so far; more may be added after.
  std::string Octets() const {
    crypto_hash_sha256_state state = state_;
    std::string digest(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256_final(&state, reinterpret_cast<unsigned char*>(digest.data()));
    return digest;
  }
  std::string Hex() const { return absl::BytesToHexString(Octets()); }

 private:
  crypto_hash_sha256_state state_;
};

}  // namespace muster::operations
