#include "server/gateway/pages/layout.h"

#include <utility>

#include "server/gateway/pages/html_text.h"

namespace muster::gateway {
namespace {

constexpr std::string_view kHeader =
    "<a class=\"nhsuk-skip-link\" data-module=\"nhsuk-skip-link\" href=\"#maincontent\">"
    "Skip to main content</a>\n"
    "<header class=\"nhsuk-header\" data-module=\"nhsuk-header\" role=\"banner\">"
    "<div class=\"nhsuk-header__container nhsuk-width-container\">"
    "<div class=\"nhsuk-header__service\">"
    "<a class=\"nhsuk-header__service-name\" href=\"/\">{}</a>"
    "</div></div></header>\n";

constexpr std::string_view kFooter =
    "<footer class=\"nhsuk-footer\" role=\"contentinfo\"><div class=\"nhsuk-width-container\">"
    "<div class=\"nhsuk-footer__meta\">"
    "<h2 class=\"nhsuk-u-visually-hidden\">Support links</h2>"
    "<ul class=\"nhsuk-footer__list\">"
    "<li class=\"nhsuk-footer__list-item\">"
    "<a class=\"nhsuk-footer__list-item-link\" href=\"/\">All calls for evidence</a></li>"
    "<li class=\"nhsuk-footer__list-item\">"
    "<a class=\"nhsuk-footer__list-item-link\" href=\"/accessibility\">Accessibility statement</a>"
    "</li>"
    "<li class=\"nhsuk-footer__list-item\">"
    "<a class=\"nhsuk-footer__list-item-link\" href=\"/cookies\">Cookies</a></li>"
    "<li class=\"nhsuk-footer__list-item\">"
    "<a class=\"nhsuk-footer__list-item-link\" href=\"/privacy\">Privacy</a></li>"
    "</ul></div></div></footer>\n";

}  // namespace

std::string RenderDocument(const Site& site, const Document& document) {
  std::string title;
  for (const std::string& part : document.title) title.append(part).append(" \u2013 ");
  title += kServiceName;
  std::string html = Html(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">"
      "\n<meta name=\"theme-color\" content=\"#005eb8\">\n",
      {title});
  // Without an icon's address browsers would ask for /favicon.ico.
  html += Html("<link rel=\"icon\" href=\"{}\">\n",
               {site.icon_address.empty() ? std::string_view("data:,") : site.icon_address});
  if (document.is_unlisted) html += "<meta name=\"robots\" content=\"noindex\">\n";
  if (!site.style_address.empty()) {
    html += Html("<link rel=\"stylesheet\" href=\"{}\">\n", {site.style_address});
  }
  if (!site.script_address.empty()) {
    html += Html("<script type=\"module\" src=\"{}\"></script>\n", {site.script_address});
  }
  html += document.head;
  html += "</head>\n<body>\n";
  html += Html(kHeader, {kServiceName});
  html += "<div class=\"nhsuk-width-container\"";
  html += document.container_attributes;
  html += ">";
  if (!document.before_main.empty()) {
    // A landmark of its own: nothing that can be read stands outside of one.
    html += "<nav aria-label=\"Back\">" + document.before_main + "</nav>";
  }
  html += "<main class=\"nhsuk-main-wrapper\" id=\"maincontent\">";
  html += document.main;
  html += "</main></div>\n";
  html += kFooter;
  html += "</body>\n</html>\n";
  return html;
}

HttpResponse PageResponse(int status, Keep keep, std::string html) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", keep == Keep::kNever ? "no-store" : "no-cache"}};
  response.body = std::move(html);
  return response;
}

std::string BackLink(std::string_view href, std::string_view text) {
  return Html("<a class=\"nhsuk-back-link\" href=\"{}\">{}</a>", {href, text});
}

std::string ButtonLink(std::string_view href, std::string_view text) {
  return Html(
      "<a class=\"nhsuk-button\" data-module=\"nhsuk-button\" href=\"{}\" role=\"button\" "
      "draggable=\"false\">{}</a>",
      {href, text});
}

std::string SummaryRow(std::string_view key, std::string_view value_html) {
  std::string row = Html(
      "<div class=\"nhsuk-summary-list__row\"><dt class=\"nhsuk-summary-list__key\">{}</dt>"
      "<dd class=\"nhsuk-summary-list__value\">",
      {key});
  row += value_html;
  row += "</dd></div>";
  return row;
}

}  // namespace muster::gateway
