// Fieldsets, radios and checkboxes.
#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"
#include "proto/rules/decimal.h"

namespace muster::form {
namespace {

// The first item has the id that an error summary links to; further ones are numbered.
std::string ItemId(const ChoiceGroup& group, size_t index) {
  if (!group.items[index].id.empty()) return group.items[index].id;
  std::string id(group.id_prefix);
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
    Append(html, "<div class=\"", block, "__divider\">", (*group.texts)[Text::kOr], "</div>");
  }
  std::string item_described_by(described_by);
  if (!item.hint.empty()) {
    if (!item_described_by.empty()) item_described_by += ' ';
    Append(item_described_by, id, "-item-hint");
  }
  Append(html, "<div class=\"", block, "__item\"><input class=\"", block, "__input\"");
  AppendAttribute("id", id, html);
  AppendAttribute("name", item.name.empty() ? group.name : std::string_view(item.name), html);
  AppendAttribute("type", group.kind == ChoiceKind::kRadios ? "radio" : "checkbox", html);
  AppendAttribute("value", item.value, html);
  if (item.checked) html += " checked";
  if (item.exclusive) html += " data-behaviour=\"exclusive\"";
  if (!item_described_by.empty()) AppendAttribute("aria-describedby", item_described_by, html);
  Append(html, "><label class=\"nhsuk-label ", block, "__label\"");
  AppendAttribute("for", id, html);
  if (!item.lang.empty()) AppendAttribute("lang", item.lang, html);
  html += '>';
  AppendEscaped(item.label, html);
  html += "</label>";
  if (!item.hint.empty()) {
    Append(html, "<div class=\"nhsuk-hint ", block, "__hint\"");
    AppendAttribute("id", Joined(id, "-item-hint"), html);
    if (!item.lang.empty()) AppendAttribute("lang", item.lang, html);
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
  if (!fieldset.id.empty()) AppendAttribute("id", fieldset.id, html);
  if (!fieldset.described_by.empty()) {
    AppendAttribute("aria-describedby", fieldset.described_by, html);
  }
  html += "><legend class=\"nhsuk-fieldset__legend";
  if (!fieldset.legend.size.empty()) {
    Append(html, " nhsuk-fieldset__legend--", fieldset.legend.size);
  }
  html += '"';
  if (!fieldset.legend.lang.empty()) AppendAttribute("lang", fieldset.legend.lang, html);
  html += '>';
  if (fieldset.legend.is_heading) html += "<h1 class=\"nhsuk-fieldset__heading\">";
  AppendEscaped(fieldset.legend.text, html);
  if (fieldset.legend.is_heading) html += "</h1>";
  html += "</legend>";
}

void AppendChoiceGroup(const ChoiceGroup& group, std::string& html) {
  const bool radios = group.kind == ChoiceKind::kRadios;
  const std::string_view block = radios ? "nhsuk-radios" : "nhsuk-checkboxes";
  const bool has_fieldset = !group.legend.text.empty();
  std::string described_by;
  if (!group.hint.empty()) Append(described_by, group.id_prefix, "-hint");
  if (!group.error.empty()) {
    Append(described_by, described_by.empty() ? "" : " ", group.id_prefix, "-error");
  }
  Append(html, "<div class=\"nhsuk-form-group",
         group.error.empty() ? "" : " nhsuk-form-group--error", "\">");
  if (has_fieldset) {
    AppendFieldset({.legend = group.legend, .described_by = described_by, .id = {}}, html);
  }
  if (!group.hint.empty())
    AppendHint(group.hint, Joined(group.id_prefix, "-hint"), html, group.hint_lang);
  if (!group.error.empty()) {
    AppendErrorMessage(*group.texts, group.error, Joined(group.id_prefix, "-error"), html);
  }
  Append(html, "<div class=\"", block);
  if (group.is_inline) Append(html, " ", block, "--inline");
  Append(html, "\" data-module=\"", block, "\">");
  for (size_t i = 0; i < group.items.size(); ++i) {
    AppendItem(group, i, block, has_fieldset || radios ? "" : described_by, html);
  }
  html += "</div>";
  if (has_fieldset) html += kFieldsetEnd;
  html += "</div>";
}

}  // namespace muster::form
