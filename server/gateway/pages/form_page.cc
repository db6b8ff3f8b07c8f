#include "server/gateway/pages/form_page.h"

#include <sodium.h>

#include <array>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "proto/form/html.h"
#include "proto/form/text.h"
#include "server/gateway/pages/draft_cookie.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/parts.h"
#include "server/gateway/security_headers.h"
#include "server/services/form_drafts.h"
#include "server/store/uuid.h"

namespace muster::gateway {
namespace {

// A form's own posts tell their origin only if the page has a referrer for its own site; the
// header says none for any other.
constexpr std::string_view kOwnReferrer = "<meta name=\"referrer\" content=\"same-origin\">\n";

std::string ActionButton(std::string_view more_classes, std::string_view action,
                         std::string_view label) {
  return Html(
      "<button class=\"nhsuk-button{}\" data-module=\"nhsuk-button\" type=\"submit\" "
      "name=\"{}\" value=\"{}\">{}</button>",
      {more_classes, form::kPostedAction, action, label});
}

}  // namespace

std::string FormDocument(const Site& site, const form::PageView& view, const std::string& form_path,
                         std::string_view token_key) {
  form::Page page = form::RenderPage(view);
  const v1::FormContext& context = *view.context;
  Document document;
  document.title = {page.title, context.title()};
  document.address = form_path;
  document.help_address = HelpAddress(context.parent());
  document.carried_form_id = form::kFormElementId;
  document.head = kOwnReferrer;
  if (!site.core_address.empty()) {
    document.head += Html(
        "<link rel=\"preload\" href=\"{}\" as=\"fetch\" type=\"application/wasm\" "
        "crossorigin=\"anonymous\">\n",
        {site.core_address});
    document.head += "<script type=\"text/javascript\">";
    document.head.append(kInlineScript).append("</script>\n");
  }
  document.is_unlisted = true;
  document.container_attributes =
      Html(" id=\"muster-form\" data-form=\"{}\" data-context=\"{}\"",
           {view.form->id, absl::Base64Escape(context.SerializeAsString())});
  // For script, which takes the answers over; a plain post has no need to send them along.
  if (!view.carry_draft) {
    document.container_attributes +=
        Html(" data-answers=\"{}\"", {absl::Base64Escape(view.answers->Serialize())});
  }
  document.before_main = std::move(page.before_main);
  document.main = std::move(page.main);
  if (!token_key.empty()) {
    document.after_main +=
        Html("<input type=\"hidden\" name=\"{}\" value=\"{}\" form=\"{}\">",
             {kTokenField, services::FormDrafts::TokenOf(token_key), form::kFormElementId});
  }
  // Outside of the form, which is the renderer's, but posted with it.
  document.after_main += Html("<input type=\"hidden\" name=\"{}\" value=\"{}\" form=\"{}\">",
                              {kWordingField, WordingVersion(context), form::kFormElementId});
  return RenderDocument(site, document);
}

std::string SentPage(const Site& site, const form::Form& form, const v1::FormContext& context,
                     const std::string& form_path, const std::string& receipt_address,
                     std::string_view token) {
  const PageTexts& words = *site.words;
  const form::Texts& texts = *form.texts;
  const std::string heading = form::Filled(texts[form::Text::kAlreadySent], {form.subject});
  Document document;
  document.title = {heading, context.title()};
  document.address = form_path;
  document.help_address = HelpAddress(context.parent());
  document.is_unlisted = true;
  document.head = kOwnReferrer;
  document.before_main = BackLink(context.home_path(), words[PageText::kBack]);
  document.main = Html("<h1 class=\"nhsuk-heading-l\">{}</h1>", {heading});
  document.main += receipt_address.empty()
                       ? Paragraph(words[PageText::kReceiptAgain])
                       : Html("<p><a href=\"{}\">{}</a></p>",
                              {PathIn(site, receipt_address), texts[form::Text::kSeeSent]});
  document.main += Html(
      "<form method=\"post\" action=\"{}\" novalidate>"
      "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
      {PathIn(site, form_path), kTokenField, token});
  if (receipt_address.empty()) {
    document.main += ActionButton("", "send", texts[form::Text::kSeeSent]);
  }
  document.main +=
      ActionButton(kSecondaryButton, kNewAction, words[PageText::kStartAnew]) + "</form>";
  return RenderDocument(site, document);
}

std::string ReceiptDocument(const Site& site, const form::Form& form,
                            const v1::FormContext& context, const std::string& receipt_bytes,
                            std::string_view receive_time, const std::string& english_address) {
  const std::string address = PathIn(site, english_address);
  form::Page page = form::RenderReceipt(form, context, receipt_bytes, receive_time,
                                        site.public_address + address, address + "&format=text");
  Document document;
  document.title = {page.title, context.title()};
  document.address = english_address;
  document.help_address = HelpAddress(context.parent());
  document.is_unlisted = true;
  document.before_main = std::move(page.before_main);
  document.main = std::move(page.main);
  return RenderDocument(site, document);
}

Refusal RefusalOf(const Site& site, const form::Form& form, const v1::FormContext& context,
                  v1::ErrorReason reason) {
  const PageTexts& words = *site.words;
  // Welsh sentences have what is sent in their middle.
  const std::string subject =
      site.path_prefix.empty() ? form::WithUpperCaseStart(form.subject) : std::string(form.subject);
  const auto filled = [&](PageText text) {
    return form::Filled(words[text], {subject, context.close_time_text()});
  };
  const std::string kept(words[PageText::kKept]);
  const std::string contact = form::Filled(words[PageText::kContact], {context.contact_email()});
  const auto refusal = [&](int status, std::string heading, std::vector<std::string> paragraphs) {
    return Refusal{status, {std::move(heading), std::move(paragraphs)}};
  };
  switch (reason) {
    case v1::ERROR_REASON_CALL_CLOSED:
      return refusal(409, filled(PageText::kClosedCall),
                     {filled(PageText::kNotSentClosed), kept, contact});
    case v1::ERROR_REASON_BOOKING_CLOSED:
      return refusal(409, filled(PageText::kClosedBooking),
                     {filled(PageText::kNotBookedClosed), kept, contact});
    case v1::ERROR_REASON_CALL_NOT_OPEN:
    case v1::ERROR_REASON_BOOKING_NOT_OPEN:
      return refusal(409, filled(PageText::kTooEarly), {filled(PageText::kNotSent), kept, contact});
    case v1::ERROR_REASON_CONFERENCE_FULL:
      return refusal(409, filled(PageText::kFullHeading),
                     {filled(PageText::kTakenBefore), kept, contact});
    case v1::ERROR_REASON_CONSENT_WORDING_CHANGED:
      return refusal(409, filled(PageText::kWordingChanged),
                     {filled(PageText::kNotSent), filled(PageText::kReadAgain)});
    case v1::ERROR_REASON_STORE_FULL:
      return refusal(503, filled(PageText::kCouldNotSend),
                     {filled(PageText::kNoRoomKept), filled(PageText::kNoRoomSendLater), contact});
    case v1::ERROR_REASON_RULES_FAILED:
    case v1::ERROR_REASON_MESSAGE_MALFORMED:
      return refusal(422, filled(PageText::kNotAccepted),
                     {filled(PageText::kQuestionsChanged), filled(PageText::kGoThrough), contact});
    default:
      return refusal(reason == v1::ERROR_REASON_SENDER_TOO_FAST ? 429 : 503,
                     filled(PageText::kCouldNotSend),
                     {filled(PageText::kBusyKept), filled(PageText::kSendAgain)});
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
