#include "server/gateway/pages/layout.h"

#include <utility>

#include "server/gateway/pages/html_text.h"

namespace muster::gateway {
namespace {

constexpr char kRetryAfterSeconds[] = "5";

std::string FooterItem(const Site& site, std::string_view path, PageText text) {
  return Html(
      "<li class=\"nhsuk-footer__list-item\">"
      "<a class=\"nhsuk-footer__list-item-link\" href=\"{}\">{}</a></li>",
      {PathIn(site, path), (*site.words)[text]});
}

std::string FooterHtml(const Site& site, std::string_view help_address) {
  return Html(
             "<footer class=\"nhsuk-footer\" role=\"contentinfo\">"
             "<div class=\"nhsuk-width-container\"><div "
             "class=\"nhsuk-footer__meta\">"
             "<h2 class=\"nhsuk-u-visually-hidden\">{}</h2><ul "
             "class=\"nhsuk-footer__list\">",
             {(*site.words)[PageText::kSupportLinks]}) +
         FooterItem(site, help_address, PageText::kHelp) +
         FooterItem(site, "/", PageText::kAllCalls) +
         FooterItem(site, "/accessibility", PageText::kAccessibility) +
         FooterItem(site, "/cookies", PageText::kCookies) +
         FooterItem(site, "/privacy", PageText::kPrivacy) + "</ul></div></div></footer>\n";
}

std::string HeaderHtml(const Site& site) {
  const std::string home = PathIn(site, "/");
  std::string html = Html(
      "<a class=\"nhsuk-skip-link\" data-module=\"nhsuk-skip-link\" "
      "href=\"#maincontent\">{}</a>\n"
      "<header class=\"nhsuk-header\" data-module=\"nhsuk-header\" "
      "role=\"banner\">"
      "<div class=\"nhsuk-header__container nhsuk-width-container\">"
      "<div class=\"nhsuk-header__service\">",
      {(*site.words)[PageText::kSkip]});
  if (site.logo_address.empty()) {
    html += Html("<a class=\"nhsuk-header__service-name\" href=\"{}\">{}</a>", {home, site.name});
  } else {
    html += Html(
        "<a class=\"nhsuk-header__service-logo\" href=\"{}\"><img "
        "class=\"nhsuk-header__organisation-logo\" src=\"{}\" alt=\"\">"
        "<span class=\"nhsuk-header__service-name\">{}</span></a>",
        {home, site.logo_address, site.name});
  }
  return html + "</div></div></header>\n";
}

// Enter in a text presses the first button of its form: that has to be one that goes on.
constexpr std::string_view kDefaultButton =
    "<button class=\"nhsuk-u-visually-hidden\" type=\"submit\" form=\"{}\" name=\"action\" "
    "value=\"continue\" tabindex=\"-1\" aria-hidden=\"true\"></button>";

// Leads to the page in the other language: a link, or a button that takes a form along.
std::string LanguageHtml(const Site& site, const Document& document) {
  const bool is_welsh = !site.path_prefix.empty();
  const std::string_view other = is_welsh ? "en" : "cy";
  Site other_site;
  if (!is_welsh) other_site.path_prefix = kWelshPrefix;
  const std::string path = PathIn(other_site, document.address);
  std::string html;
  if (!document.carried_form_id.empty()) html += Html(kDefaultButton, {document.carried_form_id});
  html += Html(
      "<nav class=\"muster-language "
      "nhsuk-width-container\" aria-label=\"{}\"><ul>",
      {(*site.words)[PageText::kLanguage]});
  const std::string here = Html("<li><span aria-current=\"true\">{}</span></li>",
                                {(*site.words)[PageText::kThisLanguage]});
  const std::string_view name = (*site.words)[PageText::kOtherLanguage];
  const std::string there =
      document.carried_form_id.empty()
          ? Html("<li><a href=\"{}\" lang=\"{}\" hreflang=\"{}\">{}</a></li>",
                 {path, other, other, name})
          : Html(
                "<li><button class=\"nhsuk-link\" type=\"submit\" form=\"{}\" "
                "formaction=\"{}\" "
                "name=\"action\" value=\"language\" "
                "lang=\"{}\">{}</button></li>",
                {document.carried_form_id, path, other, name});
  // English first in both.
  return html + (is_welsh ? there + here : here + there) + "</ul></nav>\n";
}

// A landmark of its own, outside of what the script takes over.
std::string PreviewHtml(const Site& site) {
  if (!site.is_preview) return "";
  return Html(
      "<section class=\"nhsuk-width-container\" aria-label=\"{}\">"
      "<div class=\"nhsuk-inset-text\"><p>{}</p></div></section>\n",
      {(*site.words)[PageText::kPreview], (*site.words)[PageText::kPreviewText]});
}

std::string HeadHtml(const Site& site, const Document& document) {
  std::string title;
  for (const std::string& part : document.title) title.append(part).append(" \u2013 ");
  title += site.name;
  std::string html = Html(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta "
      "charset=\"utf-8\">\n<title>{}</title>\n"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1, viewport-fit=cover\">"
      "\n<meta name=\"theme-color\" content=\"#005eb8\">\n",
      {site.words->language(), title});
  // Without an icon's address browsers would ask for /favicon.ico.
  html += Html("<link rel=\"icon\" href=\"{}\">\n",
               {site.icon_address.empty() ? std::string_view("data:,") : site.icon_address});
  if (document.is_unlisted) html += "<meta name=\"robots\" content=\"noindex\">\n";
  // Before the style sheet, which scripts behind it wait for.
  html += document.head;
  if (!site.style_address.empty()) {
    html += Html("<link rel=\"stylesheet\" href=\"{}\">\n", {site.style_address});
  }
  if (!site.script_address.empty()) {
    html += Html("<script type=\"module\" src=\"{}\"></script>\n", {site.script_address});
  }
  return html + "</head>\n";
}

}  // namespace

std::string PathIn(const Site& site, std::string_view path) {
  if (site.path_prefix.empty()) return std::string(path);
  return path == "/" ? site.path_prefix : site.path_prefix + std::string(path);
}

std::string RenderDocument(const Site& site, const Document& document) {
  std::string html = HeadHtml(site, document);
  html += "<body>\n" + HeaderHtml(site) + LanguageHtml(site, document) + PreviewHtml(site);
  html += "<div class=\"nhsuk-width-container\"";
  html += document.container_attributes;
  html += ">";
  if (!document.before_main.empty()) {
    // A landmark of its own: nothing that can be read stands outside of one.
    html += Html("<nav aria-label=\"{}\">", {(*site.words)[PageText::kBack]}) +
            document.before_main + "</nav>";
  }
  html += "<main class=\"nhsuk-main-wrapper\" id=\"maincontent\">";
  html += document.main;
  html += "</main>" + document.after_main + "</div>\n";
  html += FooterHtml(site, document.help_address);
  html += "</body>\n</html>\n";
  return html;
}

HttpResponse PageResponse(int status, Keep keep, std::string html) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", keep == Keep::kNever ? "no-store" : "no-cache"}};
  if (status == 503) response.headers.push_back({"Retry-After", kRetryAfterSeconds});
  response.body = std::move(html);
  return response;
}

std::string BackLink(std::string_view href, std::string_view text) {
  return Html("<a class=\"nhsuk-back-link\" href=\"{}\">{}</a>", {href, text});
}

std::string ButtonLink(std::string_view href, std::string_view text,
                       std::string_view more_classes) {
  return Html(
      "<a class=\"nhsuk-button{}\" data-module=\"nhsuk-button\" "
      "href=\"{}\" role=\"button\" "
      "draggable=\"false\">{}</a>",
      {more_classes, href, text});
}

std::string SummaryRow(std::string_view key, std::string_view value_html) {
  std::string row = Html(
      "<div class=\"nhsuk-summary-list__row\"><dt "
      "class=\"nhsuk-summary-list__key\">{}</dt>"
      "<dd class=\"nhsuk-summary-list__value\">",
      {key});
  row += value_html;
  row += "</dd></div>";
  return row;
}

}  // namespace muster::gateway
