#include "server/store/conference_store.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/error.h"
#include "server/store/engine.h"
#include "server/store/event_log.h"
#include "server/store/resource.h"

namespace muster::store {
namespace {

struct StoredConference {
  std::int64_t revision = 0;
  std::string message;
  std::int64_t places_taken = 0;
};

absl::StatusOr<StoredConference> Find(Transaction& transaction, std::string_view name) {
  StoredConference found;
  absl::Status status = transaction.Query(
      "SELECT revision, message, places_taken FROM conferences "
      "JOIN conference_places ON conference_name = name WHERE name = $1",
      {name}, [&found](const Row& row) {
        found = {row.Integer(0), std::string(row.Octets(1)), row.Integer(2)};
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return found;
}

absl::Status Put(Transaction& transaction, const v1::Conference& conference,
                 const std::string& message, std::int64_t revision, absl::Time now) {
  absl::Status put =
      transaction
          .Change(
              "INSERT INTO conferences (name, revision, booking_open_time_us, "
              "booking_close_time_us, update_time_us, message) "
              "VALUES ($1, $2, $3, $4, $5, $6) "
              "ON CONFLICT (name) DO UPDATE SET revision = excluded.revision, "
              "booking_open_time_us = excluded.booking_open_time_us, "
              "booking_close_time_us = excluded.booking_close_time_us, "
              "update_time_us = excluded.update_time_us, message = excluded.message",
              {conference.name(), revision, MicrosecondsOf(conference.booking_open_time()),
               MicrosecondsOf(conference.booking_close_time()), absl::ToUnixMicros(now),
               Bytes{message}})
          .status();
  if (!put.ok()) return put;
  put = transaction
            .Change(
                "INSERT INTO conference_places (conference_name, place_count, places_taken) "
                "VALUES ($1, $2, 0) "
                "ON CONFLICT (conference_name) DO UPDATE SET "
                "place_count = excluded.place_count",
                {conference.name(), conference.place_count()})
            .status();
  if (!put.ok()) return put;
  return AppendEvent(transaction, {.time = now,
                                   .kind = "conference.applied",
                                   .resource_name = conference.name(),
                                   .revision = revision,
                                   .content_sha256 = Sha256(message),
                                   .message = message});
}

absl::Status ParseWithPlacesLeft(const Row& row, v1::Conference& conference) {
  absl::Status parsed = ParseStored(row.Octets(0), conference);
  conference.set_places_left(static_cast<std::int32_t>(row.Integer(1)));
  return parsed;
}

}  // namespace

absl::StatusOr<std::int64_t> ConferenceStore::Apply(const v1::Conference& conference,
                                                    absl::Time now) {
  v1::Conference kept = conference;
  kept.clear_places_left();
  const std::string message = MessageBytes(kept);
  std::int64_t revision = 0;
  absl::Status applied = engine_->WriteAndWait([&](Transaction& transaction) -> absl::Status {
    absl::StatusOr<StoredConference> before = Find(transaction, kept.name());
    if (!before.ok()) return before.status();
    revision = before->revision;
    if (revision > 0 && before->message == message) return absl::OkStatus();
    if (kept.place_count() < before->places_taken) {
      return absl::FailedPreconditionError(absl::StrCat(kept.name(), ": ", before->places_taken,
                                                        " places are taken; place_count can't be ",
                                                        kept.place_count()));
    }
    ++revision;
    return Put(transaction, kept, message, revision, now);
  });
  if (!applied.ok()) return applied;
  return revision;
}

absl::StatusOr<v1::Conference> ConferenceStore::Get(std::string_view name) {
  std::optional<v1::Conference> conference;
  absl::Status read = engine_->Read([&](Transaction& transaction) {
    return transaction.Query(
        "SELECT message, place_count - places_taken FROM conferences "
        "JOIN conference_places ON conference_name = name WHERE name = $1",
        {name},
        [&conference](const Row& row) { return ParseWithPlacesLeft(row, conference.emplace()); });
  });
  if (!read.ok()) return read;
  if (!conference.has_value()) {
    return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_CONFERENCE_NOT_FOUND,
                     "there is no such conference", {{"name", std::string(name)}});
  }
  return *std::move(conference);
}

absl::StatusOr<std::vector<v1::Conference>> ConferenceStore::List(std::string_view after_name,
                                                                  int limit) {
  std::vector<v1::Conference> conferences;
  absl::Status read = engine_->Read([&](Transaction& transaction) {
    return transaction.Query(
        "SELECT message, place_count - places_taken FROM conferences "
        "JOIN conference_places ON conference_name = name WHERE name > $1 ORDER BY name LIMIT $2",
        {after_name, limit}, [&conferences](const Row& row) {
          return ParseWithPlacesLeft(row, conferences.emplace_back());
        });
  });
  if (!read.ok()) return read;
  return conferences;
}

}  // namespace muster::store
