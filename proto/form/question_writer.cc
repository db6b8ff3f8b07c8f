#include "proto/form/question_writer.h"

#include <algorithm>
#include <utility>

#include "muster/v1/question.pb.h"
#include "proto/form/components.h"
#include "proto/form/kind.h"
#include "proto/form/parts.h"
#include "proto/form/path.h"
#include "proto/form/postal_address.h"
#include "proto/form/question.h"
#include "proto/form/route.h"
#include "proto/form/text.h"
#include "proto/form/text_input.h"

namespace muster::form {
namespace {

// From this limit on a text area is taller.
constexpr uint32_t kLongTextCharacters = 2000;

bool IsBox(const Item& item) {
  return item.question == nullptr && item.field->widget == Widget::kCheckbox;
}

class QuestionWriter {
 public:
  QuestionWriter(const PageView& view, const Step& step, bool single)
      : view_(view),
        texts_(*view.form->texts),
        foreign_(ForeignLanguage(*view.form, *view.context)),
        step_(step),
        single_(single) {}

  const std::string& heading() const { return heading_; }

  void AppendItems(const std::vector<Item>& items, std::string& html) {
    for (size_t i = 0; i < items.size();) {
      size_t end = i + 1;
      if (IsBox(items[i])) {
        while (end < items.size() && IsSameQuestion(items[i], items[end])) ++end;
        AppendBoxes(items, i, end, html);
      } else {
        AppendItem(items[i], html);
      }
      i = end;
    }
  }

 private:
  Label LabelFor(const Item& item, std::string& text) {
    text = item.question != nullptr ? item.question->label()
                                    : std::string(LabelOf(*item.field, *view_.context));
    if (single_) heading_ = text;
    return {.text = text,
            .size = single_ ? "l" : "s",
            .is_heading = single_,
            .lang = item.question != nullptr ? foreign_ : std::string_view(),
            .around = item.optional ? texts_[Text::kOptional] : std::string_view()};
  }

  // The help under a label; on a page with one question, the page's introduction as well.
  std::string HintFor(const Item& item) const {
    std::string hint =
        item.question != nullptr ? item.question->hint() : std::string(item.field->hint);
    const bool own_page = item.question != nullptr && HasOwnPage(*item.question);
    return own_page ? hint : WithIntroduction(std::move(hint));
  }

  std::string WithIntroduction(std::string hint) const {
    if (!single_) return hint;
    std::string all;
    for (const std::string_view paragraph : step_.introduction) {
      Append(all, all.empty() ? "" : " ", paragraph);
    }
    Append(all, all.empty() || hint.empty() ? "" : " ", hint);
    return all;
  }

  void AppendItem(const Item& item, std::string& html) {
    if (item.question != nullptr) return AppendByWidget(item, WidgetOf(*item.question), html);
    if (IsRepeatedGroup(item)) return AppendRepeatedGroup(item, html);
    if (item.field->type == Type::kMessage) return AppendGroup(item, html);
    AppendByWidget(item, item.field->widget, html);
  }

  // Texts one after another.
  static bool IsTextList(const Item& item) {
    if (item.question != nullptr) return MostAnswers(*item.question) > 1;
    return item.field->repeated && item.field->widget != Widget::kCheckboxes;
  }

  void AppendByWidget(const Item& item, Widget widget, std::string& html) {
    std::string label;
    const Label shown = LabelFor(item, label);
    const std::string id = ElementId(item.path);
    const std::string hint = HintFor(item);
    const Control control = {&texts_,   id, item.path, shown, hint, ErrorAt(view_, item.path),
                             shown.lang};
    if (IsTextList(item)) return AppendTextList(item, widget, control, html);
    switch (widget) {
      case Widget::kLongText:
        return AppendLongText(item, control, html);
      case Widget::kRadios:
      case Widget::kCheckboxes:
        return AppendChoices(item, widget, control, html);
      case Widget::kSelect:
        return AppendSelectFor(item, control, html);
      case Widget::kDate:
        return AppendDate(item, control, html);
      case Widget::kAddress:
        return AppendAddress(item, control, html);
      default:
        return AppendText(item, widget, control, html);
    }
  }

  void AppendText(const Item& item, Widget widget, const Control& control, std::string& html) {
    TextInput input = InputFor(widget, LimitsFor(item));
    input.control = control;
    input.value = view_.answers->Get(item.path);
    if (item.question == nullptr) input.autocomplete = item.field->autocomplete;
    AppendTextInput(input, html);
  }

  void AppendLongText(const Item& item, const Control& control, std::string& html) {
    const Limits limits = LimitsFor(item);
    TextArea area;
    area.control = control;
    area.value = view_.answers->Get(item.path);
    if (limits.characters >= kLongTextCharacters) area.rows = 8;
    area.counts_words = limits.words > 0;
    area.max_length_characters = area.counts_words ? limits.words : limits.characters;
    AppendTextArea(area, html);
  }

  static Limits LimitsFor(const Item& item) {
    return item.question != nullptr ? LimitsOf(*item.question) : LimitsOf(*item.field);
  }

  // The parts to blame are those that the kind blames, or all.
  void AppendDate(const Item& item, const Control& control, std::string& html) {
    const std::string text = Normalised(Widget::kDate, view_.answers->Get(item.path));
    uint32_t wrong = 0;
    if (!control.error.empty()) {
      if (!text.empty()) wrong = Check(Widget::kDate, text, LimitsFor(item)).parts;
      if (wrong == 0) wrong = 7;
    }
    DateInput input;
    input.control = control;
    for (const std::string_view name : PartNames(Widget::kDate)) {
      const size_t i = input.parts.size();
      DatePart& part = input.parts.emplace_back();
      part.name = name;
      part.label = PartLabel(Text::kDay, i);
      part.value = view_.answers->Get(Joined(item.path, ".", name));
      part.width = i == 2 ? "4" : "2";
      part.wrong = (wrong >> i & 1) != 0;
    }
    AppendDateInput(input, html);
  }

  // Each line has its own error.
  void AppendAddress(const Item& item, Control control, std::string& html) {
    control.error = {};
    AppendAbove(control, Caption::kLegend, html);
    const std::span<const std::string_view> names = PartNames(Widget::kAddress);
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string path = Joined(item.path, ".", names[i]);
      const std::string id = ElementId(path);
      TextInput input;
      input.control = {&texts_, id, path, {}, {}, ErrorAtControl(id)};
      input.control.label.text = PartLabel(Text::kAddressLine1, i);
      if (MayBeBlankLine(i)) input.control.label.around = texts_[Text::kOptional];
      input.value = view_.answers->Get(path);
      if (i + 1 == names.size()) input.classes = "nhsuk-input--width-10";
      AppendTextInput(input, html);
    }
    Append(html, kFieldsetEnd, "</div>");
  }

  std::string_view ErrorAtControl(std::string_view id) const {
    for (const FieldError& error : view_.errors) {
      if (error.element_id == id) return error.text;
    }
    return {};
  }

  // Of part `part` of the kind whose first part has the label `first`.
  std::string_view PartLabel(Text first, size_t part) const {
    return texts_[static_cast<Text>(static_cast<size_t>(first) + part)];
  }

  void AppendChoices(const Item& item, Widget widget, const Control& control, std::string& html) {
    ChoiceGroup group;
    group.control = control;
    group.kind = widget == Widget::kRadios ? ChoiceKind::kRadios : ChoiceKind::kCheckboxes;
    for (const Option& option : OptionsFor(item)) {
      ChoiceItem& choice = group.items.emplace_back();
      choice.value = option.value;
      choice.label = option.label;
      choice.hint = option.hint;
      choice.lang = option.lang;
      choice.checked = view_.answers->Has(item.path, option.value);
      choice.exclusive = option.exclusive;
    }
    AppendChoiceGroup(group, html);
  }

  // In the organiser's language where the choices are theirs.
  std::vector<Option> OptionsFor(const Item& item) const {
    const bool is_theirs = item.question != nullptr ? item.question->choices_size() > 0
                                                    : !item.field->choices_from.empty();
    std::vector<Option> options = item.question != nullptr ? OptionsOf(*item.question, texts_)
                                                           : OptionsOf(*item.field, *view_.context);
    for (Option& option : options) {
      if (is_theirs) option.lang = foreign_;
    }
    return options;
  }

  void AppendSelectFor(const Item& item, const Control& control, std::string& html) {
    Select select;
    select.control = control;
    select.value = view_.answers->Get(item.path);
    select.items = OptionsFor(item);
    select.items.insert(select.items.begin(), {"", texts_[Text::kSelectAnOption], ""});
    AppendSelect(select, html);
  }

  // Boxes [begin, end) under one legend; a box of no group stands alone.
  void AppendBoxes(const std::vector<Item>& items, size_t begin, size_t end, std::string& html) {
    const Field* of = items[begin].group;
    const std::string_view first_path = items[begin].path;
    const std::string id = of == nullptr ? ElementId(first_path)
                                         : ElementId(first_path.substr(0, first_path.rfind('.')));
    const std::string hint = WithIntroduction(of == nullptr ? "" : std::string(of->hint));
    ChoiceGroup group;
    group.kind = ChoiceKind::kCheckboxes;
    group.control = {&texts_, id, {}, {}, hint, {}};
    if (of != nullptr) {
      group.control.label = {of->label, single_ ? "l" : "m", single_};
      if (single_) heading_ = of->label;
    } else if (single_) {
      group.control.label = {step_.title, "l", true};
      heading_ = step_.title;
    }
    // The items are views of these.
    std::vector<std::string> ids;
    ids.reserve(end - begin);
    for (size_t i = begin; i < end; ++i) {
      const Item& item = items[i];
      if (group.control.error.empty()) group.control.error = ErrorAt(view_, item.path);
      ChoiceItem& box = group.items.emplace_back();
      box.value = "true";
      box.label = LabelOf(*item.field, *view_.context);
      box.hint = item.field->hint;
      if (!item.field->label_from.empty()) box.lang = foreign_;
      box.checked = view_.answers->Has(item.path, "true");
      box.id = ids.emplace_back(ElementId(item.path));
      box.name = item.path;
    }
    AppendChoiceGroup(group, html);
  }

  std::vector<Item> ItemsIn(const Field& field, const std::string& path) const {
    std::vector<Item> items;
    for (const Field& child : field.message->fields) {
      if (child.widget == Widget::kHidden) continue;
      items.push_back({FieldPathIn(path, child.name), &child, &field, nullptr,
                       !child.required && child.min_items == 0});
    }
    return items;
  }

  void AppendGroup(const Item& item, std::string& html) {
    AppendFieldset({.legend = {item.field->label, "s", false}, .described_by = {}, .id = {}}, html);
    AppendItems(ItemsIn(*item.field, item.path), html);
    html += kFieldsetEnd;
  }

  void AppendListError(const Item& item, std::string& html) {
    const std::string_view error = ErrorAt(view_, item.path);
    if (!error.empty()) AppendErrorMessage(texts_, error, ElementId(item.path) + "-error", html);
  }

  // "Remove example 2", "Add another example".
  void AppendRemove(const Item& item, size_t index, const std::string& noun, std::string& html) {
    AppendButton({.text = texts_[Text::kRemove],
                  .name = kPostedAction,
                  .value = Joined("remove:", EntryPath(item.path, index)),
                  .id = {},
                  .variant = "secondary",
                  .small = true,
                  .visually_hidden_text = Joined(noun, " ", NumberText(index + 1))},
                 html);
  }

  void AppendAdd(const Item& item, size_t count, const std::string& noun, std::string& html) {
    const size_t most =
        item.question != nullptr ? MostAnswers(*item.question) : item.field->max_items;
    if (most > 0 && count >= most) return;
    AppendButton({.text = Filled(texts_[Text::kAddAnother], {noun}),
                  .name = kPostedAction,
                  .value = Joined("add:", item.path),
                  .id = ElementId(item.path) + "-add",
                  .variant = "secondary",
                  .small = item.question != nullptr || item.field->type != Type::kMessage,
                  .visually_hidden_text = {}},
                 html);
  }

  std::string NounFor(const Item& item) const {
    if (item.question != nullptr) return std::string(texts_[Text::kAnswer]);
    const Field& field = *item.field;
    return field.item_noun.empty() ? WithLowerCaseStart(field.short_label)
                                   : std::string(field.item_noun);
  }

  void AppendRepeatedGroup(const Item& item, std::string& html) {
    if (item.field->label != step_.title) AppendHeading(2, "m", item.field->label, html);
    AppendListError(item, html);
    const std::string noun = NounFor(item);
    const size_t count = view_.answers->Count(item.path);
    for (size_t i = 0; i < count; ++i) {
      const std::string entry = EntryPath(item.path, i);
      const std::string legend = Joined(WithUpperCaseStart(noun), " ", NumberText(i + 1));
      html += "<div class=\"nhsuk-form-group\">";
      AppendFieldset({.legend = {legend, "m", false}, .described_by = {}, .id = ElementId(entry)},
                     html);
      AppendItems(ItemsIn(*item.field, entry), html);
      if (count > 1) AppendRemove(item, i, noun, html);
      Append(html, kFieldsetEnd, "</div>");
    }
    AppendAdd(item, count, noun, html);
  }

  // A list of one-line texts.
  void AppendTextList(const Item& item, Widget widget, const Control& control, std::string& html) {
    AppendAbove(control, Caption::kLegend, html);
    const std::string noun = NounFor(item);
    const size_t count = std::max<size_t>(1, view_.answers->Count(item.path));
    for (size_t i = 0; i < count; ++i) {
      const std::string path = EntryPath(item.path, i);
      const std::string entry_id = ElementId(path);
      const std::string entry_label = Joined(WithUpperCaseStart(noun), " ", NumberText(i + 1));
      TextInput input = InputFor(widget, LimitsFor(item));
      input.control = {
          &texts_, entry_id, path, {.text = entry_label, .size = {}}, {}, ErrorAt(view_, path)};
      input.value = view_.answers->Get(path);
      AppendTextInput(input, html);
      if (count > 1) AppendRemove(item, i, noun, html);
    }
    AppendAdd(item, count, noun, html);
    Append(html, kFieldsetEnd, "</div>");
  }

  const PageView& view_;
  const Texts& texts_;
  // Of the organiser's texts; empty if it is the page's.
  const std::string_view foreign_;
  const Step& step_;
  const bool single_;
  std::string heading_;
};

}  // namespace

bool IsRepeatedGroup(const Item& item) {
  return item.question == nullptr && item.field->type == Type::kMessage && item.field->repeated;
}

bool IsSameQuestion(const Item& a, const Item& b) {
  return IsBox(a) && IsBox(b) && a.group != nullptr && a.group == b.group;
}

std::string AppendQuestions(const PageView& view, const Step& step, const std::vector<Item>& items,
                            bool single, std::string& html) {
  QuestionWriter writer(view, step, single);
  writer.AppendItems(items, html);
  return writer.heading();
}

std::string_view ErrorAt(const PageView& view, std::string_view path) {
  for (const FieldError& error : view.errors) {
    if (error.path == path) return error.text;
  }
  return {};
}

}  // namespace muster::form
