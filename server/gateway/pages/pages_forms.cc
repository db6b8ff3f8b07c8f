// Forms: their pages, plain posts, receipts.
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "muster/v1/receipt.pb.h"
#include "proto/form/journey.h"
#include "server/error.h"
#include "server/gateway/pages/draft_cookie.h"
#include "server/gateway/pages/fixed_pages.h"
#include "server/gateway/pages/form_page.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/pages.h"
#include "server/gateway/pages/public_pages.h"
#include "server/services/form_drafts.h"

namespace muster::gateway {
namespace {

constexpr char kRetryAfterSeconds[] = "5";

// The address of a receipt, with its key.
std::string ReceiptAddress(const std::string& name, std::string_view key) {
  return absl::StrCat("/", name, "?key=", QueryEncoded(key));
}

// "?page=evidence&from=check", as the browser's own history has it.
std::string QueryOf(const form::Place& place) {
  return absl::StrCat("?page=", place.page, place.from_check ? "&from=check" : "");
}

form::Place PlaceIn(const FormFields& query, const form::Form& form) {
  const std::string_view page = FieldValue(query, "page");
  if (page.empty()) return form::FirstPlace(form);
  return {std::string(page), FieldValue(query, "from") == form::kCheckPage};
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

}  // namespace

// Everything about one plain post, from the moment when it is read.
struct Pages::Turning {
  Visit visit;
  v1::FormContext context;
  std::string request_id;
  form::Turn turn;
  // Where the answers are kept; empty: with the page.
  std::string draft_key;
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
                // Who has answers here sees them, also when they can't be sent.
                if (!parent->page_instead.empty() && !is_for_saved && !DraftOf(visit)) {
                  return responder->Send(
                      PageResponse(200, Keep::kAskEachTime, std::move(parent->page_instead)));
                }
                responder->Send(OpenedForm(visit, parent->context, query));
              });
}

HttpResponse Pages::OpenedForm(const Visit& visit, const v1::FormContext& context,
                               const FormFields& query) const {
  const form::Form& form = visit.form();
  const std::optional<store::FormDraft> draft = DraftOf(visit);
  if (draft && draft->is_sent) {
    return PageResponse(
        200, Keep::kNever,
        SentPage(*visit.site, form, context, visit.address.english_path, SentAddress(*draft),
                 services::FormDrafts::TokenOf(visit.draft_key)));
  }
  form::Answers answers =
      draft ? form::Answers::Parse(*form.content, draft->content) : form::Answers(*form.content);
  const form::Place place = draft ? PlaceIn(query, form) : form::FirstPlace(form);
  const form::Turn turn = form::TakeTurn(form, context, std::move(answers), place, "");
  form::PageView view;
  view.place = turn.place;
  view.form = &form;
  view.context = &context;
  view.answers = &turn.answers;
  view.request_id = draft ? draft->request_id : NewRequestId(options_.clock());
  view.carry_draft = !draft;
  return PageResponse(
      200, draft ? Keep::kNever : Keep::kAskEachTime,
      FormDocument(*visit.site, view, visit.address.english_path, draft ? visit.draft_key : ""));
}

std::optional<store::FormDraft> Pages::DraftOf(const Visit& visit) const {
  if (options_.drafts == nullptr || visit.draft_key.empty()) return std::nullopt;
  const auto draft = options_.drafts->Find(visit.draft_key, visit.form().id, visit.address.parent);
  // A store that can't be read now leaves what the page itself carries.
  return draft.ok() ? *draft : std::nullopt;
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
    const std::optional<store::FormDraft> draft = DraftOf(visit);
    if (draft && draft->is_sent) {
      const bool is_repeat = FieldValue(fields, form::kPostedAction) == "send";
      const std::string address = SentAddress(*draft);
      if (!is_repeat) return responder->Send(OpenedForm(visit, context, {}));
      if (!address.empty()) return responder->Send(RedirectTo(PathIn(*visit.site, address)));
    }
    if (draft) fields.emplace_back(form::kPostedDraft, absl::Base64Escape(draft->content));
  }
  form::Post post = form::ReadPost(form, context, fields);
  auto turning = std::make_shared<Turning>(
      Turning{visit,
              std::move(context),
              IsRequestId(post.request_id) ? post.request_id : NewRequestId(options_.clock()),
              {post.place, form::Answers(*form.content), {}, form::Outcome::kShow, ""},
              ""});
  turning->turn =
      form::TakeTurn(form, turning->context, std::move(post.answers), post.place, post.action);
  const bool has_wording = FieldValue(fields, kWordingField) == WordingVersion(turning->context);
  KeepDraft(std::move(turning), has_wording, std::move(responder));
}

void Pages::KeepDraft(std::shared_ptr<Turning> turning, bool has_wording,
                      ResponderPointer responder) const {
  if (options_.drafts == nullptr) {
    return Answer(std::move(turning), has_wording, std::move(responder));
  }
  const Visit& visit = turning->visit;
  const std::string key =
      visit.draft_key.empty() ? services::FormDrafts::NewKey() : visit.draft_key;
  options_.drafts->Keep(key, visit.form().id, visit.address.parent,
                        {turning->turn.answers.Serialize(), turning->request_id, false},
                        [this, turning, key, has_wording,
                         responder = std::move(responder)](const absl::Status& kept) {
                          // What could not be kept travels with the page.
                          if (kept.ok()) turning->draft_key = key;
                          Answer(turning, has_wording, responder);
                        });
}

void Pages::Answer(std::shared_ptr<Turning> turning, bool has_wording,
                   ResponderPointer responder) const {
  if (turning->turn.outcome == form::Outcome::kSend) {
    if (has_wording) return SendAnswers(std::move(turning), std::move(responder));
    return responder->Send(
        RefusedPage(*turning, MakeError(absl::StatusCode::kFailedPrecondition,
                                        v1::ERROR_REASON_CONSENT_WORDING_CHANGED, "other words")));
  }
  const bool is_kept = !turning->draft_key.empty() && !turning->visit.draft_key.empty();
  if (!is_kept || !turning->turn.errors.empty()) {
    return responder->Send(TurnPage(*turning, turning->turn.errors.empty() ? 200 : 422, nullptr));
  }
  // To a page that can be loaded again and gone back to.
  const Site& site = *turning->visit.site;
  std::string address =
      PathIn(site, turning->visit.address.english_path) + QueryOf(turning->turn.place);
  if (!turning->turn.focus_id.empty()) absl::StrAppend(&address, "#", turning->turn.focus_id);
  HttpResponse redirect = RedirectTo(address);
  SetDraftKey(site, turning->draft_key, redirect);
  responder->Send(std::move(redirect));
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
  caller_.CallBytes(
      form.method, request,
      [this, turning = std::move(turning),
       responder = std::move(responder)](const absl::StatusOr<std::string>& response) {
        const Site& site = *turning->visit.site;
        if (!response.ok()) return responder->Send(RefusedPage(*turning, response.status()));
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
  // If it can't be kept now, the answers are known to be sent by their request id, and expire.
  options_.drafts->Keep(
      turning.draft_key, visit.form().id, visit.address.parent, {address, turning.request_id, true},
      [redirect = std::move(redirect), responder = std::move(responder)](const absl::Status&) {
        responder->Send(redirect);
      });
}

HttpResponse Pages::RefusedPage(Turning& turning, const absl::Status& error) const {
  const form::Form& form = turning.visit.form();
  const Site& site = *turning.visit.site;
  if (ReasonOf(error) == v1::ERROR_REASON_REQUEST_ID_REUSED) return StatusPage(site, 409);
  if (absl::IsInvalidArgument(error)) {
    turning.turn.errors = form::CheckAll(form, turning.context, turning.turn.answers);
    if (!turning.turn.errors.empty()) return TurnPage(turning, 422, nullptr);
  }
  if (ReasonOf(error) == v1::ERROR_REASON_CONSENT_WORDING_CHANGED) {
    turning.turn = AskAgain(form, std::move(turning.turn));
  }
  const Refusal refusal = RefusalOf(site, form, turning.context, error);
  HttpResponse response = TurnPage(turning, refusal.status, &refusal.notice);
  if (refusal.status == 503) response.SetHeader("Retry-After", kRetryAfterSeconds);
  return response;
}

HttpResponse Pages::TurnPage(const Turning& turning, int status, const form::Notice* notice) const {
  const Site& site = *turning.visit.site;
  form::PageView view;
  view.form = &turning.visit.form();
  view.context = &turning.context;
  view.answers = &turning.turn.answers;
  view.place = turning.turn.place;
  view.errors = turning.turn.errors;
  view.notice = notice;
  view.request_id = turning.request_id;
  // Until the browser has shown that it brings the key back, its pages carry the answers.
  view.carry_draft = turning.draft_key.empty() || turning.visit.draft_key.empty();
  HttpResponse response =
      PageResponse(status, Keep::kNever,
                   FormDocument(site, view, turning.visit.address.english_path, turning.draft_key));
  if (!turning.draft_key.empty()) SetDraftKey(site, turning.draft_key, response);
  return response;
}

void Pages::ShowReceipt(Visit visit, const FormFields& query, ResponderPointer responder) const {
  const std::string key(FieldValue(query, "key"));
  const bool is_text = FieldValue(query, "format") == "text";
  if (key.empty()) return responder->Send(StatusPage(*visit.site, 404));
  const FormSite& form_site = *visit.address.form_site;
  const std::string name = visit.address.item;
  form_site.load_receipt(
      caller_, name, key,
      [this, &form_site, visit = std::move(visit), key, is_text,
       responder = std::move(responder)](absl::StatusOr<std::string> receipt) {
        const Site& site = *visit.site;
        if (!receipt.ok()) return responder->Send(FaultPage(site, receipt.status()));
        form_site.load_parent(
            caller_, site, visit.address.parent, options_.clock(),
            [this, visit, key, is_text, receipt = *std::move(receipt),
             responder](absl::StatusOr<FormParent> parent) {
              if (!parent.ok()) return responder->Send(FaultPage(*visit.site, parent.status()));
              responder->Send(ReceiptPage(visit, parent->context, receipt, key, is_text));
            });
      });
}

HttpResponse Pages::ReceiptPage(const Visit& visit, const v1::FormContext& context,
                                const std::string& receipt, const std::string& key,
                                bool is_text) const {
  const Site& site = *visit.site;
  const std::string address = ReceiptAddress(visit.address.item, key);
  if (!is_text) {
    return PageResponse(200, Keep::kNever,
                        ReceiptDocument(site, visit.form(), context, receipt, address));
  }
  HttpResponse response;
  response.SetHeader("Content-Type", "text/plain; charset=utf-8");
  response.SetHeader("Cache-Control", "no-store");
  response.body = form::RenderReceiptText(visit.form(), context, receipt,
                                          site.public_address + PathIn(site, address));
  return response;
}

}  // namespace muster::gateway
