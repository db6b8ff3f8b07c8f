#include "tests/proto/form/nhsuk/fixture.h"

#include <set>
#include <utility>
#include <vector>

#include "proto/form/components.h"
#include "proto/form/html.h"

namespace muster::form {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// Why the fixture at hand is left out; empty while it is not.
std::string left_out;

void LeaveOut(const std::string& reason) {
  if (left_out.empty()) left_out = reason;
}

// The options of a component. An option that is not asked for by name is one that is not used.
class Options {
 public:
  Options(const Struct& of, std::set<std::string> known) : of_(of) {
    std::set<std::string> unused;
    for (const auto& [name, value] : of.fields()) {
      if (known.count(name) == 0 && !value.has_null_value()) unused.insert(name);
    }
    if (!unused.empty()) LeaveOut("option " + *unused.begin());
  }

  // Null is what a fixture leaves out on purpose; to a template both are nothing.
  bool Has(const char* name) const {
    const Value& value = Get(name);
    return value.kind_case() != Value::KIND_NOT_SET && !value.has_null_value();
  }
  const Value& Get(const char* name) const {
    static const Value kNone;
    const auto found = of_.fields().find(name);
    return found == of_.fields().end() ? kNone : found->second;
  }
  std::string Text(const char* name) const {
    const Value& value = Get(name);
    if (value.has_string_value()) return value.string_value();
    if (value.has_number_value()) return std::to_string(static_cast<int>(value.number_value()));
    if (Has(name)) LeaveOut(std::string("option ") + name + " that is no text");
    return "";
  }
  bool Flag(const char* name) const { return Get(name).bool_value(); }

 private:
  const Struct& of_;
};

// `text`, or `html` that is a text as well.
std::string TextOf(const Options& options) {
  if (!options.Has("html")) return options.Text("text");
  std::string html = options.Text("html");
  if (html.find('<') != std::string::npos) LeaveOut("markup where ours is text");
  for (const auto& [entity, character] : {std::pair{"&lt;", "<"}, std::pair{"&amp;", "&"}}) {
    const size_t at = html.find(entity);
    if (at != std::string::npos) html.replace(at, std::string_view(entity).size(), character);
  }
  return html;
}

// An option that is a text or an object with one.
std::string TextOf(const Value& value) {
  if (value.has_string_value()) return value.string_value();
  if (value.bool_value()) LeaveOut("an error without text");
  if (!value.has_struct_value()) return "";
  return TextOf(Options(value.struct_value(), {"text", "html"}));
}

struct HeldLabel {
  std::string text;
  std::string size;
  bool is_heading = false;
  Label get() const { return {text, size, is_heading}; }
};

HeldLabel LabelOf(const Value& value) {
  if (value.has_string_value()) return {value.string_value(), "", false};
  const Options label(value.struct_value(),
                      {"text", "html", "size", "heading", "isPageHeading", "classes"});
  HeldLabel held{TextOf(label), label.Text("size"), label.Flag("isPageHeading")};
  const std::string classes = label.Text("classes"), size_class = "nhsuk-label--";
  if (classes.rfind(size_class, 0) == 0) {
    held.size = classes.substr(size_class.size());
  } else if (label.Has("classes")) {
    LeaveOut("option classes");
  }
  if (label.Has("heading")) {
    held.is_heading = true;
    if (label.Get("heading").has_string_value()) {
      held.text = label.Text("heading");
    } else {
      const Options heading(label.Get("heading").struct_value(), {"text", "size", "level"});
      if (heading.Has("text")) held.text = heading.Text("text");
      if (heading.Has("size")) held.size = heading.Text("size");
      if (heading.Has("level") && heading.Text("level") != "1") LeaveOut("heading.level");
    }
  }
  if (held.size == "s" || held.size == "m" || held.size == "l" || held.size == "xl" ||
      held.size.empty()) {
    return held;
  }
  LeaveOut("size");
  return held;
}

// What all controls have, kept alive.
struct HeldControl {
  explicit HeldControl(const Options& options)
      : name(options.Text("name")),
        id(options.Has("id") ? options.Text("id") : name),
        label(LabelOf(options.Get("label"))),
        hint(TextOf(options.Get("hint"))),
        error(TextOf(options.Get("errorMessage"))) {}
  Control get() const { return {&kEnglishTexts, id, name, label.get(), hint, error}; }

  std::string name;
  std::string id;
  HeldLabel label;
  std::string hint;
  std::string error;
};

std::string InputHtml(const Struct& of) {
  const Options options(of, {"label", "hint", "errorMessage", "id", "name", "value", "type",
                             "classes", "autocomplete", "spellcheck", "width", "code"});
  const HeldControl control(options);
  const std::string value = options.Text("value"), autocomplete = options.Text("autocomplete"),
                    type = options.Has("type") ? options.Text("type") : "text";
  std::string classes = options.Text("classes");
  const bool has_width = classes.find("nhsuk-input--width-") != std::string::npos;
  if (options.Has("width") && !has_width) {
    classes =
        "nhsuk-input--width-" + options.Text("width") + (classes.empty() ? "" : " ") + classes;
  }
  if (options.Flag("code")) classes = "nhsuk-input--code " + classes;
  std::string html;
  TextInput input;
  input.control = control.get();
  input.value = value;
  input.type = type;
  input.classes = classes;
  input.autocomplete = autocomplete;
  input.spellcheck_off = options.Has("spellcheck");
  if (options.Flag("spellcheck")) LeaveOut("spellcheck true");
  AppendTextInput(input, html);
  return html;
}

std::string TextAreaHtml(const Struct& of) {
  const Options options(of, {"label", "hint", "errorMessage", "id", "name", "value", "rows",
                             "autocomplete", "maxlength"});
  const HeldControl control(options);
  const std::string value = options.Text("value"), autocomplete = options.Text("autocomplete");
  TextArea area;
  area.control = control.get();
  area.value = value;
  area.autocomplete = autocomplete;
  if (options.Has("rows")) area.rows = static_cast<uint32_t>(options.Get("rows").number_value());
  if (options.Has("maxlength")) {
    area.max_length_characters = static_cast<uint32_t>(options.Get("maxlength").number_value());
  }
  std::string html;
  AppendTextArea(area, html);
  return html;
}

std::string CharacterCountHtml(const Struct& of) {
  if (of.fields().count("maxlength") == 0) LeaveOut("no maxlength");
  return TextAreaHtml(of);
}

std::string ChoicesHtml(const Struct& of, ChoiceKind kind) {
  const Options options(of, {"fieldset", "hint", "errorMessage", "idPrefix", "name", "items",
                             "inline", "value", "values"});
  const Value& fieldset = options.Get("fieldset");
  HeldLabel legend;
  if (fieldset.has_struct_value()) {
    legend = LabelOf(Options(fieldset.struct_value(), {"legend"}).Get("legend"));
  }
  const std::string name = options.Text("name"), hint = TextOf(options.Get("hint")),
                    error = TextOf(options.Get("errorMessage")),
                    prefix = options.Has("idPrefix") ? options.Text("idPrefix") : name;
  std::set<std::string> checked;
  if (options.Has("value")) checked.insert(options.Text("value"));
  for (const Value& value : options.Get("values").list_value().values()) {
    checked.insert(value.string_value());
  }
  struct Held {
    std::string value, label, hint, id, name;
    bool checked;
  };
  std::vector<Held> held;
  for (const Value& value : options.Get("items").list_value().values()) {
    const Options item(value.struct_value(), {"value", "text", "hint", "checked", "id", "name"});
    const bool chosen =
        item.Has("checked") ? item.Flag("checked") : checked.count(item.Text("value")) > 0;
    held.push_back({item.Text("value"), item.Text("text"), TextOf(item.Get("hint")),
                    item.Text("id"), item.Text("name"), chosen});
  }
  ChoiceGroup group;
  group.control = {&kEnglishTexts, prefix, name, legend.get(), hint, error};
  group.kind = kind;
  group.is_inline = options.Flag("inline");
  for (const Held& item : held) {
    group.items.push_back({item.value, item.label, item.hint, item.checked, item.id, item.name});
  }
  std::string html;
  AppendChoiceGroup(group, html);
  return html;
}

std::string SelectHtml(const Struct& of) {
  const Options options(of, {"label", "hint", "errorMessage", "id", "name", "items", "value"});
  const HeldControl control(options);
  const std::string chosen = options.Text("value");
  std::string selected = chosen;
  std::vector<std::pair<std::string, std::string>> held;
  for (const Value& value : options.Get("items").list_value().values()) {
    const Options item(value.struct_value(), {"value", "text", "selected"});
    if (!item.Has("value")) LeaveOut("item without value");
    if (item.Flag("selected")) selected = item.Text("value");
    held.emplace_back(item.Text("value"), item.Text("text"));
  }
  Select select;
  select.control = control.get();
  select.value = selected;
  for (const auto& [value, label] : held) select.items.push_back({value, label, ""});
  std::string html;
  AppendSelect(select, html);
  return html;
}

std::string ErrorSummaryHtml(const Struct& of) {
  const Options options(of, {"heading", "errorList"});
  if (TextOf(options.Get("heading")) != "There is a problem") LeaveOut("heading");
  std::vector<std::pair<std::string, std::string>> held;
  for (const Value& value : options.Get("errorList").list_value().values()) {
    if (!value.has_struct_value()) continue;
    const Options item(value.struct_value(), {"href", "text"});
    const std::string href = item.Text("href");
    held.emplace_back(href.empty() ? "" : href.substr(1), item.Text("text"));
  }
  std::vector<ErrorLink> links;
  for (const auto& [id, text] : held) links.push_back({id, text});
  std::string html;
  AppendErrorSummary(kEnglishTexts, "", links, html);
  return html;
}

std::string ButtonHtml(const Struct& of) {
  const Options options(of, {"text", "variant", "small", "preventDoubleClick"});
  const std::string text = options.Text("text"), variant = options.Text("variant");
  Button button;
  button.text = text;
  button.variant = variant;
  button.small = options.Flag("small");
  button.prevent_double_click = options.Flag("preventDoubleClick");
  if (options.Has("preventDoubleClick") && !options.Flag("preventDoubleClick")) {
    LeaveOut("preventDoubleClick false");
  }
  std::string html;
  AppendButton(button, html);
  return html;
}

// What a row's button "Change" names to those who can't see the row; empty: the row has none.
std::string ChangeOf(const Value& value) {
  const Value* items = &value;
  if (value.has_struct_value()) {
    items = &Options(value.struct_value(), {"items"}).Get("items");
  }
  if (items->list_value().values().empty()) return "";
  if (items->list_value().values_size() > 1) LeaveOut("several actions in a row");
  const Options action(items->list_value().values(0).struct_value(),
                       {"type", "text", "visuallyHiddenText", "href"});
  if (action.Has("href")) LeaveOut("an action that is a link");
  if (action.Text("text") != "Change") LeaveOut("an action other than \"Change\"");
  return action.Text("visuallyHiddenText");
}

struct HeldRow {
  std::string key;
  std::string answer_html;
  std::string change;
};

std::string SummaryListHtml(const Struct& of) {
  const Options options(of, {"rows"});
  std::vector<HeldRow> held;
  for (const Value& value : options.Get("rows").list_value().values()) {
    const Options row(value.struct_value(), {"key", "value", "actions"});
    const Value& answer = row.Get("value");
    std::string answer_html = Escaped(answer.has_string_value() ? answer.string_value() : "");
    if (answer.has_struct_value()) {
      const Options both(answer.struct_value(), {"text", "html"});
      answer_html = both.Has("html") ? both.Text("html") : Escaped(both.Text("text"));
    }
    held.push_back({TextOf(row.Get("key")), answer_html, ChangeOf(row.Get("actions"))});
  }
  std::vector<SummaryRow> rows;
  for (const HeldRow& row : held) {
    rows.push_back({row.key, row.answer_html, row.change.empty() ? "" : "change", {}, row.change});
  }
  std::string html;
  AppendSummaryList(kEnglishTexts, rows, html);
  return html;
}

std::string PanelHtml(const Struct& of) {
  const Options options(of, {"heading", "text", "html"});
  const Options heading(options.Get("heading").struct_value(), {"text", "level"});
  if (heading.Has("level") && heading.Text("level") != "1") LeaveOut("heading.level");
  const std::string body =
      options.Has("html") ? options.Text("html") : Escaped(options.Text("text"));
  std::string html;
  AppendPanel(
      options.Get("heading").has_string_value() ? options.Text("heading") : heading.Text("text"),
      body, html);
  return html;
}

std::string InsetTextHtml(const Struct& of) {
  const Options options(of, {"text", "html"});
  std::string html;
  AppendInsetText(
      kEnglishTexts,
      options.Has("html") ? options.Text("html") : "<p>" + Escaped(options.Text("text")) + "</p>",
      html);
  return html;
}

std::string WarningCalloutHtml(const Struct& of) {
  const Options options(of, {"heading", "text"});
  const std::string heading = TextOf(options.Get("heading"));
  if (heading.empty() || heading == "Important")
    LeaveOut("the heading \"Important\", which ours never has");
  std::string html;
  AppendWarningCallout(kEnglishTexts, "", 3, heading, {options.Text("text")}, html);
  return html;
}

std::string BackLinkHtml(const Struct& of) {
  const Options options(of, {"text", "href", "type"});
  if (options.Text("text") != "Back") LeaveOut("a text other than \"Back\"");
  std::string html;
  if (options.Has("type")) {
    AppendBackButton(kEnglishTexts, "form", html);
  } else {
    AppendBackLink(kEnglishTexts, options.Text("href"), html);
  }
  return html;
}

std::string LabelHtml(const Struct& of) {
  Value value;
  *value.mutable_struct_value() = of;
  const HeldLabel label = LabelOf(value);
  std::string html;
  AppendLabel(label.get(), "", html);
  return html;
}

std::string FieldsetHtml(const Struct& of) {
  const Options options(of, {"legend"});
  const HeldLabel legend = LabelOf(options.Get("legend"));
  std::string html;
  AppendFieldset({.legend = legend.get(), .described_by = {}, .id = {}}, html);
  return html + std::string(kFieldsetEnd);
}

std::string HintHtml(const Struct& of) {
  std::string html;
  AppendHint(TextOf(Options(of, {"text", "html"})), "", html);
  return html;
}

std::string ErrorMessageHtml(const Struct& of) {
  const Options options(of, {"text", "html", "visuallyHiddenText"});
  const bool is_welsh = options.Text("visuallyHiddenText") == "Gwall";
  if (options.Has("visuallyHiddenText") && !is_welsh) LeaveOut("option visuallyHiddenText");
  std::string html;
  AppendErrorMessage(is_welsh ? kWelshTexts : kEnglishTexts, TextOf(options), "", html);
  return html;
}

struct HeldPart {
  std::string name, label, value, autocomplete;
  bool wrong = false;
};

// Day, month and year; one that is false is left out.
std::vector<HeldPart> DatePartsOf(const Options& options) {
  const Options values(options.Get("values").struct_value(), {"day", "month", "year"});
  std::vector<HeldPart> parts;
  bool any_wrong = false;
  for (const char* name : {"day", "month", "year"}) {
    const Value& given = options.Get(name);
    if (given.has_bool_value() && !given.bool_value()) continue;
    const Options part(given.struct_value(), {"value", "error", "label", "autocomplete"});
    HeldPart held;
    held.name = name;
    held.label = part.Has("label") ? part.Text("label") : name;
    if (!part.Has("label")) held.label[0] = static_cast<char>(held.label[0] - 'a' + 'A');
    held.value = part.Has("value") ? part.Text("value") : values.Text(name);
    held.autocomplete = part.Text("autocomplete");
    held.wrong = part.Flag("error");
    any_wrong = any_wrong || held.wrong;
    parts.push_back(held);
  }
  const bool has_error = options.Has("errorMessage");
  if (any_wrong && !has_error) LeaveOut("a wrong part without a message");
  for (HeldPart& part : parts) part.wrong = part.wrong || (has_error && !any_wrong);
  return parts;
}

std::string DateInputHtml(const Struct& of) {
  const Options options(
      of, {"fieldset", "hint", "errorMessage", "id", "day", "month", "year", "values"});
  const std::string id = options.Text("id"), hint = TextOf(options.Get("hint")),
                    error = TextOf(options.Get("errorMessage"));
  const Value& fieldset = options.Get("fieldset");
  const HeldLabel legend = LabelOf(Options(fieldset.struct_value(), {"legend"}).Get("legend"));
  const std::vector<HeldPart> held = DatePartsOf(options);
  DateInput input;
  input.control = {&kEnglishTexts, id, id, legend.get(), hint, error};
  for (const HeldPart& part : held) {
    input.parts.push_back({part.name, part.label, part.value, part.name == "year" ? "4" : "2",
                           part.autocomplete, part.wrong});
  }
  std::string html;
  AppendDateInput(input, html);
  return html;
}

// The tag of a status that our lists have.
TaskStatusText StatusOf(const Value& value) {
  const Options status(value.struct_value(), {"tag"});
  const Options tag(status.Get("tag").struct_value(), {"text", "colour", "border", "classes"});
  const std::string text = tag.Text("text");
  if (text == "Completed") return {Text::kCompleted, "no-colour"};
  if (text == "Incomplete") return {Text::kIncomplete, "blue"};
  if (text == "Cannot start yet") return {Text::kCannotStartYet, "no-colour"};
  LeaveOut("status \"" + text + "\"");
  return {};
}

// A task with a hint, which ours never has, is taken out of both sides.
std::string TaskListHtml(const Struct& of) {
  const Options options(of, {"idPrefix", "items"});
  struct Held {
    std::string id, title, action;
    TaskStatusText status;
  };
  std::vector<Held> held;
  size_t position = 0;
  for (const Value& value : options.Get("items").list_value().values()) {
    ++position;
    if (!value.has_struct_value()) continue;
    const Options item(value.struct_value(), {"heading", "title", "href", "status", "hint"});
    if (item.Has("hint")) continue;
    held.push_back({std::to_string(position),
                    TextOf(item.Has("heading") ? item.Get("heading") : item.Get("title")),
                    item.Text("href"), StatusOf(item.Get("status"))});
  }
  std::vector<Task> tasks;
  for (const Held& task : held) tasks.push_back({task.id, task.title, task.status, task.action});
  std::string html;
  AppendTaskList(kEnglishTexts, tasks, html);
  return html;
}

struct Component {
  std::string_view name;
  std::string (*html)(const Struct&);
};

constexpr Component kComponents[] = {
    {"back-link", BackLinkHtml},
    {"button", ButtonHtml},
    {"character-count", CharacterCountHtml},
    {"checkboxes", [](const Struct& of) { return ChoicesHtml(of, ChoiceKind::kCheckboxes); }},
    {"date-input", DateInputHtml},
    {"error-message", ErrorMessageHtml},
    {"error-summary", ErrorSummaryHtml},
    {"fieldset", FieldsetHtml},
    {"hint", HintHtml},
    {"input", InputHtml},
    {"inset-text", InsetTextHtml},
    {"label", LabelHtml},
    {"panel", PanelHtml},
    {"radios", [](const Struct& of) { return ChoicesHtml(of, ChoiceKind::kRadios); }},
    {"select", SelectHtml},
    {"summary-list", SummaryListHtml},
    {"task-list", TaskListHtml},
    {"textarea", TextAreaHtml},
    {"warning-callout", WarningCalloutHtml},
};

}  // namespace

Rendering RenderFixture(std::string_view component, const Struct& options) {
  left_out.clear();
  for (const Component& known : kComponents) {
    if (known.name != component) continue;
    std::string html = known.html(options);
    return {std::move(html), left_out};
  }
  return {"", "no such component here"};
}

}  // namespace muster::form
