// Forms: their pages and plain posts.
#include <cstddef>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "muster/v1/receipt.pb.h"
#include "proto/form/journey.h"
#include "proto/form/route.h"
#include "server/error.h"
#include "server/gateway/pages/draft_cookie.h"
#include "server/gateway/pages/fixed_pages.h"
#include "server/gateway/pages/form_page.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/pages.h"
#include "server/gateway/pages/public_pages.h"
#include "server/gateway/request_origin.h"
#include "server/gateway/text.h"
#include "server/services/form_context.h"
#include "server/services/form_drafts.h"

namespace muster::gateway {
namespace {

form::Place PlaceIn(const FormFields& query, const form::Form& form) {
  const std::string_view page = FieldValue(query, "page");
  if (page.empty()) return form::FirstPlace(form);
  return {std::string(page), FieldValue(query, "from") == form::kCheckPage};
}

// Of who has no draft here: at the page with questions that the address names, or at the first one.
// Where only the browser has the answers, a reload then brings the page that they belong to.
form::Place BeginningIn(const FormFields& query, const form::Form& form,
                        const v1::FormContext& context, const form::Answers& answers) {
  const form::Route route(form, context);
  const std::size_t screen = route.Named(FieldValue(query, "page"));
  if (screen == form::kNoScreen || !route.IsShown(screen, answers)) return form::FirstPlace(form);
  return {route.IdOf(screen), false};
}

// Once they were sent, a draft holds the address of the receipt in place of the answers; no answers
// begin with a slash.
std::string SentAddress(const store::FormDraft& draft) {
  return draft.content.starts_with('/') ? draft.content : std::string();
}

HttpResponse RedirectTo(const std::string& address) {
  HttpResponse redirect = PageResponse(303, Keep::kNever, "");
  redirect.SetHeader("Location", address);
  return redirect;
}

// Of a form's page: what was pressed on it and could not be done. Its errors are shown.
constexpr std::string_view kTriedField = "tried";
// Of a form's page: the reason for which the answers were refused, by its name in the contract.
constexpr std::string_view kRefusedField = "refused";

// The turn that a page shows which was asked for by its address. What was tried there is tried
// again for its errors alone.
form::Turn TurnShown(const form::Form& form, const v1::FormContext& context, form::Answers answers,
                     const FormFields& query) {
  form::Turn shown = form::TakeTurn(form, context, std::move(answers), PlaceIn(query, form), "");
  const std::string_view tried = FieldValue(query, kTriedField);
  if (tried.empty()) return shown;
  form::Turn attempt = form::TakeTurn(form, context, shown.answers, shown.place, tried);
  attempt.changes = shown.changes;
  return attempt.errors.empty() ? shown : attempt;
}

}  // namespace

// Everything about one plain post, from the moment when it is read.
struct Pages::Turning {
  Visit visit;
  v1::FormContext context;
  std::string request_id;
  std::string action;
  form::Turn turn;
  // Where the answers are kept; empty: with the page.
  std::string draft_key;
  // Why they were not taken; OK: nobody refused them.
  absl::Status refusal;
};

void Pages::ShowForm(Visit visit, const FormFields& query, ResponderPointer responder) const {
  const bool is_for_saved = !FieldValue(query, kSavedField).empty();
  const auto load_parent = visit.address.form_site->load_parent;
  const std::string name = visit.address.parent;
  const Site& site = *visit.site;
  load_parent(caller_, site, name, options_.clock(),
              [this, visit = std::move(visit), query, is_for_saved,
               responder = std::move(responder)](absl::StatusOr<FormParent> parent) {
                if (!parent.ok()) return responder->Send(FaultPage(*visit.site, parent.status()));
                const absl::StatusOr<Draft> draft = DraftOf(visit);
                if (!draft.ok()) return responder->Send(FaultPage(*visit.site, draft.status()));
                // Who has answers here sees them, also when they can't be sent.
                if (!parent->page_instead.empty() && !is_for_saved && !draft->has_value()) {
                  return responder->Send(
                      PageResponse(200, Keep::kAskEachTime, std::move(parent->page_instead)));
                }
                responder->Send(OpenedForm(visit, parent->context, query, *draft));
              });
}

HttpResponse Pages::OpenedForm(const Visit& visit, const v1::FormContext& context,
                               const FormFields& query, const Draft& draft) const {
  const form::Form& form = visit.form();
  if (draft && draft->is_sent) {
    return PageResponse(
        200, Keep::kNever,
        SentPage(*visit.site, form, context, visit.address.english_path, SentAddress(*draft),
                 services::FormDrafts::TokenOf(visit.draft_key)));
  }
  const form::Answers none(*form.content);
  const form::Turn turn =
      draft ? TurnShown(form, context, form::Answers::Parse(*form.content, draft->content), query)
            : form::TakeTurn(form, context, none, BeginningIn(query, form, context, none), "");
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  std::optional<Refusal> refusal;
  if (draft && v1::ErrorReason_Parse(std::string(FieldValue(query, kRefusedField)), &reason)) {
    refusal = RefusalOf(*visit.site, form, context, reason);
  }
  form::PageView view;
  view.place = turn.place;
  view.form = &form;
  view.context = &context;
  view.answers = &turn.answers;
  view.errors = turn.errors;
  const form::Notice changes = form::ChangesNotice(form, turn.changes);
  view.notice = refusal ? &refusal->notice : changes.paragraphs.empty() ? nullptr : &changes;
  view.request_id = draft ? draft->request_id : NewRequestId(options_.clock());
  // A page that tells what changed carries answers that know of it, so that its post tells nothing.
  const bool is_kept = draft && visit.has_cookie;
  view.carry_draft = !is_kept || !changes.paragraphs.empty();
  return PageResponse(
      200, draft ? Keep::kNever : Keep::kAskEachTime,
      FormDocument(*visit.site, view, visit.address.english_path, visit.token_key()));
}

absl::StatusOr<Pages::Draft> Pages::DraftOf(const Visit& visit) const {
  if (options_.drafts == nullptr || visit.draft_key.empty()) return Draft();
  return options_.drafts->Find(visit.draft_key, visit.form().id, visit.address.parent);
}

void Pages::OpenForm(Visit visit, const HttpRequest& request, const FormFields& query,
                     ResponderPointer responder) const {
  const std::string key(FieldValue(query, kKeyField));
  if (!key.empty() && visit.has_cookie) {
    return responder->Send(RedirectTo(AddressOf(visit, PlaceIn(query, visit.form()), query)));
  }
  if (services::FormDrafts::IsKey(key) && IsSameOrigin(request, options_.own_origins)) {
    visit.draft_key = key;
  }
  ShowForm(std::move(visit), query, std::move(responder));
}

void Pages::TakePost(Visit visit, FormFields fields, ResponderPointer responder) const {
  const auto load_parent = visit.address.form_site->load_parent;
  const std::string name = visit.address.parent;
  const Site& site = *visit.site;
  load_parent(caller_, site, name, options_.clock(),
              [this, visit = std::move(visit), fields = std::move(fields),
               responder = std::move(responder)](absl::StatusOr<FormParent> parent) {
                if (!parent.ok()) return responder->Send(FaultPage(*visit.site, parent.status()));
                if (FieldValue(fields, form::kPostedAction) == kNewAction) {
                  return StartAnew(visit, responder);
                }
                Post(visit, std::move(parent->context), fields, responder);
              });
}

void Pages::Post(const Visit& visit, v1::FormContext context, FormFields fields,
                 ResponderPointer responder) const {
  const form::Form& form = visit.form();
  // A page that carries its answers is believed: it is what the person sees.
  if (FieldValue(fields, form::kPostedDraft).empty()) {
    const absl::StatusOr<Draft> read = DraftOf(visit);
    // Taken for none, what is kept would be overwritten by this page alone.
    if (!read.ok()) return responder->Send(FaultPage(*visit.site, read.status()));
    const Draft& draft = *read;
    if (draft && draft->is_sent) {
      if (FieldValue(fields, form::kPostedAction) != "send") {
        return responder->Send(OpenedForm(visit, context, {}, draft));
      }
      return SendAgain(visit, std::move(context), *draft, std::move(responder));
    }
    if (draft) fields.emplace_back(form::kPostedDraft, absl::Base64Escape(draft->content));
  }
  form::Post post = form::ReadPost(form, context, fields);
  if (!post.complete) return responder->Send(StatusPage(*visit.site, 413));
  auto turning = std::make_shared<Turning>(
      Turning{visit,
              std::move(context),
              IsRequestId(post.request_id) ? post.request_id : NewRequestId(options_.clock()),
              post.action,
              {post.place, form::Answers(*form.content), {}, form::Outcome::kShow, ""},
              "",
              absl::OkStatus()});
  turning->turn =
      form::TakeTurn(form, turning->context, std::move(post.answers), post.place, post.action);
  if (turning->turn.outcome == form::Outcome::kSend &&
      FieldValue(fields, kWordingField) != WordingVersion(turning->context)) {
    turning->refusal = MakeError(absl::StatusCode::kFailedPrecondition,
                                 v1::ERROR_REASON_CONSENT_WORDING_CHANGED, "other words");
    turning->turn = AskAgain(form, std::move(turning->turn));
  }
  KeepDraft(std::move(turning), std::move(responder));
}

void Pages::SendAgain(const Visit& visit, v1::FormContext context, const store::FormDraft& draft,
                      ResponderPointer responder) const {
  const std::string address = SentAddress(draft);
  if (!address.empty()) return responder->Send(RedirectTo(PathIn(*visit.site, address)));
  const form::Form& form = visit.form();
  SendAnswers(std::make_shared<Turning>(Turning{visit,
                                                std::move(context),
                                                draft.request_id,
                                                "send",
                                                {form::FirstPlace(form),
                                                 form::Answers::Parse(*form.content, draft.content),
                                                 {},
                                                 form::Outcome::kSend,
                                                 ""},
                                                visit.draft_key,
                                                absl::OkStatus()}),
              std::move(responder));
}

void Pages::KeepDraft(std::shared_ptr<Turning> turning, ResponderPointer responder) const {
  if (options_.drafts == nullptr) return Answer(std::move(turning), std::move(responder));
  const Visit& visit = turning->visit;
  const std::string key =
      visit.draft_key.empty() ? services::FormDrafts::NewKey() : visit.draft_key;
  options_.drafts->Keep(
      key, visit.form().id, visit.address.parent,
      {turning->turn.answers.Serialize(), turning->request_id, false}, visit.sender_network,
      [this, turning, key, responder = std::move(responder)](const absl::Status& kept) {
        // What could not be kept travels with the page.
        turning->draft_key = kept.ok() ? key : "";
        Answer(turning, responder);
      });
}

void Pages::Answer(std::shared_ptr<Turning> turning, ResponderPointer responder) const {
  if (turning->turn.outcome == form::Outcome::kSend) {
    return SendAnswers(std::move(turning), std::move(responder));
  }
  // What changed in the form is told by the page that answers: what is kept knows of it by now. For
  // how long to wait is in the reply itself.
  const bool is_told_here = turning->draft_key.empty() || !turning->turn.changes.empty() ||
                            ReasonOf(turning->refusal) == v1::ERROR_REASON_SENDER_TOO_FAST;
  responder->Send(is_told_here ? CarryingPage(*turning) : WayToPage(*turning));
}

std::string Pages::AddressOf(const Visit& visit, const form::Place& place,
                             const FormFields& also) const {
  std::string address =
      absl::StrCat(PathIn(*visit.site, visit.address.english_path),
                   "?page=", QueryEncoded(place.page), place.from_check ? "&from=check" : "");
  for (const std::string_view name : {kTriedField, kRefusedField}) {
    const std::string_view value = FieldValue(also, name);
    if (!value.empty()) absl::StrAppend(&address, "&", Abseil(name), "=", QueryEncoded(value));
  }
  return address;
}

HttpResponse Pages::WayToPage(const Turning& turning) const {
  const Visit& visit = turning.visit;
  FormFields also;
  if (!turning.turn.errors.empty()) also.emplace_back(kTriedField, turning.action);
  if (!turning.refusal.ok()) {
    also.emplace_back(kRefusedField, v1::ErrorReason_Name(ReasonOf(turning.refusal)));
  }
  std::string address = AddressOf(visit, turning.turn.place, also);
  if (!visit.has_cookie) absl::StrAppend(&address, "&", Abseil(kKeyField), "=", turning.draft_key);
  if (!turning.turn.focus_id.empty()) absl::StrAppend(&address, "#", turning.turn.focus_id);
  HttpResponse redirect = RedirectTo(address);
  SetDraftKey(*visit.site, turning.draft_key, redirect);
  return redirect;
}

void Pages::StartAnew(const Visit& visit, ResponderPointer responder) const {
  HttpResponse redirect = RedirectTo(PathIn(*visit.site, visit.address.english_path));
  if (options_.drafts == nullptr || visit.draft_key.empty()) {
    return responder->Send(std::move(redirect));
  }
  options_.drafts->Delete(visit.draft_key, visit.form().id, visit.address.parent,
                          [redirect = std::move(redirect), responder = std::move(responder)](
                              const absl::Status&) { responder->Send(redirect); });
}

void Pages::SendAnswers(std::shared_ptr<Turning> turning, ResponderPointer responder) const {
  const form::Form& form = turning->visit.form();
  const std::string request =
      form::RequestBytes(form, turning->context, turning->turn.answers, turning->request_id);
  const std::string& sender_network = turning->visit.sender_network;
  caller_.CallBytes(
      form.method, request, sender_network,
      [this, turning = std::move(turning),
       responder = std::move(responder)](const absl::StatusOr<std::string>& response) {
        const Site& site = *turning->visit.site;
        if (!response.ok()) return Refused(turning, response.status(), responder);
        v1::Receipt receipt;
        const std::string_view bytes = form::ReceiptBytes(*response);
        if (!receipt.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) ||
            receipt.name().empty()) {
          return responder->Send(BrokenPage(site, "a method gave no receipt"));
        }
        GoToReceipt(*turning, ReceiptAddress(receipt.name(), receipt.access_key()), responder);
      });
}

void Pages::GoToReceipt(const Turning& turning, const std::string& address,
                        ResponderPointer responder) const {
  const Visit& visit = turning.visit;
  HttpResponse redirect = RedirectTo(PathIn(*visit.site, address));
  if (turning.draft_key.empty()) return responder->Send(std::move(redirect));
  SetDraftKey(*visit.site, turning.draft_key, redirect);
  // Of no sender: what was sent was charged, and this takes less room than what it replaces. If it
  // can't be kept now, the answers are known to be sent by their request id, and expire.
  options_.drafts->Keep(
      turning.draft_key, visit.form().id, visit.address.parent, {address, turning.request_id, true},
      "", [redirect = std::move(redirect), responder = std::move(responder)](const absl::Status&) {
        responder->Send(redirect);
      });
}

void Pages::Refused(std::shared_ptr<Turning> turning, const absl::Status& error,
                    ResponderPointer responder) const {
  const form::Form& form = turning->visit.form();
  if (ReasonOf(error) == v1::ERROR_REASON_REQUEST_ID_REUSED) {
    return responder->Send(StatusPage(*turning->visit.site, 409));
  }
  turning->turn.outcome = form::Outcome::kShow;
  if (absl::IsInvalidArgument(error)) {
    turning->turn.errors = form::CheckAll(form, turning->context, turning->turn.answers);
  }
  if (turning->turn.errors.empty()) turning->refusal = error;
  if (ReasonOf(error) == v1::ERROR_REASON_CONSENT_WORDING_CHANGED) {
    turning->turn = AskAgain(form, std::move(turning->turn));
    return KeepDraft(std::move(turning), std::move(responder));
  }
  Answer(std::move(turning), std::move(responder));
}

HttpResponse Pages::CarryingPage(const Turning& turning) const {
  const Site& site = *turning.visit.site;
  form::PageView view;
  view.form = &turning.visit.form();
  view.context = &turning.context;
  view.answers = &turning.turn.answers;
  view.place = turning.turn.place;
  view.errors = turning.turn.errors;
  view.request_id = turning.request_id;
  const form::Notice changes = form::ChangesNotice(*view.form, turning.turn.changes);
  if (!changes.paragraphs.empty()) view.notice = &changes;
  std::optional<Refusal> refusal;
  int status = turning.turn.errors.empty() ? 200 : 422;
  if (!turning.refusal.ok()) {
    refusal = RefusalOf(site, *view.form, turning.context, ReasonOf(turning.refusal));
    view.notice = &refusal->notice;
    status = refusal->status;
  }
  HttpResponse response = PageResponse(
      status, Keep::kNever,
      FormDocument(site, view, turning.visit.address.english_path, turning.visit.token_key()));
  if (const std::optional<absl::Duration> delay = RetryDelayOf(turning.refusal)) {
    const absl::Duration whole_seconds = absl::Ceil(*delay, absl::Seconds(1));
    response.SetHeader("Retry-After", std::to_string(absl::ToInt64Seconds(whole_seconds)));
  }
  return response;
}

}  // namespace muster::gateway
