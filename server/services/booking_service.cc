#include "server/services/booking_service.h"

#include <utility>

#include "muster/v1/booking_service.rules.h"
#include "server/error.h"
#include "server/services/access_keys.h"
#include "server/services/rule_error.h"
#include "server/services/timestamp.h"
#include "server/services/unknown_fields.h"
#include "server/store/booking_store.h"
#include "server/store/conference_store.h"
#include "server/store/resource.h"

namespace muster::services {
namespace {

// What a caller who only asks is told: may change before the place is taken.
absl::StatusOr<v1::CreateBookingResponse> ValidateOnly(store::ConferenceStore& conferences,
                                                       const v1::CreateBookingRequest& request,
                                                       absl::Time now) {
  const absl::StatusOr<v1::Conference> conference = conferences.Get(request.parent());
  if (!conference.ok()) return conference.status();
  absl::Status open = store::CheckBookingOpen(TimeOf(conference->booking_open_time()),
                                              TimeOf(conference->booking_close_time()), now);
  if (!open.ok()) return open;
  if (conference->places_left() <= 0) return store::ConferenceFull(conference->place_count());
  return v1::CreateBookingResponse();
}

absl::Status BookingNotFound() {
  return MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_BOOKING_NOT_FOUND,
                   "there is no such booking, or this is not its key");
}

}  // namespace

BookingService::BookingService(store::ConferenceStore* conferences, store::BookingStore* bookings,
                               const AccessKeys* access_keys, Clock clock)
    : conferences_(conferences),
      bookings_(bookings),
      access_keys_(access_keys),
      clock_(std::move(clock)) {}

void BookingService::HandleCreateBooking(
    const RequestContext&, v1::CreateBookingRequest& request,
    std::function<void(absl::StatusOr<v1::CreateBookingResponse>)> done) const {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return done(MakeRuleError(violations));
  if (request.validate_only()) return done(ValidateOnly(*conferences_, request, clock_()));
  store::NewBooking wanted;
  wanted.parent = std::move(*request.mutable_parent());
  DropUnknownFields(*request.mutable_content());
  wanted.content_bytes = store::MessageBytes(request.content());
  wanted.content_sha256 = store::Sha256(wanted.content_bytes);
  wanted.request_id = std::move(*request.mutable_request_id());
  wanted.now = clock_();
  bookings_->Create(std::move(wanted), [done = std::move(done), access_keys = access_keys_](
                                           absl::StatusOr<v1::Receipt> receipt) {
    if (!receipt.ok()) return done(receipt.status());
    receipt->set_access_key(access_keys->KeyOf(receipt->name()));
    v1::CreateBookingResponse response;
    *response.mutable_receipt() = *std::move(receipt);
    done(std::move(response));
  });
}

void BookingService::HandleGetBooking(
    const RequestContext&, const v1::GetBookingRequest& request,
    std::function<void(absl::StatusOr<v1::GetBookingResponse>)> done) const {
  rules::Violations violations;
  if (!v1::Validate(request, violations)) return done(MakeRuleError(violations));
  // Both are always done, so that an unknown name costs what a wrong key costs.
  const bool key_fits = access_keys_->Matches(request.name(), request.access_key());
  absl::StatusOr<store::StoredBooking> stored = bookings_->Get(request.name());
  if (!stored.ok() && !absl::IsNotFound(stored.status())) return done(stored.status());
  if (!stored.ok() || !key_fits) return done(BookingNotFound());
  v1::GetBookingResponse response;
  *response.mutable_booking() = std::move(stored->booking);
  *response.mutable_receipt() = std::move(stored->receipt);
  response.mutable_receipt()->set_access_key(access_keys_->KeyOf(request.name()));
  done(std::move(response));
}

}  // namespace muster::services
