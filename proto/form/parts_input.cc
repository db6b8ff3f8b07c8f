// A date or an address: several inputs under one legend.
#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

void AppendPart(const PartsInput& input, const PartInput& part, std::string& html) {
  const std::string id = Joined(input.control.id, "-", part.name);
  const std::string_view item = input.is_date ? " nhsuk-date-input__" : "";
  if (input.is_date) html += "<div class=\"nhsuk-date-input__item\">";
  Append(html, "<div class=\"nhsuk-form-group", part.wrong ? " nhsuk-form-group--error" : "",
         "\"><label class=\"nhsuk-label", item, item.empty() ? "" : "label", "\"");
  AppendAttribute("for", id, html);
  html += '>';
  AppendEscaped(part.label, html);
  Append(html, "</label><input class=\"nhsuk-input", part.wrong ? " nhsuk-input--error" : "");
  if (!part.width.empty()) Append(html, " nhsuk-input--width-", part.width);
  Append(html, item, item.empty() ? "" : "input", "\"");
  AppendAttribute("id", id, html);
  AppendAttribute("name", Joined(input.control.name, ".", part.name), html);
  html += " type=\"text\"";
  AppendOptional("value", part.value, html);
  AppendOptional("autocomplete", part.autocomplete, html);
  if (input.is_date) html += " inputmode=\"numeric\"";
  Append(html, "></div>", input.is_date ? "</div>" : "");
}

}  // namespace

void AppendPartsInput(const PartsInput& input, std::string& html) {
  const Control& control = input.control;
  AppendAbove(control, input.is_date ? Caption::kGroupLegend : Caption::kLegend, html);
  html += "<div";
  if (input.is_date) html += " class=\"nhsuk-date-input\"";
  AppendAttribute("id", control.id, html);
  html += '>';
  for (const PartInput& part : input.parts) AppendPart(input, part, html);
  Append(html, "</div>", kFieldsetEnd, "</div>");
}

}  // namespace muster::form
