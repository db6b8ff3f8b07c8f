// A date: three inputs under one legend.
#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

void AppendPart(const Control& control, const DatePart& part, std::string& html) {
  const std::string id = Joined(control.id, "-", part.name);
  Append(html, "<div class=\"nhsuk-date-input__item\"><div class=\"nhsuk-form-group",
         part.wrong ? " nhsuk-form-group--error" : "",
         "\"><label class=\"nhsuk-label nhsuk-date-input__label\"");
  AppendAttribute("for", id, html);
  html += '>';
  AppendEscaped(part.label, html);
  Append(html, "</label><input class=\"nhsuk-input", part.wrong ? " nhsuk-input--error" : "");
  if (!part.width.empty()) Append(html, " nhsuk-input--width-", part.width);
  html += " nhsuk-date-input__input\"";
  AppendAttribute("id", id, html);
  AppendAttribute("name", Joined(control.name, ".", part.name), html);
  html += " type=\"text\"";
  AppendOptional("value", part.value, html);
  AppendOptional("autocomplete", part.autocomplete, html);
  html += " inputmode=\"numeric\"></div></div>";
}

}  // namespace

void AppendDateInput(const DateInput& input, std::string& html) {
  const Control& control = input.control;
  AppendAbove(control, Caption::kGroupLegend, html);
  html += "<div class=\"nhsuk-date-input\"";
  AppendAttribute("id", control.id, html);
  html += '>';
  for (const DatePart& part : input.parts) AppendPart(control, part, html);
  Append(html, "</div>", kFieldsetEnd, "</div>");
}

}  // namespace muster::form
