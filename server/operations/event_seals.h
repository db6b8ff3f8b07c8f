// Seals of the event log: a chain of digests over its events. Who changes a sealed event has to
// make every later seal anew; and whoever keeps one seal elsewhere, as the program's log does that
// is shipped off the machine, sees that.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/clock.h"
#include "server/operations/running_sha256.h"
#include "server/repeating_thread.h"

namespace muster::store {
class Engine;
class Transaction;
}  // namespace muster::store

namespace muster::operations {

struct StoredEvent;

struct EventSeal {
  std::int64_t through_sequence = 0;
  std::int64_t event_count = 0;
  // 32 octets.
  std::string sha256;
};

// The digest of a seal, event by event.
class SealDigest {
 public:
  // `before`: digest of the seal before; empty for the first one.
  explicit SealDigest(const std::string& before) { sha256_.Add(before); }
  void Add(const StoredEvent& event);
  std::int64_t event_count() const { return event_count_; }
  std::string Octets() const { return sha256_.Octets(); }

 private:
  void AddInteger(std::int64_t value);
  void AddText(std::string_view text);

  RunningSha256 sha256_;
  std::int64_t event_count_ = 0;
};

// The first seal that covers events after `sequence`.
absl::StatusOr<std::optional<EventSeal>> SealAfter(store::Transaction& transaction,
                                                   std::int64_t sequence);

// Sequence of the last event; 0 where there is none.
absl::StatusOr<std::int64_t> LastSequence(store::Engine& engine);

// Seals what is not sealed yet, up to an event, at most a hundred thousand events at a time.
// Nothing where there was nothing to seal, or another server was faster.
absl::StatusOr<std::optional<EventSeal>> SealThrough(store::Engine& engine, std::int64_t sequence,
                                                     absl::Time now);

// Seals the log of a store that is served, on a thread of its own. In each round it seals what was
// there in the round before: where several servers share a database, an event may be committed
// after one with a higher number, and by then it is.
class EventSealer {
 public:
  // `log` gets a line for each seal, and for each that could not be made.
  EventSealer(store::Engine* engine, Clock clock,
              std::function<void(bool ok, const std::string& line)> log,
              absl::Duration interval = absl::Minutes(1));

  // One round: for tests, on a sealer whose interval does not end.
  void Round();

 private:
  store::Engine* const engine_;  // Not owned.
  const Clock clock_;
  const std::function<void(bool, const std::string&)> log_;
  std::int64_t seen_ = 0;  // The last event of the round before.
  RepeatingThread thread_;
};

}  // namespace muster::operations
