#include "server/gateway/pages/fixed_pages.h"

#include "absl/strings/str_cat.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/parts.h"

namespace muster::gateway {
namespace {

std::string FixedPage(const Site& site, std::string_view heading, std::string_view body_html) {
  Document document;
  document.title = {std::string(heading)};
  document.main = "<div class=\"nhsuk-grid-row\"><div class=\"nhsuk-grid-column-two-thirds\">";
  document.main += Html("<h1 class=\"nhsuk-heading-xl\">{}</h1>", {heading});
  document.main += body_html;
  document.main += "</div></div>";
  return RenderDocument(site, document);
}

struct StoredItem {
  std::string_view name;
  std::string_view where;
  std::string_view purpose;
  std::string_view until;
};

constexpr StoredItem kStoredItems[] = {
    {"muster", "IndexedDB",
     "The answers that you have typed and not sent yet, so that a reload, a closed browser or a "
     "lost network loses none of them.",
     "Until you send them, or delete them on the page of the form."},
    {"muster tail, then the name of the form", "Local storage",
     "The last words that you typed before the page went away, until they are in IndexedDB.",
     "Until the form is opened again."},
    {"muster sent, then a number", "Session storage",
     "That an answer was sent, so that going back does not send it again.",
     "Until you close the tab."},
    {"muster assets, then a version", "Service worker cache",
     "The program and the style of the pages, so that they open fast and without a network.",
     "Until a new version replaces it."},
    {"muster pages", "Service worker cache",
     "Pages of calls and empty forms that you have opened, so that they open without a network. "
     "Receipts are never kept there.",
     "Until newer pages replace them."},
};

// What an error page says.
struct ErrorText {
  int status;
  std::string_view heading;
  std::string_view advice;
};

constexpr ErrorText kErrorTexts[] = {
    {400, "The request could not be read",
     "Go back to the page before and try again, or begin at the list of calls."},
    {403, "This form was not sent from our pages",
     "Open the form from the page of its call or conference, and send it from there."},
    {404, "Page not found",
     "If you typed the address, check that it is right. If you pasted it, check that you copied "
     "all of it: the address of a receipt is long."},
    {405, "This page can't be used in that way", "Begin at the list of calls."},
    {408, "The request took too long", "Check your connection and try again."},
    {409, "These answers were sent already",
     "Your first sending counts, and its receipt is valid. To send other answers, open the form "
     "again from the page of its call or conference."},
    {413, "That was too much to send at once",
     "Go back to the page before: your answers are still there. Shorten the longest of them and "
     "try again."},
    {414, "The address is too long", "Begin at the list of calls."},
    {415, "The form was sent in a way that we cannot read",
     "Open the form in an up-to-date browser and try again."},
    {431, "The browser sent too much with its request",
     "Delete this site's stored data in your browser, and try again."},
    {503, "The service is busy",
     "Wait a minute and try again. What you typed is still on the page before."},
};

constexpr ErrorText kOtherError = {
    500, "Something went wrong here",
    "Try again in a few minutes. What you typed is still on the page before."};

}  // namespace

std::string CookiesPage(const Site& site) {
  std::string body = Paragraph(
      "This site sets no cookies. It stores these items on your device, all of them needed for "
      "the forms to work. It counts and tracks nobody.");
  for (const StoredItem& item : kStoredItems) {
    body += Html("<h2 class=\"nhsuk-heading-m\">{}</h2>", {item.name});
    body += kSummaryListStart;
    body += SummaryRow("Where", Html("{}", {item.where}));
    body += SummaryRow("What it is for", Html("{}", {item.purpose}));
    body += SummaryRow("How long it stays", Html("{}", {item.until}));
    body += kSummaryListEnd;
  }
  body += Paragraph(
      "You can delete all of them in your browser's settings. Answers that were not sent are then "
      "gone. On a computer that you share, delete them when you have finished.");
  return FixedPage(site, "Cookies and stored data", body);
}

std::string AccessibilityPage(const Site& site) {
  std::string body = Paragraph(
      "This statement applies to the pages of this site: calls for evidence, conferences, their "
      "forms and receipts.");
  body += Paragraph("You should be able to:");
  body +=
      "<ul class=\"nhsuk-list nhsuk-list--bullet\"><li>use every page and form with a keyboard "
      "alone</li><li>use them with a screen reader</li><li>zoom in up to 400% without text going "
      "off the screen</li><li>use them without script</li><li>take as long as you need: no form "
      "has a time limit</li></ul>";
  body += Heading2("How accessible this site is");
  body += Paragraph(
      "It is built to meet the Web Content Accessibility Guidelines version 2.2 at level AA. Its "
      "pages are tested with an automatic checker whenever the program changes. They have not been "
      "audited by anyone outside.");
  body += Paragraph(
      "Texts that the organiser of a call or conference wrote, and pages that they link to, are "
      "the organiser's.");
  body += Heading2("If something does not work for you");
  body += Paragraph(
      "Write to the contact that the page of the call or conference names. Say which page it is "
      "and what you need. You can also send your evidence to that contact in another format.");
  return FixedPage(site, "Accessibility statement", body);
}

std::string PrivacyPage(const Site& site) {
  std::string body = Paragraph(
      "This notice says what this site does with what you enter. The organiser of a call or "
      "conference decides what the answers are used for: its page names whom to ask.");
  body += Heading2("What is stored, and when");
  body +=
      "<ul class=\"nhsuk-list nhsuk-list--bullet\"><li>While you fill in a form, your answers are "
      "stored on your device only. See <a href=\"/cookies\">cookies and stored data</a>.</li>"
      "<li>Without script, they travel with each page that you send, and are not stored until you "
      "confirm.</li><li>When you confirm and send, they are stored on the server: your name, your "
      "email address, your organisation if you name one, what you wrote, what you agreed to and in "
      "which words, and the time.</li></ul>";
  body += Heading2("Who can read it");
  body += Paragraph(
      "The organiser, and whoever has the private address of your receipt. Do not pass that "
      "address on. What you sent is not published without the consent that the form asks for.");
  body += Heading2("What is not done");
  body += Paragraph(
      "No cookies are set, nobody is tracked, and no other site learns that you were here. Private "
      "addresses are not written to the server's log.");
  body += Heading2("Your rights");
  body += Paragraph(
      "You can ask for a copy of what is stored about you, and for it to be corrected or deleted: "
      "write to the contact of the call or conference, and quote your reference number.");
  return FixedPage(site, "Privacy", body);
}

std::string ErrorPage(const Site& site, int status, std::string_view correlation_id) {
  const ErrorText* text = &kOtherError;
  for (const ErrorText& candidate : kErrorTexts) {
    if (candidate.status == status) text = &candidate;
  }
  if (status < 500 && text->status == kOtherError.status) text = &kErrorTexts[0];
  Document document;
  document.title = {std::string(text->heading)};
  document.is_unlisted = true;
  document.main = "<div class=\"nhsuk-grid-row\"><div class=\"nhsuk-grid-column-two-thirds\">";
  document.main +=
      Html("<h1 class=\"nhsuk-heading-l\">{}</h1><p>{}</p>", {text->heading, text->advice});
  if (!correlation_id.empty()) {
    document.main += Html(
        "<p>If it happens again, tell the contact of the call or conference "
        "this number: <strong>{}</strong></p>",
        {correlation_id});
  }
  document.main += "<p><a href=\"/\">All calls for evidence</a></p></div></div>";
  return RenderDocument(site, document);
}

}  // namespace muster::gateway
