// Fieldsets, radios and checkboxes.
#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"
#include "proto/rules/decimal.h"

namespace muster::form {
namespace {

// The first item has the id that an error summary links to; further ones are numbered.
std::string ItemId(const ChoiceGroup& group, size_t index) {
  if (!group.items[index].id.empty()) return std::string(group.items[index].id);
  std::string id(group.control.id);
  // The divider before it counts as one.
  const size_t number = index + (group.items[index].exclusive ? 2 : 1);
  if (index > 0) {
    id += '-';
    rules::AppendUnsigned(number, id);
  }
  return id;
}

void AppendItem(const ChoiceGroup& group, size_t index, std::string_view block,
                std::string_view described_by, std::string& html) {
  const ChoiceItem& item = group.items[index];
  const std::string id = ItemId(group, index);
  if (item.exclusive) {
    Append(html, "<div class=\"", block, "__divider\">", (*group.control.texts)[Text::kOr],
           "</div>");
  }
  std::string item_described_by(described_by);
  if (!item.hint.empty()) {
    if (!item_described_by.empty()) item_described_by += ' ';
    Append(item_described_by, id, "-item-hint");
  }
  Append(html, "<div class=\"", block, "__item\"><input class=\"", block, "__input\"");
  AppendAttribute("id", id, html);
  AppendAttribute("name", item.name.empty() ? group.control.name : item.name, html);
  AppendAttribute("type", group.kind == ChoiceKind::kRadios ? "radio" : "checkbox", html);
  AppendAttribute("value", item.value, html);
  if (item.checked) html += " checked";
  if (item.exclusive) html += " data-behaviour=\"exclusive\"";
  AppendOptional("aria-describedby", item_described_by, html);
  Append(html, "><label class=\"nhsuk-label ", block, "__label\"");
  AppendAttribute("for", id, html);
  AppendOptional("lang", item.lang, html);
  html += '>';
  AppendEscaped(item.label, html);
  html += "</label>";
  if (!item.hint.empty()) {
    Append(html, "<div class=\"nhsuk-hint ", block, "__hint\"");
    AppendAttribute("id", Joined(id, "-item-hint"), html);
    AppendOptional("lang", item.lang, html);
    html += '>';
    AppendEscaped(item.hint, html);
    html += "</div>";
  }
  html += "</div>";
}

}  // namespace

void AppendFieldset(const Fieldset& fieldset, std::string& html) {
  html += "<fieldset class=\"nhsuk-fieldset\"";
  if (fieldset.is_group) html += " role=\"group\"";
  AppendOptional("id", fieldset.id, html);
  AppendOptional("aria-describedby", fieldset.described_by, html);
  html += "><legend class=\"nhsuk-fieldset__legend";
  if (!fieldset.legend.size.empty()) {
    Append(html, " nhsuk-fieldset__legend--", fieldset.legend.size);
  }
  html += '"';
  html += '>';
  if (fieldset.legend.is_heading) html += "<h1 class=\"nhsuk-fieldset__heading\">";
  AppendLabelText(fieldset.legend, html);
  if (fieldset.legend.is_heading) html += "</h1>";
  html += "</legend>";
}

void AppendChoiceGroup(const ChoiceGroup& group, std::string& html) {
  const bool radios = group.kind == ChoiceKind::kRadios;
  const std::string_view block = radios ? "nhsuk-radios" : "nhsuk-checkboxes";
  const bool has_fieldset = !group.control.label.text.empty();
  const std::string described_by =
      AppendAbove(group.control, has_fieldset ? Caption::kLegend : Caption::kNone, html);
  Append(html, "<div class=\"", block);
  if (group.is_inline) Append(html, " ", block, "--inline");
  Append(html, "\" data-module=\"", block, "\">");
  for (size_t i = 0; i < group.items.size(); ++i) {
    AppendItem(group, i, block, has_fieldset || radios ? std::string_view() : described_by, html);
  }
  html += "</div>";
  if (has_fieldset) html += kFieldsetEnd;
  html += "</div>";
}

}  // namespace muster::form
