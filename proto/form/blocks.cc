// What stands on a page besides its questions.
#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

constexpr std::string_view kLevels[] = {"1", "2", "3", "4"};

}  // namespace

void AppendErrorSummary(const Texts& texts, std::string_view id,
                        const std::vector<ErrorLink>& errors, std::string& html) {
  html += "<div class=\"nhsuk-error-summary\"";
  AppendOptional("id", id, html);
  Append(html,
         " data-module=\"nhsuk-error-summary\"><div role=\"alert\">"
         "<h2 class=\"nhsuk-error-summary__heading\">",
         texts[Text::kProblem],
         "</h2><div class=\"nhsuk-error-summary__body\">"
         "<ul class=\"nhsuk-list nhsuk-error-summary__list\">");
  for (const ErrorLink& error : errors) {
    html += "<li>";
    if (!error.element_id.empty()) {
      html += "<a href=\"#";
      AppendEscaped(error.element_id, html);
      html += "\">";
    }
    AppendEscaped(error.text, html);
    html += error.element_id.empty() ? "</li>" : "</a></li>";
  }
  html += "</ul></div></div></div>";
}

void AppendSummaryList(const Texts& texts, const std::vector<SummaryRow>& rows, std::string& html) {
  bool has_actions = false;
  for (const SummaryRow& row : rows) has_actions = has_actions || !row.change_value.empty();
  html += "<dl class=\"nhsuk-summary-list\">";
  for (const SummaryRow& row : rows) {
    Append(html, "<div class=\"nhsuk-summary-list__row",
           has_actions && row.change_value.empty() ? " nhsuk-summary-list__row--no-actions" : "",
           "\"><dt class=\"nhsuk-summary-list__key\"");
    AppendOptional("lang", row.key_lang, html);
    html += '>';
    AppendEscaped(row.key, html);
    Append(html, "</dt><dd class=\"nhsuk-summary-list__value\">", row.value_html, "</dd>");
    if (!row.change_value.empty()) {
      html += "<dd class=\"nhsuk-summary-list__actions\"><button class=\"nhsuk-link\"";
      AppendOptional("id", row.change_id, html);
      html += " name=\"action\" type=\"submit\"";
      AppendAttribute("value", row.change_value, html);
      Append(html, ">", texts[Text::kChange], "<span class=\"nhsuk-u-visually-hidden\"");
      AppendOptional("lang", row.key_lang, html);
      html += "> ";
      AppendEscaped(row.change_hidden_text, html);
      html += "</span></button></dd>";
    }
    html += "</div>";
  }
  html += "</dl>";
}

void AppendPanel(std::string_view heading, std::string_view body_html, std::string& html) {
  html += "<div class=\"nhsuk-panel\"><h1 class=\"nhsuk-panel__heading\">";
  AppendEscaped(heading, html);
  Append(html, "</h1><div class=\"nhsuk-panel__body\">", body_html, "</div></div>");
}

void AppendInsetText(const Texts& texts, std::string_view body_html, std::string& html) {
  Append(html, "<div class=\"nhsuk-inset-text\"><span class=\"nhsuk-u-visually-hidden\">",
         texts[Text::kInformation], "</span>", body_html, "</div>");
}

void AppendWarningCallout(const Texts& texts, std::string_view id, int heading_level,
                          std::string_view heading, const std::vector<std::string>& paragraphs,
                          std::string& html) {
  const std::string_view level = kLevels[heading_level - 1];
  html += "<div class=\"nhsuk-card nhsuk-card--warning\"";
  AppendOptional("id", id, html);
  Append(html, "><div class=\"nhsuk-card__content\"><h", level,
         " class=\"nhsuk-card__heading\"><span role=\"text\">"
         "<span class=\"nhsuk-u-visually-hidden\">",
         texts[Text::kImportant], "</span>");
  AppendEscaped(heading, html);
  Append(html, "</span></h", level, ">");
  for (const std::string& paragraph : paragraphs) {
    html += "<p class=\"nhsuk-card__description\">";
    AppendEscaped(paragraph, html);
    html += "</p>";
  }
  html += "</div></div>";
}

void AppendBackLink(const Texts& texts, std::string_view href, std::string& html) {
  html += "<a class=\"nhsuk-back-link\"";
  AppendAttribute("href", href, html);
  Append(html, ">", texts[Text::kBack], "</a>");
}

void AppendBackButton(const Texts& texts, std::string_view form_id, std::string& html) {
  html += "<button class=\"nhsuk-back-link\" type=\"submit\" name=\"action\" value=\"back\"";
  AppendAttribute("form", form_id, html);
  Append(html, ">", texts[Text::kBack], "</button>");
}

void AppendParagraph(std::string_view text, std::string& html) {
  html += "<p>";
  AppendEscaped(text, html);
  html += "</p>";
}

void AppendHeading(int level, std::string_view size, std::string_view text, std::string& html) {
  const std::string_view number = kLevels[level - 1];
  Append(html, "<h", number, " class=\"nhsuk-heading-", size, "\">");
  AppendEscaped(text, html);
  Append(html, "</h", number, ">");
}

}  // namespace muster::form
