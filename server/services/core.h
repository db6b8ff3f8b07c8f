// What stands between the engine and the ports: the stores, and one service for each of the
// contract.
#pragma once

#include <string>

#include "server/clock.h"
#include "server/services/access_keys.h"
#include "server/services/booking_service.h"
#include "server/services/call_service.h"
#include "server/services/conference_service.h"
#include "server/services/dispatcher.h"
#include "server/services/form_drafts.h"
#include "server/services/sender_rates.h"
#include "server/services/submission_service.h"
#include "server/store/booking_store.h"
#include "server/store/call_store.h"
#include "server/store/conference_store.h"
#include "server/store/form_draft_store.h"
#include "server/store/submission_store.h"

namespace muster::services {

class Core {
 public:
  // The engine and the rates outlive it.
  Core(store::Engine* engine, const std::string& access_key_secret, const Clock& clock,
       SenderRates* rates, CallObserver observer = nullptr);

  store::CallStore& call_store() { return call_store_; }
  store::ConferenceStore& conference_store() { return conference_store_; }
  store::FormDraftStore& form_draft_store() { return form_draft_store_; }
  const CallService& calls() const { return calls_; }
  const SubmissionService& submissions() const { return submissions_; }
  const BookingService& bookings() const { return bookings_; }
  const FormDrafts& form_drafts() const { return form_drafts_; }
  const Dispatcher& dispatcher() const { return dispatcher_; }

 private:
  store::CallStore call_store_;
  store::ConferenceStore conference_store_;
  store::SubmissionStore submission_store_;
  store::BookingStore booking_store_;
  store::FormDraftStore form_draft_store_;
  const AccessKeys access_keys_;
  CallService calls_;
  ConferenceService conferences_;
  SubmissionService submissions_;
  BookingService bookings_;
  const FormDrafts form_drafts_;
  const Dispatcher dispatcher_;
};

}  // namespace muster::services
