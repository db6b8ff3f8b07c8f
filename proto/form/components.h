// The NHS design system's components that forms are made of: for the same options, the markup of
// nhsuk-frontend's own templates, without their indentation. Each function appends to `html`; empty
// texts mean that the part is left out.
#ifndef MUSTER_PROTO_FORM_COMPONENTS_H_
#define MUSTER_PROTO_FORM_COMPONENTS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/texts.h"

namespace muster::form {

// The text of a <label> or <legend>.
struct Label {
  std::string_view text;
  // "s", "m", "l", "xl", or empty.
  std::string_view size;
  // The label is the heading of the page.
  bool is_heading = false;
  // Of the text, where it is not the page's.
  std::string_view lang = {};
  // The page's words that the text is put into: "{0} (optional)". Empty: it stands alone.
  std::string_view around = {};
};

// What all single controls have.
struct Control {
  const Texts* texts = nullptr;
  std::string_view id;
  std::string_view name;
  Label label;
  std::string_view hint;
  std::string_view error;
  std::string_view hint_lang = {};
};

struct TextInput {
  Control control;
  std::string_view value;
  std::string_view type = "text";
  std::string_view classes;
  std::string_view autocomplete;
  std::string_view autocapitalize;
  bool spellcheck_off = false;
  std::string_view inputmode;
};
void AppendTextInput(const TextInput& input, std::string& html);

struct TextArea {
  Control control;
  std::string_view value;
  uint32_t rows = 5;
  std::string_view autocomplete;
  // Not zero: a count with this limit; of words if `counts_words`.
  uint32_t max_length_characters = 0;
  bool counts_words = false;
};
void AppendTextArea(const TextArea& area, std::string& html);

// One radio or checkbox. `id` and `name` empty: those of the group.
struct ChoiceItem {
  std::string_view value;
  std::string_view label;
  std::string_view hint;
  bool checked = false;
  std::string_view id;
  std::string_view name;
  // Excludes the others; comes after "or".
  bool exclusive = false;
  std::string_view lang = {};
};

enum class ChoiceKind { kRadios, kCheckboxes };

// Radios or checkboxes in a fieldset; without a legend, in none.
struct ChoiceGroup {
  // Its label is the legend, its id what those of the items begin with.
  Control control;
  ChoiceKind kind = ChoiceKind::kRadios;
  bool is_inline = false;
  std::vector<ChoiceItem> items;
};
void AppendChoiceGroup(const ChoiceGroup& group, std::string& html);

// A choice as it is offered, whatever its source. A select shows no hints.
struct Option {
  std::string_view value;
  std::string_view label;
  std::string_view hint;
  // Excludes the others; comes after "or".
  bool exclusive = false;
  std::string_view lang = {};
};

struct Select {
  Control control;
  std::string_view value;
  std::vector<Option> items;
};
void AppendSelect(const Select& select, std::string& html);

void AppendLabel(const Label& label, std::string_view for_id, std::string& html);
// What stands in a <label> or <legend>.
void AppendLabelText(const Label& label, std::string& html);
void AppendHint(std::string_view text, std::string_view id, std::string& html,
                std::string_view lang = {});
void AppendErrorMessage(const Texts& texts, std::string_view text, std::string_view id,
                        std::string& html);

// <fieldset> with its <legend>; the caller closes it with kFieldsetEnd.
struct Fieldset {
  Label legend;
  std::string_view described_by;
  std::string_view id;
  // Says that it is a group, as the design system has it for dates.
  bool is_group = false;
};
void AppendFieldset(const Fieldset& fieldset, std::string& html);
inline constexpr std::string_view kFieldsetEnd = "</fieldset>";

// What names the controls of a form group; a group legend also says that it is a group, as the
// design system has it for dates.
enum class Caption { kNone, kLabel, kLegend, kGroupLegend };

// Begins a form group and writes what stands above its controls: label or legend, hint and error.
// Returns their `aria-describedby`, after what is given of it. The caller closes it, and a legend's
// fieldset with kFieldsetEnd.
std::string AppendAbove(const Control& control, Caption caption, std::string& html,
                        std::string_view group_classes = {}, std::string_view group_attributes = {},
                        std::string described_by = {});

struct Button {
  std::string_view text;
  std::string_view name;
  std::string_view value;
  std::string_view id;
  // "secondary", or empty for the page's one primary button.
  std::string_view variant;
  bool small = false;
  bool prevent_double_click = false;
  // Ends the button's name for who can't see what it stands beside.
  std::string_view visually_hidden_text;
};
void AppendButton(const Button& button, std::string& html);
// One that posts `action`, once for a double click.
void AppendActionButton(std::string_view text, std::string_view action, std::string_view variant,
                        std::string& html);

struct ErrorLink {
  std::string_view element_id;
  std::string_view text;
};
void AppendErrorSummary(const Texts& texts, std::string_view id,
                        const std::vector<ErrorLink>& errors, std::string& html);

// A row of a summary list. `value_html` is HTML.
struct SummaryRow {
  std::string_view key;
  std::string_view value_html;
  // Empty: no "Change".
  std::string_view change_value;
  std::string_view change_id;
  std::string_view change_hidden_text;
  // Of the key and of the hidden text, where it is not the page's.
  std::string_view key_lang = {};
};
void AppendSummaryList(const Texts& texts, const std::vector<SummaryRow>& rows, std::string& html);

// `body_html` is HTML.
void AppendPanel(std::string_view heading, std::string_view body_html, std::string& html);
void AppendInsetText(const Texts& texts, std::string_view body_html, std::string& html);
void AppendWarningCallout(const Texts& texts, std::string_view id, int heading_level,
                          std::string_view heading, const std::vector<std::string>& paragraphs,
                          std::string& html);

// A link, or, with a form, a button that posts `action` = "back" to it.
void AppendBackLink(const Texts& texts, std::string_view href, std::string& html);
void AppendBackButton(const Texts& texts, std::string_view form_id, std::string& html);

// A row of a task list. `action` empty: it can't be opened.
struct TaskStatusText {
  Text text = Text::kIncomplete;
  // "blue", "red", or "no-colour" for a status that is plain text.
  std::string_view tag;
};
struct Task {
  std::string_view id;
  std::string_view title;
  TaskStatusText status;
  std::string_view action;
};
// Each title is a button that posts its action.
void AppendTaskList(const Texts& texts, const std::vector<Task>& tasks, std::string& html);

// Inputs for day, month and year under one legend.
struct DatePart {
  std::string_view name;
  std::string_view label;
  std::string_view value;
  // "2", "4", or empty for the full width.
  std::string_view width;
  std::string_view autocomplete;
  bool wrong = false;
};
struct DateInput {
  Control control;
  std::vector<DatePart> parts;
};
// Part "day" of the control "started" has the id "started-day" and the name "started.day".
void AppendDateInput(const DateInput& input, std::string& html);

// <p> with escaped text.
void AppendParagraph(std::string_view text, std::string& html);
// <h1> to <h3> of the design system: size "l", "m", "s".
void AppendHeading(int level, std::string_view size, std::string_view text, std::string& html);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_COMPONENTS_H_
