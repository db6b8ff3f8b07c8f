#include "tests/server/gateway/pages/page_test_site.h"

#include <gtest/gtest.h>

#include "muster/v1/call_service.pb.h"
#include "muster/v1/conference_service.pb.h"
#include "server/error.h"
#include "server/gateway/pages/html_text.h"

namespace muster::gateway {
namespace {

class CapturingResponder final : public Responder {
 public:
  explicit CapturingResponder(std::optional<HttpResponse>* response) : response_(response) {}
  void Send(HttpResponse response) override { *response_ = std::move(response); }

 private:
  std::optional<HttpResponse>* const response_;
};

absl::Time Day(int year, int month, int day) {
  return absl::FromCivil(absl::CivilHour(year, month, day, 9), absl::UTCTimeZone());
}

void SetTime(absl::Time time, google::protobuf::Timestamp* timestamp) {
  timestamp->set_seconds(absl::ToUnixSeconds(time));
}

}  // namespace

v1::Call TestCall() {
  v1::Call call;
  call.set_name("calls/practice");
  call.set_title("Practice that works");
  call.set_summary("Tell us what works.");
  call.set_guidance_markdown("# Why\n\nBecause *it matters*.");
  for (const char* id : {"workforce", "education"}) {
    v1::Theme* theme = call.add_themes();
    theme->set_id(id);
    theme->set_title(std::string("Theme ") + id);
    theme->set_description(std::string("About ") + id);
  }
  SetTime(Day(2027, 1, 10), call.mutable_open_time());
  SetTime(Day(2027, 7, 10), call.mutable_close_time());
  SetTime(Day(2027, 8, 10), call.mutable_edit_until_time());
  call.set_time_zone("Europe/London");
  v1::Contact* contact = call.add_contacts();
  contact->set_display_name("Evidence team");
  contact->set_email("evidence@example.org");
  call.mutable_consent_wording()->set_version("2027-01-01");
  call.mutable_consent_wording()->set_display_on_day("I agree to display.");
  call.mutable_consent_wording()->set_contribute_to_session("I agree to contribute.");
  call.mutable_consent_wording()->set_publish_afterwards("I agree to publication.");
  call.set_conference("conferences/meeting");
  return call;
}

v1::Conference TestConference() {
  v1::Conference conference;
  conference.set_name("conferences/meeting");
  conference.set_title("A meeting");
  conference.set_summary("One day in October.");
  conference.mutable_venue()->set_display_name("The hall");
  conference.mutable_venue()->add_address_lines("1 High Street");
  SetTime(Day(2027, 10, 1), conference.mutable_start_time());
  SetTime(Day(2027, 10, 2), conference.mutable_end_time());
  conference.set_time_zone("Europe/London");
  conference.set_place_count(100);
  conference.set_places_left(12);
  SetTime(Day(2027, 1, 10), conference.mutable_booking_open_time());
  SetTime(Day(2027, 9, 10), conference.mutable_booking_close_time());
  v1::Contact* contact = conference.add_contacts();
  contact->set_display_name("Conference team");
  contact->set_email("conference@example.org");
  return conference;
}

std::string FormBody(const Posted& fields) {
  std::string body;
  for (const auto& [name, value] : fields) {
    if (!body.empty()) body += '&';
    body += QueryEncoded(name) + "=" + QueryEncoded(value);
  }
  return body;
}

PageTestSite::PageTestSite(bool is_preview) : now(Day(2027, 3, 1)) {
  PagesOptions options;
  options.site.public_address = "https://public.test";
  options.site.script_address = "/assets/main-1.js";
  options.site.style_address = "/assets/main-2.css";
  options.site.core_address = "/assets/core-3.wasm";
  options.site.welsh_core_address = "/assets/core.cy-3.wasm";
  options.site.icon_address = "/assets/icon-4.svg";
  options.site.is_preview = is_preview;
  options.clock = [this] { return now; };
  options.log = [this](const std::string& line) { log.push_back(line); };
  pages_ = std::make_unique<Pages>(
      std::move(options),
      [this](std::string_view method, std::string_view request, const services::RequestContext&,
             const services::ReplyCallback& done) { done(Answer(method, request)); });
}

services::Reply PageTestSite::Answer(std::string_view method, std::string_view request) {
  services::Reply reply;
  if (const auto made_up = methods.find(method); made_up != methods.end()) {
    return made_up->second(request);
  }
  const std::string bytes(request);
  v1::GetCallRequest get_call;
  v1::GetConferenceRequest get_conference;
  if (method == "/muster.v1.CallService/ListCalls") {
    v1::ListCallsResponse response;
    *response.add_calls() = call;
    reply.response = response.SerializeAsString();
  } else if (method == "/muster.v1.CallService/GetCall" && get_call.ParseFromString(bytes) &&
             get_call.name() == call.name()) {
    v1::GetCallResponse response;
    *response.mutable_call() = call;
    reply.response = response.SerializeAsString();
  } else if (method == "/muster.v1.ConferenceService/GetConference" &&
             get_conference.ParseFromString(bytes) && get_conference.name() == conference.name()) {
    v1::GetConferenceResponse response;
    *response.mutable_conference() = conference;
    reply.response = response.SerializeAsString();
  } else {
    reply = services::ReplyFromStatus(
        MakeError(absl::StatusCode::kNotFound, v1::ERROR_REASON_CALL_NOT_FOUND, "there is none"));
  }
  return reply;
}

HttpResponse PageTestSite::Send(HttpRequest request) {
  request.headers.push_back({"host", "muster.test"});
  if (std::optional<HttpResponse> early = pages_->Look(request, {})) return *early;
  if (!request.body.empty()) {
    if (std::optional<HttpResponse> early = pages_->Look(request, request.body)) return *early;
  }
  std::optional<HttpResponse> response;
  pages_->Handle(std::move(request), std::make_shared<CapturingResponder>(&response));
  EXPECT_TRUE(response.has_value());
  return response.value_or(HttpResponse{});
}

HttpResponse PageTestSite::Get(const std::string& target) {
  HttpRequest request;
  request.method = "GET";
  const std::size_t question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string::npos) request.query = target.substr(question + 1);
  return Send(std::move(request));
}

HttpResponse PageTestSite::Post(const std::string& path, const Posted& fields,
                                std::vector<HttpHeader> headers) {
  HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.headers = std::move(headers);
  request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
  request.body = FormBody(fields);
  return Send(std::move(request));
}

}  // namespace muster::gateway
