// The receipt, as a page and as plain text.
#include "muster/v1/form_context.pb.h"
#include "muster/v1/receipt.pb.h"
#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/receipt_texts.h"
#include "proto/form/render.h"
#include "proto/form/route.h"
#include "proto/form/summary.h"
#include "proto/form/text.h"
#include "proto/rules/wire_reader.h"

namespace muster::form {
namespace {

// The receipt's own words, in the language of the others.
std::string_view Own(const Texts& texts, ReceiptText text) {
  return ReceiptTextsIn(texts.language())[text];
}

std::string HexText(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

// One consent statement, as recorded.
struct Consent {
  std::string_view wording;
  std::string_view wording_version;
  // Of the wording.
  std::string_view language = "en";
  bool given = false;
};

// What a receipt says. Views into its bytes.
struct Content {
  std::string_view reference;
  std::string_view content_sha256;
  std::vector<Consent> consents;
  std::vector<SummaryLine> lines;
};

Consent ReadConsent(std::string_view bytes) {
  Consent consent;
  rules::WireReader reader(bytes);
  for (rules::WireField field; reader.Next(field);) {
    if (field.number == v1::ConsentRecord::kWordingFieldNumber) consent.wording = field.bytes;
    if (field.number == v1::ConsentRecord::kWordingVersionFieldNumber) {
      consent.wording_version = field.bytes;
    }
    if (field.number == v1::ConsentRecord::kGivenFieldNumber) consent.given = field.value != 0;
    if (field.number == v1::ConsentRecord::kLanguageCodeFieldNumber && !field.bytes.empty()) {
      consent.language = field.bytes;
    }
  }
  return consent;
}

// The contract's numbers without the contract's classes, which would be 1.5 kB of the browser's
// module.
Content ReadReceipt(const Form& form, const v1::FormContext& context, std::string_view bytes) {
  Content content;
  rules::WireReader reader(bytes);
  for (rules::WireField field; reader.Next(field);) {
    switch (field.number) {
      case v1::Receipt::kReferenceFieldNumber:
        content.reference = field.bytes;
        break;
      case v1::Receipt::kContentSha256FieldNumber:
        content.content_sha256 = field.bytes;
        break;
      case v1::Receipt::kConsentsFieldNumber:
        content.consents.push_back(ReadConsent(field.bytes));
        break;
    }
  }
  const Answers copy =
      Answers::Parse(*form.content, rules::FindBytesField(bytes, form.receipt_copy_field_number));
  content.lines = Summarise(form, context, copy, /*was_sent=*/true);
  if (content.consents.empty()) return content;
  // The statements are shown as they were recorded, not as the context has them now.
  std::erase_if(content.lines, [](const SummaryLine& line) { return line.is_statement; });
  return content;
}

// `key_languages`: of each line's key, where they may differ from `foreign`.
void AppendRows(const Texts& texts, std::string_view foreign, std::span<const SummaryLine> lines,
                std::string& html, std::span<const std::string_view> key_languages = {}) {
  std::vector<std::string> values(lines.size());
  std::vector<SummaryRow> rows;
  for (size_t i = 0; i < lines.size(); ++i) {
    AppendAnswer(texts, lines[i], foreign, values[i]);
    std::string_view key_lang = lines[i].has_their_key ? foreign : std::string_view();
    if (!key_languages.empty()) key_lang = key_languages[i];
    rows.push_back({lines[i].key, values[i], {}, {}, {}, key_lang});
  }
  AppendSummaryList(texts, rows, html);
}

std::vector<SummaryLine> ConsentLines(const Texts& texts, const Content& content) {
  std::vector<SummaryLine> lines;
  for (const Consent& consent : content.consents) {
    lines.push_back(
        {std::string(consent.wording),
         {std::string(consent.given ? texts[Text::kAgreed] : Own(texts, ReceiptText::kNotAgreed)),
          Filled(Own(texts, ReceiptText::kWordingVersion), {consent.wording_version})},
         {},
         {},
         true});
  }
  return lines;
}

// A statement stands as it was read, which may have been in the other language.
void AppendConsents(const Texts& texts, const Content& content, std::string& html) {
  std::vector<std::string_view> languages;
  for (const Consent& consent : content.consents) {
    languages.push_back(consent.language == texts.language() ? "" : consent.language);
  }
  AppendRows(texts, {}, ConsentLines(texts, content), html, languages);
}

std::vector<SummaryLine> ProofLines(const Texts& texts, const Content& content,
                                    std::string_view receive_time) {
  return {
      {std::string(Own(texts, ReceiptText::kReceived)), {std::string(receive_time)}, {}, {}, false},
      {std::string(Own(texts, ReceiptText::kDigest)),
       {HexText(content.content_sha256)},
       {},
       {},
       false}};
}

void AppendTextHeading(std::string_view text, char line, std::string& out) {
  Append(out, text, "\n", std::string(CountCodePoints(text), line), "\n\n");
}

void AppendTextLines(const Texts& texts, std::span<const SummaryLine> lines, std::string& out) {
  for (const SummaryLine& line : lines) {
    const bool punctuated = line.key.ends_with('?') || line.key.ends_with('.');
    Append(out, line.key, punctuated ? "\n" : ":\n");
    if (line.lines.empty()) Append(out, "  ", texts[Text::kNotProvided], "\n");
    for (const std::string& text : line.lines) Append(out, text.empty() ? "" : "  ", text, "\n");
    out += '\n';
  }
}

}  // namespace

Page RenderReceipt(const Form& form, const v1::FormContext& context, std::string_view receipt_bytes,
                   std::string_view receive_time, std::string_view address,
                   std::string_view text_address) {
  const Texts& texts = *form.texts;
  const Content content = ReadReceipt(form, context, receipt_bytes);
  const std::string_view foreign = ForeignLanguage(form, context);
  Page page;
  page.title = form.receipt_title;
  std::string& html = page.main;
  const std::string lang = foreign.empty() ? "" : Joined(" lang=\"", foreign, "\"");
  AppendPanel(
      form.receipt_title,
      Joined("<span", lang, ">", Escaped(context.title()), "</span><br>",
             Own(texts, ReceiptText::kReference), "<br><strong>", Escaped(content.reference),
             "</strong><br>", Own(texts, ReceiptText::kQuoteReference)),
      html);
  AppendHeading(2, "m", Own(texts, ReceiptText::kNext), html);
  for (const std::string_view step : form.receipt_next_steps) AppendParagraph(step, html);
  if (!context.contact_email().empty()) {
    const std::string email = Escaped(context.contact_email());
    const std::string link = Joined("<a href=\"mailto:", email, "\">", email, "</a>");
    Append(html, "<p>", Filled(Own(texts, ReceiptText::kQuestion), {link}),
           "</p><p><a href=\"mailto:", email, "?subject=Feedback%20on%20the%20form\">",
           Own(texts, ReceiptText::kFeedback), "</a></p>");
  }
  AppendHeading(2, "m", Own(texts, ReceiptText::kComeBack), html);
  const std::string link = Escaped(address);
  AppendInsetText(texts,
                  Joined("<p><a href=\"", link, "\">", link, "</a></p><p>",
                         Own(texts, ReceiptText::kPrivateAddress), "</p>"),
                  html);
  if (!text_address.empty()) {
    Append(html, "<p><a href=\"", Escaped(text_address), "\">", Own(texts, ReceiptText::kAsText),
           "</a></p>");
  }
  AppendHeading(2, "m", Own(texts, ReceiptText::kSent), html);
  for (size_t i = 0; i < content.lines.size();) {
    if (BeginsSection(content.lines, i)) AppendHeading(3, "s", content.lines[i].section, html);
    const std::span<const SummaryLine> block = BlockAt(content.lines, i);
    if (!block[0].block.empty()) AppendHeading(4, "xs", block[0].block, html);
    AppendRows(texts, foreign, block, html);
    i += block.size();
  }
  if (!content.consents.empty()) {
    AppendHeading(2, "m", Own(texts, ReceiptText::kAgreedTo), html);
    AppendConsents(texts, content, html);
  }
  AppendHeading(2, "m", Own(texts, ReceiptText::kProof), html);
  AppendRows(texts, foreign, ProofLines(texts, content, receive_time), html);
  return page;
}

std::string RenderReceiptText(const Form& form, const v1::FormContext& context,
                              std::string_view receipt_bytes, std::string_view receive_time,
                              std::string_view address) {
  const Texts& texts = *form.texts;
  const Content content = ReadReceipt(form, context, receipt_bytes);
  std::string text;
  AppendTextHeading(form.receipt_title, '=', text);
  Append(text, context.title(), "\n\n", Own(texts, ReceiptText::kReference), ": ",
         content.reference, "\n", Own(texts, ReceiptText::kQuoteReference), ".\n\n");
  AppendTextHeading(Own(texts, ReceiptText::kNext), '-', text);
  for (const std::string_view step : form.receipt_next_steps) Append(text, step, "\n\n");
  if (!context.contact_email().empty()) {
    Append(text, Filled(Own(texts, ReceiptText::kQuestion), {context.contact_email()}), "\n\n");
  }
  AppendTextHeading(Own(texts, ReceiptText::kComeBack), '-', text);
  Append(text, address, "\n", Own(texts, ReceiptText::kPrivateAddress), "\n\n");
  AppendTextHeading(Own(texts, ReceiptText::kSent), '-', text);
  for (size_t i = 0; i < content.lines.size();) {
    if (BeginsSection(content.lines, i)) Append(text, content.lines[i].section, "\n\n");
    const std::span<const SummaryLine> block = BlockAt(content.lines, i);
    if (!block[0].block.empty()) Append(text, block[0].block, "\n\n");
    AppendTextLines(texts, block, text);
    i += block.size();
  }
  if (!content.consents.empty()) {
    AppendTextHeading(Own(texts, ReceiptText::kAgreedTo), '-', text);
    AppendTextLines(texts, ConsentLines(texts, content), text);
  }
  AppendTextHeading(Own(texts, ReceiptText::kProof), '-', text);
  AppendTextLines(texts, ProofLines(texts, content, receive_time), text);
  return text;
}

}  // namespace muster::form
