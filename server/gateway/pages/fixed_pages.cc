#include "server/gateway/pages/fixed_pages.h"

#include <initializer_list>

#include "server/gateway/pages/draft_cookie.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/parts.h"

namespace muster::gateway {
namespace {

std::string Column(std::string_view html) {
  return "<div class=\"nhsuk-grid-row\"><div "
         "class=\"nhsuk-grid-column-two-thirds\">" +
         std::string(html) + "</div></div>";
}

std::string FixedPage(const Site& site, std::string_view path, PageText heading,
                      const std::string& body_html) {
  const std::string_view words = (*site.words)[heading];
  Document document;
  document.title = {std::string(words)};
  document.address = path;
  document.main = Column(Html("<h1 class=\"nhsuk-heading-xl\">{}</h1>", {words}) + body_html);
  return RenderDocument(site, document);
}

// Something stored on a device. Its name and place as browsers write them, or in words.
struct StoredItem {
  std::string_view name;
  PageText name_in_words;
  std::string_view where;
  PageText where_in_words;
  PageText purpose;
  PageText until;
};

constexpr StoredItem kStoredItems[] = {
    {kSecureDraftCookie,
     {},
     "",
     PageText::kCookie,
     PageText::kDraftCookiePurpose,
     PageText::kDraftCookieExpiry},
    {"muster", {}, "IndexedDB", {}, PageText::kDraftsPurpose, PageText::kDraftsExpiry},
    {"", PageText::kTailName, "", PageText::kLocalStorage, PageText::kTailPurpose,
     PageText::kTailExpiry},
    {"", PageText::kSentName, "", PageText::kSessionStorage, PageText::kSentPurpose,
     PageText::kSentExpiry},
    {"", PageText::kAssetsName, "", PageText::kWorkerCache, PageText::kAssetsPurpose,
     PageText::kAssetsExpiry},
    {"muster pages",
     {},
     "",
     PageText::kWorkerCache,
     PageText::kPagesPurpose,
     PageText::kPagesExpiry},
};

// What an error page says.
struct ErrorText {
  int status;
  PageText heading;
  PageText advice;
};

constexpr ErrorText kErrorTexts[] = {
    {400, PageText::kUnreadable, PageText::kUnreadableAdvice},
    {403, PageText::kForeign, PageText::kForeignAdvice},
    {404, PageText::kNotFound, PageText::kNotFoundAdvice},
    {405, PageText::kWrongMethod, PageText::kBeginAtList},
    {409, PageText::kSentAlready, PageText::kSentAlreadyAdvice},
    {413, PageText::kTooMuch, PageText::kTooMuchAdvice},
    {414, PageText::kLongAddress, PageText::kBeginAtList},
    {415, PageText::kOddForm, PageText::kOddFormAdvice},
    {431, PageText::kLongHeaders, PageText::kLongHeadersAdvice},
    {503, PageText::kBusy, PageText::kBusyAdvice},
};

constexpr ErrorText kOtherError = {500, PageText::kBroken, PageText::kBrokenAdvice};

std::string BulletList(const PageTexts& words, std::initializer_list<PageText> items) {
  std::string html = "<ul class=\"nhsuk-list nhsuk-list--bullet\">";
  for (const PageText item : items) html += Html("<li>{}</li>", {words[item]});
  return html + "</ul>";
}

}  // namespace

std::string CookiesPage(const Site& site) {
  const PageTexts& words = *site.words;
  std::string body = Paragraph(words[PageText::kCookiesText]);
  for (const StoredItem& item : kStoredItems) {
    const std::string_view name = item.name.empty() ? words[item.name_in_words] : item.name;
    const std::string_view where = item.where.empty() ? words[item.where_in_words] : item.where;
    body += Html("<h2 class=\"nhsuk-heading-m\">{}</h2>", {name});
    body += kSummaryListStart;
    body += SummaryRow(words[PageText::kWhere], WordsHtml(where));
    body += SummaryRow(words[PageText::kPurpose], WordsHtml(words[item.purpose]));
    body += SummaryRow(words[PageText::kExpiry], WordsHtml(words[item.until]));
    body += kSummaryListEnd;
  }
  body += Paragraph(words[PageText::kDeleteAll]);
  return FixedPage(site, "/cookies", PageText::kCookiesHeading, body);
}

std::string AccessibilityPage(const Site& site) {
  const PageTexts& words = *site.words;
  std::string body = Paragraph(words[PageText::kAppliesTo]);
  body += Paragraph(words[PageText::kShouldBeAble]);
  body += BulletList(words, {PageText::kKeyboard, PageText::kScreenReader, PageText::kZoom,
                             PageText::kNoScript, PageText::kNoTimeLimit, PageText::kInWelsh});
  body += Heading2(words[PageText::kHowAccessible]);
  body += Paragraph(words[PageText::kBuiltToMeet]);
  body += Paragraph(words[PageText::kOrganisersTexts]);
  body += Heading2(words[PageText::kIfNotWorking], "help");
  body += Paragraph(words[PageText::kTellContact]);
  return FixedPage(site, "/accessibility", PageText::kAccessibility, body);
}

std::string PrivacyPage(const Site& site) {
  const PageTexts& words = *site.words;
  const std::string cookies =
      Html("<a href=\"{}\">{}</a>", {PathIn(site, "/cookies"), words[PageText::kCookiesLink]});
  std::string body = Paragraph(words[PageText::kPrivacyText]);
  body += Heading2(words[PageText::kWhatIsStored]);
  body += "<ul class=\"nhsuk-list nhsuk-list--bullet\"><li>" +
          WordsHtml(words[PageText::kOnDeviceOnly], {cookies}) + "</li><li>" +
          WordsHtml(words[PageText::kWithoutScript]) + "</li><li>" +
          WordsHtml(words[PageText::kWhenSent]) + "</li></ul>";
  body += Heading2(words[PageText::kWhoCanRead]);
  body += Paragraph(words[PageText::kReaders]);
  body += Heading2(words[PageText::kNotDone]);
  body += Paragraph(words[PageText::kNoTracking]);
  body += Heading2(words[PageText::kRights]);
  body += Paragraph(words[PageText::kRightsText]);
  return FixedPage(site, "/privacy", PageText::kPrivacy, body);
}

std::string ErrorPage(const Site& site, int status, std::string_view correlation_id) {
  const PageTexts& words = *site.words;
  const ErrorText* text = &kOtherError;
  for (const ErrorText& candidate : kErrorTexts) {
    if (candidate.status == status) text = &candidate;
  }
  if (status < 500 && text->status == kOtherError.status) text = &kErrorTexts[0];
  Document document;
  document.title = {std::string(words[text->heading])};
  document.is_unlisted = true;
  std::string html = Html("<h1 class=\"nhsuk-heading-l\">{}</h1><p>{}</p>",
                          {words[text->heading], words[text->advice]});
  if (!correlation_id.empty()) {
    const std::string strong = Html("<strong>{}</strong>", {correlation_id});
    html += "<p>" + WordsHtml(words[PageText::kNumber], {strong}) + "</p>";
  }
  html += Html("<p><a href=\"{}\">{}</a></p>", {PathIn(site, "/"), words[PageText::kAllCalls]});
  document.main = Column(html);
  return RenderDocument(site, document);
}

}  // namespace muster::gateway
