#include "server/services/core.h"

#include <utility>

namespace muster::services {

Core::Core(store::Engine* engine, const std::string& access_key_secret, const Clock& clock,
           SenderRates* rates, CallObserver observer)
    : call_store_(engine),
      conference_store_(engine),
      submission_store_(engine),
      booking_store_(engine),
      form_draft_store_(engine),
      access_keys_(access_key_secret),
      calls_(&call_store_),
      conferences_(&conference_store_),
      submissions_(&call_store_, &submission_store_, &access_keys_, clock),
      bookings_(&conference_store_, &booking_store_, &access_keys_, clock),
      form_drafts_(&form_draft_store_, rates, clock),
      dispatcher_(&calls_, &conferences_, &submissions_, &bookings_, rates, std::move(observer)) {}

}  // namespace muster::services
