#include "server/gateway/pages/form_page.h"

#include <sodium.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "proto/form/html.h"
#include "server/error.h"
#include "server/gateway/pages/html_text.h"
#include "server/store/uuid.h"

namespace muster::gateway {
namespace {

// A form's own posts tell their origin only if the page has a referrer for its own site; the
// header says none for any other.
constexpr std::string_view kOwnReferrer = "<meta name=\"referrer\" content=\"same-origin\">\n";

std::string Capitalized(std::string_view text) {
  std::string result(text);
  if (!result.empty() && result[0] >= 'a' && result[0] <= 'z') result[0] -= 'a' - 'A';
  return result;
}

}  // namespace

std::string FormDocument(const Site& site, const form::PageView& view) {
  form::Page page = form::RenderPage(view);
  const v1::FormContext& context = *view.context;
  Document document;
  document.title = {page.title, context.title()};
  document.head = kOwnReferrer;
  if (!site.core_address.empty()) {
    document.head += Html(
        "<link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" "
        "crossorigin=\"anonymous\">\n",
        {site.core_address});
  }
  document.is_unlisted = true;
  document.container_attributes =
      Html(" id=\"muster-form\" data-form=\"{}\" data-draft=\"{} {}\" data-context=\"{}\"",
           {view.form->id, view.form->id, context.parent(),
            absl::Base64Escape(context.SerializeAsString())});
  document.before_main = std::move(page.before_main);
  document.main = std::move(page.main);
  // Outside of the form, which is the renderer's, but posted with it.
  document.main += Html("<input type=\"hidden\" name=\"{}\" value=\"{}\" form=\"{}\">",
                        {kWordingField, WordingVersion(context), form::kFormElementId});
  return RenderDocument(site, document);
}

std::string ReceiptDocument(const Site& site, const form::Form& form,
                            const v1::FormContext& context, const std::string& receipt_bytes,
                            const std::string& address, const std::string& text_address) {
  form::Page page = form::RenderReceipt(form, context, receipt_bytes, site.public_address + address,
                                        text_address);
  Document document;
  document.title = {page.title, context.title()};
  document.is_unlisted = true;
  document.before_main = std::move(page.before_main);
  document.main = std::move(page.main);
  return RenderDocument(site, document);
}

Refusal RefusalOf(const form::Form& form, const v1::FormContext& context,
                  const absl::Status& error) {
  const std::string subject = Capitalized(form.subject);
  const std::string kept = "Every answer is still here, on this page.";
  const std::string contact =
      absl::StrCat("If you have a question, write to ", context.contact_email(), ".");
  switch (ReasonOf(error)) {
    case v1::ERROR_REASON_CALL_CLOSED:
      return {409,
              {"This call has closed",
               {absl::StrCat(subject, " was not sent: the call closed at ",
                             context.close_time_text(), "."),
                kept, contact}}};
    case v1::ERROR_REASON_BOOKING_CLOSED:
      return {
          409,
          {"Booking has closed",
           {absl::StrCat("No place was booked: booking closed at ", context.close_time_text(), "."),
            kept, contact}}};
    case v1::ERROR_REASON_CALL_NOT_OPEN:
    case v1::ERROR_REASON_BOOKING_NOT_OPEN:
      return {409, {"It is too early", {absl::StrCat(subject, " was not sent."), kept, contact}}};
    case v1::ERROR_REASON_CONFERENCE_FULL:
      return {409,
              {"Every place is taken",
               {"No place was booked: somebody took the last one before you.", kept, contact}}};
    case v1::ERROR_REASON_CONSENT_WORDING_CHANGED:
      return {409,
              {"The wording of what you may agree to has changed",
               {absl::StrCat(subject, " was not sent."),
                "Read the statements again, and tick those you agree to."}}};
    case v1::ERROR_REASON_STORE_FULL:
      return {503,
              {absl::StrCat(subject, " could not be sent"),
               {"The service has no room to store anything at the moment. Nothing is lost: every "
                "answer is still here, on this page.",
                "It goes on by itself once there is room. Keep this page open and send again "
                "later: what you send is stored once.",
                contact}}};
    case v1::ERROR_REASON_RULES_FAILED:
    case v1::ERROR_REASON_MESSAGE_MALFORMED:
      return {
          422,
          {absl::StrCat(subject, " was not accepted"),
           {"The questions may have changed since you opened the form.",
            "Go through your answers again with the Change buttons, and send again.", contact}}};
    default:
      return {503,
              {absl::StrCat(subject, " could not be sent"),
               {"The service is busy or being restarted. Nothing is lost: every answer is still "
                "here, on this page.",
                "Wait a minute, and send again. You can press the button more than once: what you "
                "send is stored once."}}};
  }
}

std::string WordingVersion(const v1::FormContext& context) {
  std::array<unsigned char, 16> digest;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, digest.size());
  for (const v1::NamedText& text : context.texts()) {
    const std::string bytes = text.SerializeAsString();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(bytes.data()),
                              bytes.size());
  }
  crypto_generichash_final(&state, digest.data(), digest.size());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()));
}

form::Turn AskAgain(const form::Form& form, form::Turn turn) {
  turn.outcome = form::Outcome::kShow;
  for (const form::Step& step : form.steps) {
    for (const form::Ask& ask : step.asks) {
      if (ask.field->label_from.empty()) continue;
      turn.answers.Clear(ask.path);
      turn.place = {std::string(step.id), /*from_check=*/true};
    }
  }
  return turn;
}

std::string NewRequestId(absl::Time now) { return store::UuidText(store::NewUuid(now)); }

bool IsRequestId(std::string_view text) { return store::ParseUuid(text).has_value(); }

}  // namespace muster::gateway
