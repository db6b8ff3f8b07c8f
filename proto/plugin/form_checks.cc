#include "proto/plugin/form_checks.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "proto/plugin/form_model.h"
#include "proto/plugin/model/facts.h"

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;

// Names of the controls of a page that are no answers: the form's (muster::form's journey.h), and
// those that the server posts along with it.
const std::set<std::string, std::less<>> kTakenNames = {
    "page", "from_check", "request_id", "draft", "action", "section_complete", "token", "wording"};

bool IsWord(std::string_view text) {
  return !text.empty() && text[0] >= 'a' && text[0] <= 'z' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

class FieldChecker {
 public:
  FieldChecker(const FieldDescriptor& field, const FieldHints& hints, const OptionReader& options,
               Diagnostics& diagnostics)
      : field_(field),
        hints_(hints),
        options_(options),
        diagnostics_(diagnostics),
        widget_(WidgetOf(field, hints)) {}

  void Check() {
    if (hints_.label.empty()) Complain("a question needs a label");
    if (field_.real_containing_oneof() != nullptr) {
      Complain("a member of a oneof can't be asked; use an enum and shown_when");
    }
    CheckWidget();
    CheckLists();
    CheckContextNames();
    CheckChoices();
    CheckWordings();
  }

 private:
  bool Is(std::string_view widget) const { return widget_ == widget; }
  bool IsType(FieldDescriptor::Type type) const { return field_.type() == type; }

  void Complain(const std::string& what) {
    diagnostics_.Error(PlaceOf(field_, {kHintsNumber}),
                       "form hints of " + field_.full_name() + ": " + what);
  }

  void CheckWidget() {
    const bool text = Is("WIDGET_TEXT") || Is("WIDGET_LONG_TEXT") || Is("WIDGET_EMAIL") ||
                      Is("WIDGET_LINK") || Is("WIDGET_TELEPHONE") || Is("WIDGET_NUMBER");
    // Their answer is a text with a line for each part, which has no entries of its own.
    const bool parts = Is("WIDGET_DATE") || Is("WIDGET_ADDRESS");
    const bool one = Is("WIDGET_RADIOS") || Is("WIDGET_SELECT");
    const bool string_or_enum =
        IsType(FieldDescriptor::TYPE_STRING) || IsType(FieldDescriptor::TYPE_ENUM);
    bool fits = false;
    if (text) fits = IsType(FieldDescriptor::TYPE_STRING);
    if (parts) fits = IsType(FieldDescriptor::TYPE_STRING) && !field_.is_repeated();
    if (Is("WIDGET_HIDDEN")) fits = IsType(FieldDescriptor::TYPE_STRING) && !field_.is_repeated();
    if (one) fits = string_or_enum && !field_.is_repeated();
    if (Is("WIDGET_CHECKBOXES")) fits = string_or_enum && field_.is_repeated();
    if (Is("WIDGET_CHECKBOX")) fits = IsType(FieldDescriptor::TYPE_BOOL) && !field_.is_repeated();
    if (Is("WIDGET_GROUP")) fits = IsType(FieldDescriptor::TYPE_MESSAGE) && !field_.is_map();
    if (Is("WIDGET_QUESTIONS")) fits = HoldsAnswers();
    if (fits) return;
    if (widget_.empty()) {
      Complain(std::string("a field of type ") + field_.type_name() +
               " can't be asked; use a string with a pattern");
    } else {
      Complain(widget_ + " does not suit a " + (field_.is_repeated() ? "repeated " : "") +
               field_.type_name());
    }
  }

  bool HoldsAnswers() const {
    if (!IsType(FieldDescriptor::TYPE_MESSAGE) || !field_.is_repeated()) return false;
    int found = 0;
    for (int i = 0; i < field_.message_type()->field_count(); ++i) {
      found += IsAnswerField(*field_.message_type()->field(i));
    }
    return found == 2;
  }

  void CheckLists() {
    const bool has_entries =
        field_.is_repeated() && !Is("WIDGET_CHECKBOXES") && !Is("WIDGET_QUESTIONS");
    if (has_entries && hints_.item_noun.empty()) {
      Complain("a list needs item_noun, what one entry is called");
    }
    if (!has_entries && !hints_.item_noun.empty()) Complain("item_noun is for lists only");
  }

  void CheckContextNames() {
    if (!hints_.value_from.empty() != Is("WIDGET_HIDDEN")) {
      Complain("value_from and WIDGET_HIDDEN go together");
    }
    const bool string_choice =
        IsType(FieldDescriptor::TYPE_STRING) &&
        (Is("WIDGET_CHECKBOXES") || Is("WIDGET_RADIOS") || Is("WIDGET_SELECT"));
    if (string_choice && hints_.choices_from.empty()) {
      Complain("choices_from must name the list in the form's context that the choices come from");
    }
    if (!string_choice && !hints_.choices_from.empty()) {
      Complain("choices_from is for strings that are chosen: radios, checkboxes, select");
    }
  }

  void CheckChoices() {
    if (!IsType(FieldDescriptor::TYPE_ENUM)) return;
    int offered = 0;
    for (int i = 0; i < field_.enum_type()->value_count(); ++i) {
      const auto value = ValueHintsOf(*field_.enum_type()->value(i), options_);
      if (!value) continue;
      ++offered;
      if (value->label.empty()) {
        Complain("choice " + field_.enum_type()->value(i)->name() + " needs a label");
      }
    }
    if (offered < 2) {
      Complain("fewer than two values of " + field_.enum_type()->full_name() +
               " have hints and can be chosen");
    }
  }

  void CheckWordings() {
    std::set<std::string> ids = RuleIdsOf(field_, options_);
    if (!hints_.choices_from.empty()) ids.insert("context.choice_unknown");
    if (!hints_.value_from.empty()) ids.insert("context.value_outdated");
    for (const char* widget :
         {"WIDGET_TELEPHONE", "WIDGET_NUMBER", "WIDGET_DATE", "WIDGET_ADDRESS"}) {
      if (Is(widget)) ids.insert("context.answer_malformed");
    }
    for (const auto& [id, text] : hints_.errors) {
      if (ids.count(id) == 0)
        Complain("errors words \"" + id + "\", a rule that the field does not have");
      if (text.empty()) Complain("the wording of \"" + id + "\" is empty");
    }
  }

  const FieldDescriptor& field_;
  const FieldHints& hints_;
  const OptionReader& options_;
  Diagnostics& diagnostics_;
  const std::string widget_;
};

bool IsField(const Descriptor& message, int number, const char* name, FieldDescriptor::Type type) {
  const FieldDescriptor* field = message.FindFieldByNumber(number);
  return field != nullptr && field->name() == name && field->type() == type &&
         !field->is_repeated();
}

class FormChecker {
 public:
  FormChecker(const Descriptor& request, const FormHints& hints, Diagnostics& diagnostics)
      : request_(request), hints_(hints), diagnostics_(diagnostics) {}

  const FieldDescriptor* Check() {
    if (!IsWord(hints_.id)) Complain("id must be lower case letters and hyphens");
    CheckTexts();
    CheckPages();
    const FieldDescriptor* content = request_.FindFieldByName(hints_.content_field);
    const bool is_content = content != nullptr && content->number() == 2 &&
                            content->type() == FieldDescriptor::TYPE_MESSAGE &&
                            !content->is_repeated();
    if (!is_content) {
      Complain("content_field must name the request's field 2, a message");
      return nullptr;
    }
    CheckRequest();
    CheckReply(*content->message_type());
    for (int i = 0; i < content->message_type()->field_count(); ++i) {
      const std::string& name = content->message_type()->field(i)->name();
      if (kTakenNames.count(name) > 0) Complain("a field can't be named \"" + name + "\"");
    }
    return content;
  }

 private:
  void Complain(const std::string& what) {
    diagnostics_.Error(PlaceOf(request_, {kHintsNumber}),
                       "form hints of " + request_.full_name() + ": " + what);
  }

  void CheckTexts() {
    if (hints_.subject.empty()) Complain("subject is missing");
    if (hints_.check_title.empty()) Complain("check_title is missing");
    if (hints_.send_label.empty()) Complain("send_label is missing");
    if (hints_.receipt_title.empty()) Complain("receipt_title is missing");
  }

  void CheckPages() {
    if (hints_.pages.empty()) Complain("a form needs a page");
    std::set<std::string> ids;
    std::set<std::string> titles;
    for (const PageHints& page : hints_.pages) {
      if (!IsWord(page.id) || page.id == "check" || page.id == "sections") {
        Complain("page id \"" + page.id +
                 "\" must be lower case letters and hyphens, not \"check\" or \"sections\"");
      }
      if (page.asks_if_complete && hints_.task_list_title.empty()) {
        Complain("page \"" + page.id + "\" asks_if_complete; that needs a task_list_title");
      }
      if (!ids.insert(page.id).second) Complain("two pages have the id \"" + page.id + "\"");
      if (page.title.empty()) Complain("page \"" + page.id + "\" needs a title");
      if (!titles.insert(page.title).second) {
        Complain("two pages have the title \"" + page.title + "\"");
      }
    }
  }

  void CheckRequest() {
    const bool good = IsField(request_, 1, "parent", FieldDescriptor::TYPE_STRING) &&
                      IsField(request_, 3, "request_id", FieldDescriptor::TYPE_STRING) &&
                      IsField(request_, 4, "validate_only", FieldDescriptor::TYPE_BOOL) &&
                      IsField(request_, 5, "language_code", FieldDescriptor::TYPE_STRING);
    if (!good) {
      Complain(
          "the request must have string parent = 1, string request_id = 3, bool "
          "validate_only = 4 and string language_code = 5");
    }
  }

  void CheckReply(const Descriptor& content) {
    std::string name = hints_.method;
    if (!name.empty() && name[0] == '/') name.erase(0, 1);
    std::replace(name.begin(), name.end(), '/', '.');
    const auto* method = request_.file()->pool()->FindMethodByName(name);
    if (method == nullptr || method->input_type() != &request_ || hints_.method[0] != '/') {
      Complain(
          "method must be the path of the method that takes this request: "
          "\"/package.Service/Method\"");
      return;
    }
    const FieldDescriptor* receipt = method->output_type()->FindFieldByNumber(1);
    if (receipt == nullptr || receipt->name() != "receipt" || receipt->message_type() == nullptr) {
      Complain("the reply must have a receipt = 1");
      return;
    }
    const FieldDescriptor* copy =
        receipt->message_type()->FindFieldByNumber(hints_.receipt_copy_field_number);
    if (copy == nullptr || copy->message_type() != &content) {
      Complain("receipt_copy_field_number must be the number of the receipt's field that holds a " +
               content.name());
    }
  }

  const Descriptor& request_;
  const FormHints& hints_;
  Diagnostics& diagnostics_;
};

bool IsOffered(const FieldDescriptor& controlling, const FieldHints& controlling_hints,
               const std::string& value, const OptionReader& options) {
  if (controlling.type() == FieldDescriptor::TYPE_BOOL) return value == "true";
  // What a list of the context holds is not known here.
  if (!controlling_hints.choices_from.empty()) return true;
  if (controlling.type() != FieldDescriptor::TYPE_ENUM) return false;
  const EnumValueDescriptor* named = controlling.enum_type()->FindValueByName(value);
  return named != nullptr && ValueHintsOf(*named, options).has_value();
}

}  // namespace

const FieldDescriptor* CheckForm(const Descriptor& request, const FormHints& hints,
                                 Diagnostics& diagnostics) {
  return FormChecker(request, hints, diagnostics).Check();
}

void CheckField(const FieldDescriptor& field, const FieldHints& hints, const OptionReader& options,
                Diagnostics& diagnostics) {
  FieldChecker(field, hints, options, diagnostics).Check();
}

void CheckCondition(const FieldDescriptor& field, const FieldHints& hints,
                    const FieldDescriptor* controlling, const OptionReader& options,
                    Diagnostics& diagnostics) {
  const auto complain = [&](const std::string& what) {
    diagnostics.Error(PlaceOf(field, {kHintsNumber}),
                      "form hints of " + field.full_name() + ": " + what);
  };
  const auto controlling_hints =
      controlling == nullptr ? std::nullopt : FieldHintsOf(*controlling, options);
  if (!controlling_hints) {
    complain("shown_when names \"" + hints.shown_when_field +
             "\", which is no question of this message");
    return;
  }
  if (!controlling_hints->shown_when_field.empty()) {
    complain("shown_when depends on a question that is itself asked only sometimes");
  }
  if (hints.shown_when_values.empty()) complain("shown_when has no values");
  for (const std::string& value : hints.shown_when_values) {
    if (IsOffered(*controlling, *controlling_hints, value, options)) continue;
    complain("shown_when names \"" + value + "\", which is no choice of " +
             controlling->full_name());
  }
  const FieldFacts facts = FactsOf(field, options);
  if (facts.required || facts.min_items.value_or(0) > 0) {
    complain(
        "a question that is asked only sometimes can't be required by a rule of the field; "
        "write the rule in CEL on the message");
  }
}

}  // namespace muster::plugin
