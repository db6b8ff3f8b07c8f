#include "server/store/form_draft_store.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/store/engine.h"
#include "server/store/uuid.h"

namespace muster::store {
namespace {

// Two queries, since databases count along an index many times as fast as all but one row of it.
absl::Status CheckRoom(Transaction& transaction, const FormDraftName& name, std::int64_t now_us) {
  bool is_there = false;
  const absl::Status found = transaction.Query(
      "SELECT 1 FROM form_drafts WHERE key_sha256 = $1 AND form_id = $2 AND parent_name = $3 "
      "AND expire_time_us > $4",
      {Bytes{name.key_sha256}, name.form_id, name.parent, now_us}, [&is_there](const Row&) {
        is_there = true;
        return absl::OkStatus();
      });
  if (!found.ok() || is_there) return found;
  std::int64_t count = 0;
  const absl::Status counted =
      transaction.Query("SELECT count(*) FROM form_drafts WHERE expire_time_us > $1", {now_us},
                        [&count](const Row& row) {
                          count = row.Integer(0);
                          return absl::OkStatus();
                        });
  if (!counted.ok()) return counted;
  if (count < FormDraftStore::kMaxDrafts) return absl::OkStatus();
  return absl::ResourceExhaustedError("there are as many drafts as there may be");
}

absl::Status Run(Transaction& transaction, std::string_view sql,
                 std::initializer_list<Value> values) {
  return transaction.Change(sql, values).status();
}

}  // namespace

void FormDraftStore::Keep(const FormDraftName& name, const FormDraft& draft, absl::Time now,
                          absl::Duration lifetime, Done done) {
  std::optional<std::string> request_id = ParseUuid(draft.request_id);
  if (!request_id || draft.content.size() > kMaxContentBytes) {
    return done(absl::InvalidArgumentError("no draft of a form"));
  }
  engine_->Write(
      [name, content = draft.content, request_id = *std::move(request_id),
       now_us = absl::ToUnixMicros(now), expire_time_us = absl::ToUnixMicros(now + lifetime)](
          Transaction& transaction) -> absl::Status {
        if (absl::Status room = CheckRoom(transaction, name, now_us); !room.ok()) return room;
        return Run(transaction,
                   "INSERT INTO form_drafts "
                   "(key_sha256, form_id, parent_name, request_id, expire_time_us, content) "
                   "VALUES ($1, $2, $3, $4, $5, $6) "
                   "ON CONFLICT (key_sha256, form_id, parent_name) DO UPDATE SET "
                   "request_id = excluded.request_id, expire_time_us = excluded.expire_time_us, "
                   "content = excluded.content",
                   {Bytes{name.key_sha256}, name.form_id, name.parent, Bytes{request_id},
                    expire_time_us, Bytes{content}});
      },
      std::move(done));
}

absl::StatusOr<std::optional<FormDraft>> FormDraftStore::Find(const FormDraftName& name,
                                                              absl::Time now) {
  std::optional<FormDraft> found;
  const absl::Status status = engine_->Read([&](Transaction& transaction) {
    found.reset();
    return transaction.Query(
        "SELECT content, request_id, CASE WHEN EXISTS (SELECT 1 FROM request_ids "
        "WHERE request_ids.request_id = form_drafts.request_id) THEN 1 ELSE 0 END FROM form_drafts "
        "WHERE key_sha256 = $1 AND form_id = $2 AND parent_name = $3 AND expire_time_us > $4",
        {Bytes{name.key_sha256}, name.form_id, name.parent, absl::ToUnixMicros(now)},
        [&](const Row& row) {
          found =
              FormDraft{std::string(row.Octets(0)), UuidText(row.Octets(1)), row.Integer(2) != 0};
          return absl::OkStatus();
        });
  });
  if (!status.ok()) return status;
  return found;
}

void FormDraftStore::Delete(const FormDraftName& name, Done done) {
  engine_->Write(
      [name](Transaction& transaction) {
        return Run(transaction,
                   "DELETE FROM form_drafts "
                   "WHERE key_sha256 = $1 AND form_id = $2 AND parent_name = $3",
                   {Bytes{name.key_sha256}, name.form_id, name.parent});
      },
      std::move(done));
}

absl::StatusOr<std::int64_t> FormDraftStore::DeleteExpired(absl::Time now) {
  std::int64_t count = 0;
  const absl::Status deleted = engine_->WriteAndWait([&](Transaction& transaction) {
    const absl::StatusOr<std::int64_t> changed = transaction.Change(
        "DELETE FROM form_drafts WHERE (key_sha256, form_id, parent_name) IN "
        "(SELECT key_sha256, form_id, parent_name FROM form_drafts "
        "WHERE expire_time_us <= $1 ORDER BY expire_time_us LIMIT $2)",
        {absl::ToUnixMicros(now), kDeletedTogether});
    count = changed.value_or(0);
    return changed.status();
  });
  if (!deleted.ok()) return deleted;
  return count;
}

}  // namespace muster::store
