#include "server/services/access_keys.h"

#include <sodium.h>

#include "absl/strings/escaping.h"

namespace muster::services {
namespace {

constexpr int kHashBytes = 32;
// "muster access key 1", so that the secret may serve other purposes without one key being another.
constexpr unsigned char kPurpose[] = "muster access key 1";

}  // namespace

AccessKeys::AccessKeys(std::string_view secret) {
  crypto_generichash(secret_.data(), secret_.size(), kPurpose, sizeof(kPurpose) - 1,
                     reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size() < crypto_generichash_KEYBYTES_MAX
                         ? secret.size()
                         : size_t{crypto_generichash_KEYBYTES_MAX});
}

AccessKeys::~AccessKeys() { sodium_memzero(secret_.data(), secret_.size()); }

std::string AccessKeys::KeyOf(std::string_view resource_name) const {
  unsigned char hash[kHashBytes];
  crypto_generichash(hash, sizeof(hash),
                     reinterpret_cast<const unsigned char*>(resource_name.data()),
                     resource_name.size(), secret_.data(), secret_.size());
  return absl::WebSafeBase64Escape({reinterpret_cast<const char*>(hash), sizeof(hash)});
}

bool AccessKeys::Matches(std::string_view resource_name, std::string_view key) const {
  const std::string right = KeyOf(resource_name);
  // The length of a key is no secret; what is in it is.
  return key.size() == right.size() && sodium_memcmp(key.data(), right.data(), right.size()) == 0;
}

}  // namespace muster::services
