// BookingService of the contract: see booking_service.proto for what each method promises.
#pragma once

#include <functional>

#include "absl/status/statusor.h"
#include "muster/v1/booking_service.pb.h"
#include "server/clock.h"
#include "server/services/request_context.h"

namespace muster::store {
class BookingStore;
class ConferenceStore;
}  // namespace muster::store

namespace muster::services {

class AccessKeys;

// Thread-safe. `done` is called exactly once, on this thread or on one of the store; errors are
// made with server/error.h, and failed rules with server/services/rule_error.h. A request is there
// until the method returns; one that is not const may be taken from.
class BookingService {
 public:
  // All outlive the service.
  BookingService(store::ConferenceStore* conferences, store::BookingStore* bookings,
                 const AccessKeys* access_keys, Clock clock);

  void HandleCreateBooking(
      const RequestContext& context, v1::CreateBookingRequest& request,
      std::function<void(absl::StatusOr<v1::CreateBookingResponse>)> done) const;

  void HandleGetBooking(const RequestContext& context, const v1::GetBookingRequest& request,
                        std::function<void(absl::StatusOr<v1::GetBookingResponse>)> done) const;

 private:
  store::ConferenceStore* const conferences_;  // Not owned.
  store::BookingStore* const bookings_;        // Not owned.
  const AccessKeys* const access_keys_;        // Not owned.
  const Clock clock_;
};

}  // namespace muster::services
