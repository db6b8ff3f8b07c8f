#include "server/gateway/pages/pages.h"

#include <sodium.h>

#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "muster/v1/call_service.pb.h"
#include "muster/v1/conference_service.pb.h"
#include "muster/v1/receipt.pb.h"
#include "proto/form/journey.h"
#include "server/error.h"
#include "server/gateway/pages/draft_cookie.h"
#include "server/gateway/pages/fixed_pages.h"
#include "server/gateway/pages/form_page.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/page_address.h"
#include "server/gateway/pages/public_pages.h"
#include "server/gateway/request_origin.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

constexpr std::string_view kFormMediaType = "application/x-www-form-urlencoded";
constexpr int kCallsOnAPage = 50;

bool IsFormPost(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(Abseil(type)), Abseil(kFormMediaType));
}

std::string NewCorrelationId() {
  std::array<char, 5> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

Site WelshSite(Site site) {
  site.words = &kWelshPageTexts;
  site.path_prefix = kWelshPrefix;
  site.core_address = site.welsh_core_address;
  return site;
}

}  // namespace

const form::Form& Pages::Visit::form() const {
  return *address.form_site->forms[address.is_welsh ? 1 : 0];
}

Pages::Pages(PagesOptions options, DispatchFunction dispatch)
    : options_(std::move(options)),
      welsh_site_(WelshSite(options_.site)),
      caller_(std::move(dispatch)) {}

Pages::Visit Pages::VisitTo(std::string_view path) const {
  PageAddress address = ParsePageAddress(path);
  const Site& site = address.is_welsh ? welsh_site_ : options_.site;
  return {std::move(address), &site, ""};
}

std::optional<HttpResponse> Pages::Look(const HttpRequest& head, std::string_view body_so_far) {
  const bool is_too_long = body_so_far.size() > options_.max_post_bytes;
  if (!is_too_long && (!body_so_far.empty() || head.method == "GET")) return std::nullopt;
  const Visit visit = VisitTo(head.path);
  const Site& site = *visit.site;
  if (is_too_long) return StatusPage(site, 413);
  const PageKind kind = visit.address.kind;
  if (kind == PageKind::kNone) return StatusPage(site, 404);
  if (head.method != "POST" || kind != PageKind::kForm) {
    HttpResponse response = StatusPage(site, 405);
    response.SetHeader("Allow", kind == PageKind::kForm ? "GET, HEAD, POST" : "GET, HEAD");
    return response;
  }
  if (!IsSameOrigin(head, options_.own_origins)) return StatusPage(site, 403);
  if (!IsFormPost(head.Header("content-type"))) return StatusPage(site, 415);
  return std::nullopt;
}

void Pages::Handle(HttpRequest request, ResponderPointer responder) {
  Visit visit = VisitTo(request.path);
  const std::optional<FormFields> fields =
      ParseFormFields(request.method == "POST" ? request.body : request.query);
  const Site& site = *visit.site;
  if (!fields) return responder->Send(StatusPage(site, 413));
  switch (visit.address.kind) {
    case PageKind::kNone:
      return responder->Send(StatusPage(site, 404));
    case PageKind::kStart:
      return ShowStart(site, *fields, std::move(responder));
    case PageKind::kCookies:
      return responder->Send(PageResponse(200, Keep::kAskEachTime, CookiesPage(site)));
    case PageKind::kAccessibility:
      return responder->Send(PageResponse(200, Keep::kAskEachTime, AccessibilityPage(site)));
    case PageKind::kPrivacy:
      return responder->Send(PageResponse(200, Keep::kAskEachTime, PrivacyPage(site)));
    case PageKind::kCall:
      return ShowCall(site, visit.address.parent, std::move(responder));
    case PageKind::kConference:
      return ShowConference(site, visit.address.parent, std::move(responder));
    case PageKind::kForm:
      visit.draft_key = DraftKeyOf(site, request);
      visit.has_cookie = !visit.draft_key.empty();
      visit.sender_network = request.sender_network;
      if (request.method != "POST") {
        return OpenForm(std::move(visit), request, *fields, std::move(responder));
      }
      if (!visit.draft_key.empty() &&
          !MayUseDraft(request, visit.draft_key, FieldValue(*fields, kTokenField))) {
        return responder->Send(StatusPage(site, 403));
      }
      return TakePost(std::move(visit), *fields, std::move(responder));
    case PageKind::kReceipt:
      return ShowReceipt(std::move(visit), *fields, std::move(responder));
  }
}

HttpResponse Pages::Refuse(int status, const HttpRequest* head) {
  const Site& site = head == nullptr ? options_.site : *VisitTo(head->path).site;
  return status == 500 ? BrokenPage(site, "a request was not answered") : StatusPage(site, status);
}

void Pages::ShowStart(const Site& site, const FormFields& query, ResponderPointer responder) const {
  v1::ListCallsRequest request;
  request.set_page_size(kCallsOnAPage);
  request.set_page_token(std::string(FieldValue(query, kFromField)));
  caller_.Call<v1::ListCallsResponse>(
      "/muster.v1.CallService/ListCalls", request,
      [this, &site,
       responder = std::move(responder)](absl::StatusOr<v1::ListCallsResponse> response) {
        if (!response.ok()) return responder->Send(FaultPage(site, response.status()));
        responder->Send(
            PageResponse(200, Keep::kAskEachTime, StartPage(site, *response, options_.clock())));
      });
}

void Pages::ShowCall(const Site& site, const std::string& name, ResponderPointer responder) const {
  v1::GetCallRequest request;
  request.set_name(name);
  caller_.Call<v1::GetCallResponse>(
      "/muster.v1.CallService/GetCall", request,
      [this, &site,
       responder = std::move(responder)](absl::StatusOr<v1::GetCallResponse> response) {
        if (!response.ok()) return responder->Send(FaultPage(site, response.status()));
        responder->Send(PageResponse(200, Keep::kAskEachTime,
                                     CallPage(site, response->call(), options_.clock())));
      });
}

void Pages::ShowConference(const Site& site, const std::string& name,
                           ResponderPointer responder) const {
  v1::GetConferenceRequest request;
  request.set_name(name);
  caller_.Call<v1::GetConferenceResponse>(
      "/muster.v1.ConferenceService/GetConference", request,
      [this, &site,
       responder = std::move(responder)](absl::StatusOr<v1::GetConferenceResponse> response) {
        if (!response.ok()) return responder->Send(FaultPage(site, response.status()));
        responder->Send(
            PageResponse(200, Keep::kAskEachTime,
                         ConferencePage(site, response->conference(), options_.clock())));
      });
}

HttpResponse Pages::StatusPage(const Site& site, int status) const {
  return PageResponse(status, Keep::kNever, ErrorPage(site, status, ""));
}

HttpResponse Pages::FaultPage(const Site& site, const absl::Status& error) const {
  switch (error.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kInvalidArgument:
      return StatusPage(site, 404);
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return StatusPage(site, 503);
    default:
      return BrokenPage(site, std::string(error.message()));
  }
}

HttpResponse Pages::BrokenPage(const Site& site, std::string_view what) const {
  const std::string id = NewCorrelationId();
  if (options_.log) options_.log(absl::StrCat("page error ", id, ": ", Abseil(what)));
  return PageResponse(500, Keep::kNever, ErrorPage(site, 500, id));
}

}  // namespace muster::gateway
