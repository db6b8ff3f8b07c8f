// AccessKeys makes the private key by which a sender reads back what was stored: a keyed hash of
// the resource name under the store's secret. So a repeat of a request gives the same key, nothing
// has to be stored for it, and knowing a name is not knowing its key.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace muster::services {

// Thread-safe.
class AccessKeys {
 public:
  // The store's secret: at least 32 bytes.
  explicit AccessKeys(std::string_view secret);
  ~AccessKeys();  // Overwrites the secret.
  AccessKeys(const AccessKeys&) = delete;
  AccessKeys& operator=(const AccessKeys&) = delete;

  // 43 characters of base64url.
  std::string KeyOf(std::string_view resource_name) const;

  // Whether it is the name's key, in a time that does not depend on how much of it is right.
  bool Matches(std::string_view resource_name, std::string_view key) const;

 private:
  std::array<unsigned char, 32> secret_;
};

}  // namespace muster::services
