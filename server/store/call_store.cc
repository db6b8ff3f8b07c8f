#include "server/store/call_store.h"

#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/store/engine.h"
#include "server/store/event_log.h"
#include "server/store/resource.h"

namespace muster::store {
namespace {

absl::Status NotFound(std::string_view name) {
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_CALL_NOT_FOUND,
                   "there is no such call", {{"name", std::string(name)}});
}

bool SaysOtherWords(const v1::ConsentWording& before, const v1::ConsentWording& after) {
  return before.version() == after.version() && MessageBytes(before) != MessageBytes(after);
}

absl::Status Put(Transaction& transaction, const v1::Call& call, const std::string& message,
                 std::int64_t revision, absl::Time now) {
  absl::Status put =
      transaction
          .Change(
              "INSERT INTO calls (name, revision, open_time_us, close_time_us, "
              "update_time_us, message) VALUES ($1, $2, $3, $4, $5, $6) "
              "ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, "
              "open_time_us = excluded.open_time_us, close_time_us = excluded.close_time_us, "
              "update_time_us = excluded.update_time_us, message = excluded.message",
              {call.name(), revision, MicrosecondsOf(call.open_time()),
               MicrosecondsOf(call.close_time()), absl::ToUnixMicros(now), Bytes{message}})
          .status();
  if (!put.ok()) return put;
  return AppendEvent(transaction, {.time = now,
                                   .kind = "call.applied",
                                   .resource_name = call.name(),
                                   .revision = revision,
                                   .content_sha256 = Sha256(message),
                                   .message = message});
}

}  // namespace

absl::StatusOr<std::optional<StoredCall>> FindCall(Transaction& transaction,
                                                   std::string_view name) {
  std::optional<StoredCall> found;
  absl::Status status = transaction.Query("SELECT revision, message FROM calls WHERE name = $1",
                                          {name}, [&found](const Row& row) {
                                            found.emplace();
                                            found->revision = row.Integer(0);
                                            return ParseStored(row.Octets(1), found->call);
                                          });
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<std::int64_t> CallStore::Apply(const v1::Call& call, absl::Time now) {
  const std::string message = MessageBytes(call);
  std::int64_t revision = 0;
  absl::Status applied = engine_->WriteAndWait([&](Transaction& transaction) -> absl::Status {
    absl::StatusOr<std::optional<StoredCall>> before = FindCall(transaction, call.name());
    if (!before.ok()) return before.status();
    revision = before->has_value() ? (*before)->revision : 0;
    if (before->has_value()) {
      const v1::Call& present = (*before)->call;
      if (MessageBytes(present) == message) return absl::OkStatus();
      if (SaysOtherWords(present.consent_wording(), call.consent_wording())) {
        return absl::FailedPreconditionError(absl::StrCat(
            call.name(), ": the consent statements changed; give them a new version than ",
            present.consent_wording().version()));
      }
    }
    ++revision;
    return Put(transaction, call, message, revision, now);
  });
  if (!applied.ok()) return applied;
  return revision;
}

absl::StatusOr<StoredCall> CallStore::Get(std::string_view name) {
  absl::StatusOr<std::optional<StoredCall>> found;
  absl::Status read = engine_->Read([&](Transaction& transaction) {
    found = FindCall(transaction, name);
    return found.status();
  });
  if (!read.ok()) return read;
  if (!found->has_value()) return NotFound(name);
  return **std::move(found);
}

absl::StatusOr<std::int64_t> CallStore::RevisionOf(std::string_view name) {
  std::optional<std::int64_t> revision;
  absl::Status read = engine_->Read([&](Transaction& transaction) {
    return transaction.Query("SELECT revision FROM calls WHERE name = $1", {name},
                             [&revision](const Row& row) {
                               revision = row.Integer(0);
                               return absl::OkStatus();
                             });
  });
  if (!read.ok()) return read;
  if (!revision.has_value()) return NotFound(name);
  return *revision;
}

absl::StatusOr<std::vector<v1::Call>> CallStore::List(std::string_view after_name, int limit) {
  std::vector<v1::Call> calls;
  absl::Status read = engine_->Read([&](Transaction& transaction) {
    return transaction.Query(
        "SELECT message FROM calls WHERE name > $1 ORDER BY name LIMIT $2", {after_name, limit},
        [&calls](const Row& row) { return ParseStored(row.Octets(0), calls.emplace_back()); });
  });
  if (!read.ok()) return read;
  return calls;
}

}  // namespace muster::store
