#include "server/gateway/pages/form_site.h"

#include <array>
#include <utility>

#include "muster/v1/booking_service.form.h"
#include "muster/v1/booking_service.pb.h"
#include "muster/v1/call_service.pb.h"
#include "muster/v1/conference_service.pb.h"
#include "muster/v1/submission_service.form.h"
#include "muster/v1/submission_service.pb.h"
#include "server/gateway/pages/parts.h"
#include "server/gateway/pages/public_pages.h"
#include "server/services/form_context.h"

namespace muster::gateway {
namespace {

using ParentDone = std::function<void(absl::StatusOr<FormParent>)>;
using ReceiptDone = std::function<void(absl::StatusOr<std::string>)>;

void LoadCall(const PageCaller& caller, const Site& site, const std::string& name, absl::Time now,
              ParentDone done) {
  v1::GetCallRequest request;
  request.set_name(name);
  caller.Call<v1::GetCallResponse>(
      "/muster.v1.CallService/GetCall", request,
      [&site, now, done = std::move(done)](absl::StatusOr<v1::GetCallResponse> response) {
        if (!response.ok()) return done(response.status());
        const v1::Call& call = response->call();
        FormParent parent{services::FormContextFromCall(call, now, site.words->language()), "",
                          call.time_zone()};
        const Window window = WindowOf(call, now);
        if (window != Window::kOpen) parent.page_instead = NotOpenPage(site, call, window);
        done(std::move(parent));
      });
}

void LoadConference(const PageCaller& caller, const Site& site, const std::string& name,
                    absl::Time now, ParentDone done) {
  v1::GetConferenceRequest request;
  request.set_name(name);
  caller.Call<v1::GetConferenceResponse>(
      "/muster.v1.ConferenceService/GetConference", request,
      [&site, now, done = std::move(done)](absl::StatusOr<v1::GetConferenceResponse> response) {
        if (!response.ok()) return done(response.status());
        const v1::Conference& conference = response->conference();
        FormParent parent{services::FormContextFromConference(conference, site.words->language()),
                          "", conference.time_zone()};
        const Window window = WindowOf(conference, now);
        if (window != Window::kOpen) {
          parent.page_instead = NotOpenPage(site, conference, window);
        } else if (conference.places_left() <= 0) {
          parent.page_instead = FullPage(site, conference);
        }
        done(std::move(parent));
      });
}

template <typename Request, typename Response>
void LoadReceipt(const PageCaller& caller, std::string_view method, const std::string& name,
                 const std::string& key, ReceiptDone done) {
  Request request;
  request.set_name(name);
  request.set_access_key(key);
  caller.Call<Response>(method, request,
                        [done = std::move(done)](absl::StatusOr<Response> response) {
                          if (!response.ok()) return done(response.status());
                          done(response->receipt().SerializeAsString());
                        });
}

void LoadSubmissionReceipt(const PageCaller& caller, const std::string& name,
                           const std::string& key, ReceiptDone done) {
  LoadReceipt<v1::GetSubmissionRequest, v1::GetSubmissionResponse>(
      caller, "/muster.v1.SubmissionService/GetSubmission", name, key, std::move(done));
}

void LoadBookingReceipt(const PageCaller& caller, const std::string& name, const std::string& key,
                        ReceiptDone done) {
  LoadReceipt<v1::GetBookingRequest, v1::GetBookingResponse>(
      caller, "/muster.v1.BookingService/GetBooking", name, key, std::move(done));
}

const std::array kFormSites = {
    FormSite{"calls",
             "submit",
             "submissions",
             {&v1::kCreateSubmissionRequestForm, &v1::kCreateSubmissionRequestFormWelsh},
             LoadCall,
             LoadSubmissionReceipt},
    FormSite{"conferences",
             "book",
             "bookings",
             {&v1::kCreateBookingRequestForm, &v1::kCreateBookingRequestFormWelsh},
             LoadConference,
             LoadBookingReceipt},
};

}  // namespace

std::span<const FormSite> FormSites() { return kFormSites; }

}  // namespace muster::gateway
