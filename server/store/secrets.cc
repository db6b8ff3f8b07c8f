#include "server/store/secrets.h"

#include <sodium.h>

#include "server/store/engine.h"
#include "server/store/random.h"

namespace muster::store {

absl::StatusOr<std::string> AccessKeySecret(Engine& engine, absl::Time now) {
  std::string fresh = RandomOctets(32);
  std::string secret;
  absl::Status written = engine.WriteAndWait([&](Transaction& transaction) -> absl::Status {
    absl::StatusOr<std::int64_t> made = transaction.Change(
        "INSERT INTO secrets (name, value, create_time_us) VALUES ('access-key', $1, $2) "
        "ON CONFLICT (name) DO NOTHING",
        {Bytes{fresh}, absl::ToUnixMicros(now)});
    if (!made.ok()) return made.status();
    return transaction.Query("SELECT value FROM secrets WHERE name = 'access-key'", {},
                             [&](const Row& row) {
                               secret = std::string(row.Octets(0));
                               return absl::OkStatus();
                             });
  });
  sodium_memzero(fresh.data(), fresh.size());
  if (!written.ok()) return written;
  if (secret.size() != 32) return absl::DataLossError("the store's access key secret is damaged");
  return secret;
}

}  // namespace muster::store
