// The renderer against nhsuk-frontend's own fixtures: for the same options, the same markup. A
// fixture with an option that no form here uses is left out, and the output says which option that
// is.
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#include "proto/form/components.h"
#include "proto/form/html.h"

namespace muster::form {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

constexpr char kFolder[] = "web/node_modules/nhsuk-frontend/dist/nhsuk/components/";

// Why a fixture is left out; empty while it is not.
thread_local std::string unused_option;

// The options of a component. An option that is not asked for by name is one that is not used.
class Options {
 public:
  Options(const Struct& of, std::set<std::string> known) : of_(of) {
    for (const auto& [name, value] : of.fields()) {
      if (known.count(name) == 0) unused_option = name;
    }
  }

  bool Has(const char* name) const { return of_.fields().count(name) > 0; }
  const Value& Get(const char* name) const {
    static const Value kNone;
    const auto found = of_.fields().find(name);
    return found == of_.fields().end() ? kNone : found->second;
  }
  std::string Text(const char* name) const {
    const Value& value = Get(name);
    if (value.has_string_value()) return value.string_value();
    if (value.has_number_value()) return std::to_string(static_cast<int>(value.number_value()));
    if (Has(name)) unused_option = std::string(name) + " that is no text";
    return "";
  }
  bool Flag(const char* name) const { return Get(name).bool_value(); }

 private:
  const Struct& of_;
};

// An option that is a text or an object with `text`.
std::string TextOf(const Value& value) {
  if (value.has_string_value()) return value.string_value();
  if (value.bool_value()) unused_option = "an error without text";
  if (!value.has_struct_value()) return "";
  return Options(value.struct_value(), {"text"}).Text("text");
}

struct HeldLabel {
  std::string text;
  std::string size;
  bool is_heading = false;
  Label get() const { return {text, size, is_heading}; }
};

HeldLabel LabelOf(const Value& value) {
  if (value.has_string_value()) return {value.string_value(), "", false};
  const Options label(value.struct_value(), {"text", "size", "heading", "isPageHeading"});
  HeldLabel held{label.Text("text"), label.Text("size"), label.Flag("isPageHeading")};
  if (label.Has("heading")) {
    held.is_heading = true;
    if (label.Get("heading").has_string_value()) {
      held.text = label.Text("heading");
    } else {
      const Options heading(label.Get("heading").struct_value(), {"text", "size", "level"});
      if (heading.Has("text")) held.text = heading.Text("text");
      if (heading.Has("size")) held.size = heading.Text("size");
      if (heading.Has("level") && heading.Text("level") != "1") unused_option = "heading.level";
    }
  }
  if (held.size == "s" || held.size == "m" || held.size == "l" || held.size == "xl" ||
      held.size.empty()) {
    return held;
  }
  unused_option = "size";
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
  Control get() const { return {id, name, label.get(), hint, error}; }

  std::string name;
  std::string id;
  HeldLabel label;
  std::string hint;
  std::string error;
};

std::string InputHtml(const Struct& of) {
  const Options options(of, {"label", "hint", "errorMessage", "id", "name", "value", "type",
                             "classes", "autocomplete", "spellcheck"});
  const HeldControl control(options);
  const std::string value = options.Text("value"), classes = options.Text("classes"),
                    autocomplete = options.Text("autocomplete"),
                    type = options.Has("type") ? options.Text("type") : "text";
  std::string html;
  TextInput input;
  input.control = control.get();
  input.value = value;
  input.type = type;
  input.classes = classes;
  input.autocomplete = autocomplete;
  input.spellcheck_off = options.Has("spellcheck");
  if (options.Flag("spellcheck")) unused_option = "spellcheck true";
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
  if (of.fields().count("maxlength") == 0) unused_option = "no maxlength";
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
  group.kind = kind;
  group.id_prefix = prefix;
  group.name = name;
  group.legend = legend.get();
  group.hint = hint;
  group.error = error;
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
    if (!item.Has("value")) unused_option = "item without value";
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
  if (TextOf(options.Get("heading")) != "There is a problem") unused_option = "heading";
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
  AppendErrorSummary("", links, html);
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
    unused_option = "preventDoubleClick false";
  }
  std::string html;
  AppendButton(button, html);
  return html;
}

std::string SummaryListHtml(const Struct& of) {
  const Options options(of, {"rows"});
  std::vector<std::pair<std::string, std::string>> held;
  for (const Value& value : options.Get("rows").list_value().values()) {
    const Options row(value.struct_value(), {"key", "value"});
    const Value& answer = row.Get("value");
    std::string answer_html = Escaped(answer.has_string_value() ? answer.string_value() : "");
    if (answer.has_struct_value()) {
      const Options both(answer.struct_value(), {"text", "html"});
      answer_html = both.Has("html") ? both.Text("html") : Escaped(both.Text("text"));
    }
    held.emplace_back(TextOf(row.Get("key")), answer_html);
  }
  std::vector<SummaryRow> rows;
  for (const auto& [key, answer] : held) rows.push_back({key, answer, {}, {}, {}});
  std::string html;
  AppendSummaryList(rows, html);
  return html;
}

std::string PanelHtml(const Struct& of) {
  const Options options(of, {"heading", "text"});
  std::string html;
  AppendPanel(TextOf(options.Get("heading")), Escaped(options.Text("text")), html);
  return html;
}

std::string InsetTextHtml(const Struct& of) {
  const Options options(of, {"text"});
  std::string html;
  AppendInsetText("<p>" + Escaped(options.Text("text")) + "</p>", html);
  return html;
}

std::string WarningCalloutHtml(const Struct& of) {
  const Options options(of, {"heading", "text"});
  const std::string heading = TextOf(options.Get("heading"));
  if (heading.empty() || heading == "Important") unused_option = "the heading \"Important\"";
  std::string html;
  AppendWarningCallout("", 3, heading, {options.Text("text")}, html);
  return html;
}

std::string BackLinkHtml(const Struct& of) {
  const Options options(of, {"text", "href"});
  if (options.Text("text") != "Back" || !options.Has("href")) unused_option = "text";
  std::string html;
  AppendBackLink(options.Text("href"), html);
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
  AppendHint(Options(of, {"text"}).Text("text"), "", html);
  return html;
}

std::string ErrorMessageHtml(const Struct& of) {
  std::string html;
  AppendErrorMessage(Options(of, {"text"}).Text("text"), "", html);
  return html;
}

struct Component {
  const char* name;
  std::function<std::string(const Struct&)> html;
  // Fixtures that use only options of ours; fewer means that the mapping here has rotted.
  int least;
};

const Component kComponents[] = {
    {"input", InputHtml, 10},
    {"textarea", TextAreaHtml, 10},
    {"character-count", CharacterCountHtml, 10},
    {"radios", [](const Struct& of) { return ChoicesHtml(of, ChoiceKind::kRadios); }, 10},
    {"checkboxes", [](const Struct& of) { return ChoicesHtml(of, ChoiceKind::kCheckboxes); }, 10},
    {"select", SelectHtml, 5},
    {"error-summary", ErrorSummaryHtml, 4},
    {"button", ButtonHtml, 4},
    {"summary-list", SummaryListHtml, 2},
    {"panel", PanelHtml, 1},
    {"inset-text", InsetTextHtml, 1},
    {"warning-callout", WarningCalloutHtml, 1},
    {"back-link", BackLinkHtml, 1},
    {"label", LabelHtml, 4},
    {"fieldset", FieldsetHtml, 1},
    {"hint", HintHtml, 1},
    {"error-message", ErrorMessageHtml, 1},
};

// Without the white space that only lays out the source; a label's empty `for` is none.
std::string Normalised(std::string html) {
  for (size_t at; (at = html.find(" for=\"\"")) != std::string::npos;) html.erase(at, 7);
  std::string out;
  bool space = false;
  for (const char c : html) {
    if (c == ' ' || c == '\n') {
      space = true;
      continue;
    }
    if (space && !out.empty() && out.back() != '>' && c != '<') out += ' ';
    space = false;
    out += c;
  }
  return out;
}

class NhsukTest : public testing::TestWithParam<Component> {};

TEST_P(NhsukTest, TheSameOptionsGiveTheSameMarkup) {
  const std::string name = GetParam().name;
  std::ifstream file(kFolder + name + "/fixtures.json");
  if (!file) GTEST_SKIP() << "nhsuk-frontend is not installed (server/setup/dependencies does it)";
  std::stringstream text;
  text << file.rdbuf();
  Struct fixtures;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(text.str(), &fixtures).ok());
  int compared = 0;
  std::map<std::string, int> left_out;
  for (const Value& value : fixtures.fields().at("fixtures").list_value().values()) {
    const auto& fixture = value.struct_value().fields();
    unused_option.clear();
    if (fixture.at("name").string_value().find("call block") != std::string::npos) {
      unused_option = "markup beyond the options";
    }
    const std::string html = GetParam().html(fixture.at("context").struct_value());
    if (!unused_option.empty()) {
      ++left_out[unused_option];
      continue;
    }
    ++compared;
    EXPECT_EQ(Normalised(html), Normalised(fixture.at("html").string_value()))
        << name << ": " << fixture.at("name").string_value();
  }
  printf("%s: %d compared, left out:", name.c_str(), compared);
  for (const auto& [option, count] : left_out) printf(" %d for %s;", count, option.c_str());
  printf("\n");
  EXPECT_GE(compared, GetParam().least);
}

INSTANTIATE_TEST_SUITE_P(Components, NhsukTest, testing::ValuesIn(kComponents),
                         [](const auto& info) {
                           std::string name = info.param.name;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

}  // namespace
}  // namespace muster::form
