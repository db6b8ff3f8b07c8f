#include "server/store/secrets.h"

#include <sodium.h>

#include "server/store/engine.h"
#include "server/store/random.h"

namespace muster::store {

namespace {

absl::Status Find(Transaction& transaction, std::string& secret) {
  return transaction.Query("SELECT value FROM secrets WHERE name = 'access-key'", {},
                           [&secret](const Row& row) {
                             secret = std::string(row.Octets(0));
                             return absl::OkStatus();
                           });
}

absl::Status Make(Engine& engine, absl::Time now, std::string& secret) {
  std::string fresh = RandomOctets(32);
  absl::Status written = engine.WriteAndWait([&](Transaction& transaction) -> absl::Status {
    absl::StatusOr<std::int64_t> made = transaction.Change(
        "INSERT INTO secrets (name, value, create_time_us) VALUES ('access-key', $1, $2) "
        "ON CONFLICT (name) DO NOTHING",
        {Bytes{fresh}, absl::ToUnixMicros(now)});
    if (!made.ok()) return made.status();
    return Find(transaction, secret);
  });
  sodium_memzero(fresh.data(), fresh.size());
  return written;
}

}  // namespace

absl::StatusOr<std::string> AccessKeySecret(Engine& engine, absl::Time now) {
  std::string secret;
  // Read first: a full disk keeps nobody from what is there.
  absl::Status status =
      engine.Read([&secret](Transaction& transaction) { return Find(transaction, secret); });
  if (status.ok() && secret.empty()) status = Make(engine, now, secret);
  if (!status.ok()) return status;
  if (secret.size() != 32) return absl::DataLossError("the store's access key secret is damaged");
  return secret;
}

}  // namespace muster::store
