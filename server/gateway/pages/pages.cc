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
constexpr char kRetryAfterSeconds[] = "5";

bool IsFormPost(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(Abseil(type)), Abseil(kFormMediaType));
}

std::string NewCorrelationId() {
  std::array<char, 5> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  return absl::BytesToHexString(absl::string_view(bytes.data(), bytes.size()));
}

// The address of a receipt, with its key.
std::string ReceiptAddress(const std::string& name, std::string_view key) {
  return absl::StrCat("/", name, "?key=", QueryEncoded(key));
}

}  // namespace

// Everything about one plain post, from the moment when it is read.
struct Pages::Turning {
  const FormSite* form_site;
  v1::FormContext context;
  std::string request_id;
  form::Turn turn;
};

Pages::Pages(PagesOptions options, DispatchFunction dispatch)
    : options_(std::move(options)), caller_(std::move(dispatch)) {}

std::optional<HttpResponse> Pages::Look(const HttpRequest& head, std::string_view body_so_far) {
  if (body_so_far.size() > options_.max_post_bytes) return StatusPage(413);
  if (!body_so_far.empty() || head.method == "GET") return std::nullopt;
  const PageAddress address = ParsePageAddress(head.path);
  if (address.kind == PageKind::kNone) return StatusPage(404);
  if (head.method != "POST" || address.kind != PageKind::kForm) {
    HttpResponse response = StatusPage(405);
    response.SetHeader("Allow", address.kind == PageKind::kForm ? "GET, HEAD, POST" : "GET, HEAD");
    return response;
  }
  if (!IsSameOrigin(head, options_.own_origins)) return StatusPage(403);
  if (!IsFormPost(head.Header("content-type"))) return StatusPage(415);
  return std::nullopt;
}

void Pages::Handle(HttpRequest request, ResponderPointer responder) {
  const PageAddress address = ParsePageAddress(request.path);
  const std::optional<FormFields> fields =
      ParseFormFields(request.method == "POST" ? request.body : request.query);
  if (!fields) return responder->Send(StatusPage(413));
  const Site& site = options_.site;
  switch (address.kind) {
    case PageKind::kNone:
      return responder->Send(StatusPage(404));
    case PageKind::kStart:
      return ShowStart(*fields, std::move(responder));
    case PageKind::kCookies:
      return responder->Send(PageResponse(200, Keep::kAskEachTime, CookiesPage(site)));
    case PageKind::kAccessibility:
      return responder->Send(PageResponse(200, Keep::kAskEachTime, AccessibilityPage(site)));
    case PageKind::kPrivacy:
      return responder->Send(PageResponse(200, Keep::kAskEachTime, PrivacyPage(site)));
    case PageKind::kCall:
      return ShowCall(address.parent, std::move(responder));
    case PageKind::kConference:
      return ShowConference(address.parent, std::move(responder));
    case PageKind::kForm:
      if (request.method == "POST") {
        return TakePost(*address.form_site, address.parent, *fields, std::move(responder));
      }
      return ShowForm(*address.form_site, address.parent, *fields, std::move(responder));
    case PageKind::kReceipt:
      return ShowReceipt(*address.form_site, address.parent, address.item, *fields,
                         std::move(responder));
  }
}

HttpResponse Pages::Refuse(int status, const HttpRequest*) {
  return status == 500 ? BrokenPage("a request was not answered") : StatusPage(status);
}

void Pages::ShowStart(const FormFields& query, ResponderPointer responder) const {
  v1::ListCallsRequest request;
  request.set_page_size(kCallsOnAPage);
  request.set_page_token(std::string(FieldValue(query, kFromField)));
  caller_.Call<v1::ListCallsResponse>(
      "/muster.v1.CallService/ListCalls", request,
      [this, responder = std::move(responder)](absl::StatusOr<v1::ListCallsResponse> response) {
        if (!response.ok()) return responder->Send(FaultPage(response.status()));
        responder->Send(PageResponse(200, Keep::kAskEachTime,
                                     StartPage(options_.site, *response, options_.clock())));
      });
}

void Pages::ShowCall(const std::string& name, ResponderPointer responder) const {
  v1::GetCallRequest request;
  request.set_name(name);
  caller_.Call<v1::GetCallResponse>(
      "/muster.v1.CallService/GetCall", request,
      [this, responder = std::move(responder)](absl::StatusOr<v1::GetCallResponse> response) {
        if (!response.ok()) return responder->Send(FaultPage(response.status()));
        responder->Send(PageResponse(200, Keep::kAskEachTime,
                                     CallPage(options_.site, response->call(), options_.clock())));
      });
}

void Pages::ShowConference(const std::string& name, ResponderPointer responder) const {
  v1::GetConferenceRequest request;
  request.set_name(name);
  caller_.Call<v1::GetConferenceResponse>(
      "/muster.v1.ConferenceService/GetConference", request,
      [this, responder = std::move(responder)](absl::StatusOr<v1::GetConferenceResponse> response) {
        if (!response.ok()) return responder->Send(FaultPage(response.status()));
        responder->Send(
            PageResponse(200, Keep::kAskEachTime,
                         ConferencePage(options_.site, response->conference(), options_.clock())));
      });
}

void Pages::ShowForm(const FormSite& form_site, const std::string& name, const FormFields& query,
                     ResponderPointer responder) const {
  const bool is_for_saved = !FieldValue(query, kSavedField).empty();
  form_site.load_parent(
      caller_, options_.site, name, options_.clock(),
      [this, &form_site, is_for_saved,
       responder = std::move(responder)](absl::StatusOr<FormParent> parent) {
        if (!parent.ok()) return responder->Send(FaultPage(parent.status()));
        if (!parent->page_instead.empty() && !is_for_saved) {
          return responder->Send(
              PageResponse(200, Keep::kAskEachTime, std::move(parent->page_instead)));
        }
        const form::Form& form = *form_site.form;
        form::Answers answers(*form.content);
        form::PageView view;
        view.place = form::FirstPlace(form);
        form::Prepare(form, view.place.page, answers);
        view.form = &form;
        view.context = &parent->context;
        view.answers = &answers;
        view.request_id = NewRequestId(options_.clock());
        responder->Send(PageResponse(200, Keep::kAskEachTime, FormDocument(options_.site, view)));
      });
}

void Pages::TakePost(const FormSite& form_site, const std::string& name, FormFields fields,
                     ResponderPointer responder) const {
  form_site.load_parent(
      caller_, options_.site, name, options_.clock(),
      [this, &form_site, fields = std::move(fields),
       responder = std::move(responder)](absl::StatusOr<FormParent> parent) {
        if (!parent.ok()) return responder->Send(FaultPage(parent.status()));
        const form::Form& form = *form_site.form;
        form::Post post = form::ReadPost(form, parent->context, fields);
        auto turning = std::make_shared<Turning>(
            Turning{&form_site,
                    std::move(parent->context),
                    IsRequestId(post.request_id) ? post.request_id : NewRequestId(options_.clock()),
                    {post.place, form::Answers(*form.content), {}, form::Outcome::kShow, ""}});
        turning->turn = form::TakeTurn(form, turning->context, std::move(post.answers), post.place,
                                       post.action);
        if (turning->turn.outcome == form::Outcome::kSend) {
          if (FieldValue(fields, kWordingField) == WordingVersion(turning->context)) {
            return SendAnswers(std::move(turning), responder);
          }
          return responder->Send(RefusedPage(
              *turning, MakeError(absl::StatusCode::kFailedPrecondition,
                                  v1::ERROR_REASON_CONSENT_WORDING_CHANGED, "other words")));
        }
        const int status = turning->turn.errors.empty() ? 200 : 422;
        responder->Send(TurnPage(*turning, status, nullptr));
      });
}

void Pages::SendAnswers(std::shared_ptr<Turning> turning, ResponderPointer responder) const {
  const form::Form& form = *turning->form_site->form;
  const std::string request =
      form::RequestBytes(form, turning->context, turning->turn.answers, turning->request_id);
  caller_.CallBytes(
      form.method, request,
      [this, turning = std::move(turning),
       responder = std::move(responder)](const absl::StatusOr<std::string>& response) {
        if (!response.ok()) return responder->Send(RefusedPage(*turning, response.status()));
        v1::Receipt receipt;
        const std::string_view bytes = form::ReceiptBytes(*response);
        if (!receipt.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
            receipt.name().empty()) {
          return responder->Send(BrokenPage("a method gave no receipt"));
        }
        HttpResponse redirect = PageResponse(303, Keep::kNever, "");
        redirect.SetHeader("Location", ReceiptAddress(receipt.name(), receipt.access_key()));
        responder->Send(std::move(redirect));
      });
}

HttpResponse Pages::RefusedPage(Turning& turning, const absl::Status& error) const {
  const form::Form& form = *turning.form_site->form;
  if (ReasonOf(error) == v1::ERROR_REASON_REQUEST_ID_REUSED) return StatusPage(409);
  if (absl::IsInvalidArgument(error)) {
    turning.turn.errors = form::CheckAll(form, turning.context, turning.turn.answers);
    if (!turning.turn.errors.empty()) return TurnPage(turning, 422, nullptr);
  }
  if (ReasonOf(error) == v1::ERROR_REASON_CONSENT_WORDING_CHANGED) {
    turning.turn = AskAgain(form, std::move(turning.turn));
  }
  const Refusal refusal = RefusalOf(form, turning.context, error);
  HttpResponse response = TurnPage(turning, refusal.status, &refusal.notice);
  if (refusal.status == 503) response.SetHeader("Retry-After", kRetryAfterSeconds);
  return response;
}

HttpResponse Pages::TurnPage(const Turning& turning, int status, const form::Notice* notice) const {
  form::PageView view;
  view.form = turning.form_site->form;
  view.context = &turning.context;
  view.answers = &turning.turn.answers;
  view.place = turning.turn.place;
  view.errors = turning.turn.errors;
  view.notice = notice;
  view.request_id = turning.request_id;
  return PageResponse(status, Keep::kNever, FormDocument(options_.site, view));
}

void Pages::ShowReceipt(const FormSite& form_site, const std::string& parent_name,
                        const std::string& name, const FormFields& query,
                        ResponderPointer responder) const {
  const std::string key(FieldValue(query, "key"));
  const bool is_text = FieldValue(query, "format") == "text";
  if (key.empty()) return responder->Send(StatusPage(404));
  form_site.load_receipt(
      caller_, name, key,
      [this, &form_site, parent_name, name, key, is_text,
       responder = std::move(responder)](absl::StatusOr<std::string> receipt) {
        if (!receipt.ok()) return responder->Send(FaultPage(receipt.status()));
        form_site.load_parent(
            caller_, options_.site, parent_name, options_.clock(),
            [this, &form_site, name, key, is_text, receipt = *std::move(receipt),
             responder](absl::StatusOr<FormParent> parent) {
              if (!parent.ok()) return responder->Send(FaultPage(parent.status()));
              const std::string address = ReceiptAddress(name, key);
              if (!is_text) {
                return responder->Send(
                    PageResponse(200, Keep::kNever,
                                 ReceiptDocument(options_.site, *form_site.form, parent->context,
                                                 receipt, address, address + "&format=text")));
              }
              HttpResponse response;
              response.SetHeader("Content-Type", "text/plain; charset=utf-8");
              response.SetHeader("Cache-Control", "no-store");
              response.body = form::RenderReceiptText(*form_site.form, parent->context, receipt,
                                                      options_.site.public_address + address);
              responder->Send(std::move(response));
            });
      });
}

HttpResponse Pages::StatusPage(int status) const {
  HttpResponse response = PageResponse(status, Keep::kNever, ErrorPage(options_.site, status, ""));
  if (status == 503) response.SetHeader("Retry-After", kRetryAfterSeconds);
  return response;
}

HttpResponse Pages::FaultPage(const absl::Status& error) const {
  switch (error.code()) {
    case absl::StatusCode::kNotFound:
    case absl::StatusCode::kInvalidArgument:
      return StatusPage(404);
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
      return StatusPage(503);
    default:
      return BrokenPage(std::string(error.message()));
  }
}

HttpResponse Pages::BrokenPage(std::string_view what) const {
  const std::string id = NewCorrelationId();
  if (options_.log) options_.log(absl::StrCat("page error ", id, ": ", Abseil(what)));
  return PageResponse(500, Keep::kNever, ErrorPage(options_.site, 500, id));
}

}  // namespace muster::gateway
