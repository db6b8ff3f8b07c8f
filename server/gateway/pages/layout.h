// The frame of every page.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_LAYOUT_H_
#define MUSTER_SERVER_GATEWAY_PAGES_LAYOUT_H_

#include <string>
#include <string_view>
#include <vector>

#include "server/gateway/http.h"
#include "server/gateway/pages/page_texts.h"

namespace muster::gateway {

// The service's name, if the site has none of its own.
inline constexpr std::string_view kServiceName = "Muster";

// What all pages of this server share, in one of its languages.
struct Site {
  const PageTexts* words = &kEnglishPageTexts;
  // What the paths of the language's pages begin with: "" or "/cy".
  std::string path_prefix;
  // Where people reach it, without a slash at the end: "https://evidence.example.org".
  std::string public_address;
  // Addresses of assets; empty where there is none.
  std::string script_address;
  std::string style_address;
  // The language's own.
  std::string core_address;
  std::string welsh_core_address;
  std::string icon_address;
  // Whose site it is: in the header and at the end of every title.
  std::string name = std::string(kServiceName);
  // Of the picture in the header; empty: none.
  std::string logo_address;
  // Every page says that it is a preview and keeps nothing.
  bool is_preview = false;
};

// What Welsh paths begin with.
inline constexpr std::string_view kWelshPrefix = "/cy";

// The path of a page in the site's language; `path` is that of the English page.
std::string PathIn(const Site& site, std::string_view path);

struct Document {
  // The heading, then what it is part of, from near to far. The service's name comes by itself.
  std::vector<std::string> title;
  // More of <head>, as HTML.
  std::string head;
  // As HTML: stands before <main>, is <main>, and comes after it unseen.
  std::string before_main;
  std::string main;
  std::string after_main;
  // The English path and query of the page: where the switch of languages finds it in the other
  // one.
  std::string address = "/";
  // The English path of where help is found; the same place of every page leads there.
  std::string help_address = "/accessibility#help";
  // Id of a form that goes to the other language with what was typed; empty: a link goes there.
  std::string_view carried_form_id;
  // Attributes of the element that holds all three, as HTML, with a space in front.
  std::string container_attributes;
  // Kept out of search engines: forms, receipts, errors.
  bool is_unlisted = false;
};

// The whole page.
std::string RenderDocument(const Site& site, const Document& document);

// How long a page may be kept by the browser.
enum class Keep {
  kAskEachTime,  // Public pages.
  kNever,        // Pages with something personal, and errors.
};

// With 503, which is what is busy now, it says when to try again.
HttpResponse PageResponse(int status, Keep keep, std::string html);

// A back link, for `Document::before_main`.
std::string BackLink(std::string_view href, std::string_view text);

// Of a button, or of a link that looks like one, that is not the page's main one.
inline constexpr std::string_view kSecondaryButton = " nhsuk-button--secondary";

// A link that looks like a button.
std::string ButtonLink(std::string_view href, std::string_view text,
                       std::string_view more_classes = {});

// A row of a summary list; `value_html` is HTML. Between kSummaryListStart and kSummaryListEnd.
std::string SummaryRow(std::string_view key, std::string_view value_html);
inline constexpr std::string_view kSummaryListStart = "<dl class=\"nhsuk-summary-list\">";
inline constexpr std::string_view kSummaryListEnd = "</dl>";

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_LAYOUT_H_
