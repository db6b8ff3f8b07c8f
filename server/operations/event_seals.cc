#include "server/operations/event_seals.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/operations/events.h"
#include "server/store/engine.h"

namespace muster::operations {
namespace {

using store::Bytes;
using store::Row;
using store::Transaction;

constexpr std::int64_t kMaxEvents = 100000;

absl::StatusOr<EventSeal> LastSeal(Transaction& transaction) {
  EventSeal last;
  absl::Status read = transaction.Query(
      "SELECT through_sequence, event_count, sha256 FROM event_seals "
      "ORDER BY through_sequence DESC LIMIT 1",
      {}, [&last](const Row& row) {
        last = {row.Integer(0), row.Integer(1), std::string(row.Octets(2))};
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return last;
}

// The seal that follows `before`, not yet stored; of no event where there is none.
absl::StatusOr<EventSeal> NextSeal(Transaction& transaction, const EventSeal& before,
                                   std::int64_t through_sequence) {
  EventSeal seal = {before.through_sequence, 0, ""};
  SealDigest digest(before.sha256);
  while (digest.event_count() < kMaxEvents) {
    absl::StatusOr<std::vector<StoredEvent>> page = EventsAfter(transaction, seal.through_sequence);
    if (!page.ok()) return page.status();
    const std::int64_t count_before = digest.event_count();
    for (const StoredEvent& event : *page) {
      if (event.sequence > through_sequence) break;
      digest.Add(event);
      seal.through_sequence = event.sequence;
    }
    if (digest.event_count() == count_before) break;
  }
  seal.event_count = digest.event_count();
  seal.sha256 = digest.Octets();
  return seal;
}

}  // namespace

void SealDigest::AddInteger(std::int64_t value) {
  std::string octets(8, '\0');
  for (int i = 0; i < 8; ++i) {
    octets[static_cast<std::size_t>(i)] =
        static_cast<char>(static_cast<std::uint64_t>(value) >> (56 - 8 * i));
  }
  sha256_.Add(octets);
}

void SealDigest::AddText(std::string_view text) {
  AddInteger(static_cast<std::int64_t>(text.size()));
  sha256_.Add(text);
}

void SealDigest::Add(const StoredEvent& event) {
  ++event_count_;
  AddInteger(event.sequence);
  AddInteger(event.time_us);
  AddText(event.kind);
  AddText(event.resource_name);
  AddInteger(event.revision);
  AddText(event.content_sha256);
  AddInteger(event.message.has_value() ? 1 : 0);
  AddText(event.message.value_or(""));
}

absl::StatusOr<std::optional<EventSeal>> SealAfter(Transaction& transaction,
                                                   std::int64_t sequence) {
  std::optional<EventSeal> next;
  absl::Status read = transaction.Query(
      "SELECT through_sequence, event_count, sha256 FROM event_seals "
      "WHERE through_sequence > $1 ORDER BY through_sequence LIMIT 1",
      {sequence}, [&next](const Row& row) {
        next = {row.Integer(0), row.Integer(1), std::string(row.Octets(2))};
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  return next;
}

absl::StatusOr<std::int64_t> LastSequence(store::Engine& engine) {
  std::int64_t last = 0;
  absl::Status read = engine.Read([&last](Transaction& transaction) {
    return transaction.Query("SELECT sequence FROM events ORDER BY sequence DESC LIMIT 1", {},
                             [&last](const Row& row) {
                               last = row.Integer(0);
                               return absl::OkStatus();
                             });
  });
  if (!read.ok()) return read;
  return last;
}

absl::StatusOr<std::optional<EventSeal>> SealThrough(store::Engine& engine, std::int64_t sequence,
                                                     absl::Time now) {
  EventSeal before;
  EventSeal seal;
  absl::Status read = engine.Read([&](Transaction& transaction) -> absl::Status {
    absl::StatusOr<EventSeal> last = LastSeal(transaction);
    if (!last.ok()) return last.status();
    before = *std::move(last);
    absl::StatusOr<EventSeal> next = NextSeal(transaction, before, sequence);
    if (!next.ok()) return next.status();
    seal = *std::move(next);
    return absl::OkStatus();
  });
  if (!read.ok()) return read;
  if (seal.event_count == 0) return std::nullopt;
  bool is_ours = false;
  absl::Status written = engine.WriteAndWait([&](Transaction& transaction) -> absl::Status {
    absl::StatusOr<EventSeal> last = LastSeal(transaction);
    if (!last.ok()) return last.status();
    is_ours = last->through_sequence == before.through_sequence;
    if (!is_ours) return absl::OkStatus();
    return transaction
        .Change(
            "INSERT INTO event_seals (through_sequence, event_count, time_us, sha256) "
            "VALUES ($1, $2, $3, $4)",
            {seal.through_sequence, seal.event_count, absl::ToUnixMicros(now), Bytes{seal.sha256}})
        .status();
  });
  if (!written.ok()) return written;
  if (!is_ours) return std::nullopt;
  return seal;
}

EventSealer::EventSealer(store::Engine* engine, Clock clock,
                         std::function<void(bool, const std::string&)> log, absl::Duration interval)
    : engine_(engine),
      clock_(std::move(clock)),
      log_(std::move(log)),
      thread_(
          [this, interval] {
            Round();
            return interval;
          },
          interval) {}

void EventSealer::Round() {
  const absl::StatusOr<std::optional<EventSeal>> sealed = SealThrough(*engine_, seen_, clock_());
  if (!sealed.ok()) {
    log_(false, absl::StrCat("the event log could not be sealed: ", sealed.status().message()));
  } else if (sealed->has_value()) {
    log_(true, absl::StrCat("sealed the event log through event ", (*sealed)->through_sequence,
                            ": ", absl::BytesToHexString((*sealed)->sha256)));
  }
  const absl::StatusOr<std::int64_t> last = LastSequence(*engine_);
  if (last.ok()) seen_ = *last;
}

}  // namespace muster::operations
