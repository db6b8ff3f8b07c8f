// Labels, hints, errors and the controls that stand alone.
#include <utility>

#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"
#include "proto/rules/decimal.h"

namespace muster::form {
void AppendLabelText(const Label& label, std::string& html) {
  std::string text = Escaped(label.text);
  if (!label.lang.empty()) text = Joined("<span lang=\"", label.lang, "\">", text, "</span>");
  html += label.around.empty() ? text : Filled(label.around, {text});
}

void AppendLabel(const Label& label, std::string_view for_id, std::string& html) {
  if (label.is_heading) html += "<h1 class=\"nhsuk-label-wrapper\">";
  html += "<label class=\"nhsuk-label";
  if (!label.size.empty()) Append(html, " nhsuk-label--", label.size);
  html += '"';
  AppendAttribute("for", for_id, html);
  html += '>';
  AppendLabelText(label, html);
  html += "</label>";
  if (label.is_heading) html += "</h1>";
}

void AppendHint(std::string_view text, std::string_view id, std::string& html,
                std::string_view lang) {
  html += "<div class=\"nhsuk-hint\"";
  AppendOptional("id", id, html);
  AppendOptional("lang", lang, html);
  html += '>';
  AppendEscaped(text, html);
  html += "</div>";
}

void AppendErrorMessage(const Texts& texts, std::string_view text, std::string_view id,
                        std::string& html) {
  html += "<span class=\"nhsuk-error-message\"";
  AppendOptional("id", id, html);
  Append(html, "><span class=\"nhsuk-u-visually-hidden\">", texts[Text::kErrorPrefix], "</span>");
  AppendEscaped(text, html);
  html += "</span>";
}

std::string AppendAbove(const Control& control, Caption caption, std::string& html,
                        std::string_view group_classes, std::string_view group_attributes,
                        std::string described_by) {
  const std::string hint_id = Joined(control.id, "-hint");
  const std::string error_id = Joined(control.id, "-error");
  const auto describe = [&](const std::string& id) {
    Append(described_by, described_by.empty() ? "" : " ", id);
  };
  if (!control.hint.empty()) describe(hint_id);
  if (!control.error.empty()) describe(error_id);
  Append(html, "<div class=\"nhsuk-form-group",
         control.error.empty() ? "" : " nhsuk-form-group--error", group_classes, "\"",
         group_attributes, ">");
  if (caption == Caption::kLabel) {
    AppendLabel(control.label, control.id, html);
  } else if (caption != Caption::kNone) {
    AppendFieldset({.legend = control.label,
                    .described_by = described_by,
                    .id = {},
                    .is_group = caption == Caption::kGroupLegend},
                   html);
  }
  if (!control.hint.empty()) AppendHint(control.hint, hint_id, html, control.hint_lang);
  if (!control.error.empty()) AppendErrorMessage(*control.texts, control.error, error_id, html);
  return described_by;
}

void AppendTextInput(const TextInput& input, std::string& html) {
  const Control& control = input.control;
  const std::string described_by = AppendAbove(control, Caption::kLabel, html);
  Append(html, "<input class=\"nhsuk-input", control.error.empty() ? "" : " nhsuk-input--error",
         input.classes.empty() ? "" : " ", input.classes, "\"");
  AppendAttribute("id", control.id, html);
  AppendAttribute("name", control.name, html);
  AppendAttribute("type", input.type, html);
  if (input.spellcheck_off) AppendAttribute("spellcheck", "false", html);
  AppendOptional("value", input.value, html);
  AppendOptional("aria-describedby", described_by, html);
  AppendOptional("autocomplete", input.autocomplete, html);
  AppendOptional("autocapitalize", input.autocapitalize, html);
  AppendOptional("inputmode", input.inputmode, html);
  html += "></div>";
}

void AppendTextArea(const TextArea& area, std::string& html) {
  const Control& control = area.control;
  const bool counted = area.max_length_characters > 0;
  std::string attributes;
  std::string described_by;
  if (counted) {
    AppendAttribute("data-module", "nhsuk-character-count", attributes);
    std::string limit;
    rules::AppendUnsigned(area.max_length_characters, limit);
    AppendAttribute(area.counts_words ? "data-maxwords" : "data-maxlength", limit, attributes);
    described_by = Joined(control.id, "-info");
  }
  described_by =
      AppendAbove(control, Caption::kLabel, html, counted ? " nhsuk-character-count" : "",
                  attributes, std::move(described_by));
  Append(html, "<textarea class=\"nhsuk-textarea",
         control.error.empty() ? "" : " nhsuk-textarea--error",
         counted ? " nhsuk-js-character-count" : "", "\"");
  AppendAttribute("id", control.id, html);
  AppendAttribute("name", control.name, html);
  AppendAttribute("rows", NumberText(area.rows), html);
  AppendOptional("aria-describedby", described_by, html);
  AppendOptional("autocomplete", area.autocomplete, html);
  html += '>';
  // A parser drops a line feed right after the tag, so one of the text's own needs another.
  if (area.value.starts_with('\n')) html += '\n';
  AppendEscaped(area.value, html);
  html += "</textarea>";
  if (counted) {
    html += "<div class=\"nhsuk-hint nhsuk-character-count__message\"";
    AppendAttribute("id", Joined(control.id, "-info"), html);
    Append(html, ">",
           Filled((*control.texts)[area.counts_words ? Text::kUpToWords : Text::kUpToCharacters],
                  {NumberText(area.max_length_characters)}),
           "</div>");
  }
  html += "</div>";
}

void AppendSelect(const Select& select, std::string& html) {
  const Control& control = select.control;
  const std::string described_by = AppendAbove(control, Caption::kLabel, html);
  Append(html, "<select class=\"nhsuk-select", control.error.empty() ? "" : " nhsuk-select--error",
         "\"");
  AppendAttribute("id", control.id, html);
  AppendAttribute("name", control.name, html);
  AppendOptional("aria-describedby", described_by, html);
  html += '>';
  for (const Option& item : select.items) {
    html += "<option";
    AppendAttribute("value", item.value, html);
    AppendOptional("lang", item.lang, html);
    if (!select.value.empty() && item.value == select.value) html += " selected";
    html += '>';
    AppendEscaped(item.label, html);
    html += "</option>";
  }
  html += "</select></div>";
}

void AppendButton(const Button& button, std::string& html) {
  html += "<button class=\"nhsuk-button";
  if (!button.variant.empty()) Append(html, " nhsuk-button--", button.variant);
  if (button.small) html += " nhsuk-button--small";
  html += '"';
  AppendOptional("id", button.id, html);
  AppendOptional("name", button.name, html);
  AppendAttribute("data-module", "nhsuk-button", html);
  if (button.prevent_double_click) AppendAttribute("data-prevent-double-click", "true", html);
  AppendAttribute("type", "submit", html);
  AppendOptional("value", button.value, html);
  html += '>';
  AppendEscaped(button.text, html);
  if (!button.visually_hidden_text.empty()) {
    html += "<span class=\"nhsuk-u-visually-hidden\"> ";
    AppendEscaped(button.visually_hidden_text, html);
    html += "</span>";
  }
  html += "</button>";
}

void AppendActionButton(std::string_view text, std::string_view action, std::string_view variant,
                        std::string& html) {
  AppendButton({.text = text,
                .name = "action",
                .value = action,
                .id = {},
                .variant = variant,
                .prevent_double_click = true,
                .visually_hidden_text = {}},
               html);
}

}  // namespace muster::form
