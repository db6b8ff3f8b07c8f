// BookingStore keeps bookings and takes the places they hold; no other class does either.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "muster/v1/booking.pb.h"
#include "muster/v1/receipt.pb.h"
#include "server/store/reference.h"

namespace muster::store {

class Engine;

// What is to be stored, checked against its rules.
struct NewBooking {
  // "conferences/{conference}".
  std::string parent;
  // MessageBytes of a BookingContent without unknown fields.
  std::string content_bytes;
  // Receipt.content_sha256: 32 bytes.
  std::string content_sha256;
  // The sender's UUID.
  std::string request_id;
  // When it came; decides whether booking is open.
  absl::Time now;
};

// A booking as it stands, and the receipt of what was first sent.
struct StoredBooking {
  v1::Booking booking;
  // Everything but `access_key`, which the services derive.
  v1::Receipt receipt;
};

// Whether a conference with these times takes bookings: FAILED_PRECONDITION (BOOKING_NOT_OPEN,
// BOOKING_CLOSED) with the time in question, if not.
absl::Status CheckBookingOpen(absl::Time open, absl::Time close, absl::Time now);
// RESOURCE_EXHAUSTED (CONFERENCE_FULL): of so many places none is left.
absl::Status ConferenceFull(std::int64_t place_count);

// Thread-safe. Each write is one transaction: done and on disk, or never happened. There are never
// more confirmed bookings than places.
class BookingStore {
 public:
  // Called exactly once, on a thread of the engine (or before Create returns, when the queue is
  // full). The receipt lacks `access_key`, and its copy may be there as octets: AddFieldBytes.
  using CreateDone = absl::AnyInvocable<void(absl::StatusOr<v1::Receipt>)>;

  // The engine outlives the store.
  explicit BookingStore(Engine* engine, ReferenceSource new_reference = NewReference)
      : engine_(engine), new_reference_(std::move(new_reference)) {}

  // Takes one place. A repeat of `request_id` with the same parent and content gives the first
  // receipt and takes no second place, whether or not any is left. Errors:
  // * ALREADY_EXISTS (REQUEST_ID_REUSED): the id came before with other content.
  // * NOT_FOUND (CONFERENCE_NOT_FOUND); FAILED_PRECONDITION (BOOKING_NOT_OPEN, BOOKING_CLOSED).
  // * RESOURCE_EXHAUSTED (CONFERENCE_FULL): every place is taken.
  // * RESOURCE_EXHAUSTED (STORE_BUSY), UNAVAILABLE (STORE_UNAVAILABLE): as Engine::Write.
  void Create(NewBooking wanted, CreateDone done);

  // NOT_FOUND (BOOKING_NOT_FOUND) if there is none of that name.
  absl::StatusOr<StoredBooking> Get(std::string_view name);

 private:
  Engine* const engine_;  // Not owned.
  const ReferenceSource new_reference_;
};

}  // namespace muster::store
