#include "proto/plugin/form_model.h"

#include <algorithm>
#include <set>

#include "proto/plugin/form_checks.h"

namespace muster::plugin {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

class ModelMaker {
 public:
  ModelMaker(FormModel& form, const Schema& schema, Diagnostics& diagnostics)
      : form_(form), options_(schema.options), diagnostics_(diagnostics) {}

  void Make() {
    AddMessage(*form_.content->message_type(), "", {});
    for (const PageHints& page : form_.hints.pages) AddSteps(page);
    CheckStepIds();
  }

 private:
  // What the asks in a message that is not repeated have from the fields around it.
  struct Around {
    std::string page;
    const FieldDescriptor* group = nullptr;
    std::string shown_when_path;
    std::vector<std::string> shown_when_values;
  };

  void Complain(const FieldDescriptor& field, const std::string& what) {
    diagnostics_.Error(PlaceOf(field, {kHintsNumber}),
                       "form hints of " + field.full_name() + ": " + what);
  }

  void AddMessage(const Descriptor& message, const std::string& path, const Around& around) {
    if (!Enter(message, around.group)) return;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      const auto hints = FieldHintsOf(field, options_);
      if (hints)
        AddField(field, *hints, path.empty() ? field.name() : path + "." + field.name(), around);
    }
    open_.pop_back();
  }

  bool Enter(const Descriptor& message, const FieldDescriptor* group) {
    if (std::find(open_.begin(), open_.end(), &message) == open_.end()) {
      open_.push_back(&message);
      return true;
    }
    if (group != nullptr) Complain(*group, "a message that holds itself can't be asked");
    return false;
  }

  void AddField(const FieldDescriptor& field, const FieldHints& hints, const std::string& path,
                Around around) {
    CheckField(field, hints, options_, diagnostics_);
    if (around.group == nullptr) {
      around.page = hints.page;
      if (std::none_of(form_.hints.pages.begin(), form_.hints.pages.end(),
                       [&](const PageHints& page) { return page.id == hints.page; })) {
        Complain(field, "page \"" + hints.page + "\" is none of the form's pages");
      }
    } else if (!hints.page.empty()) {
      Complain(field,
               "a field of a nested message is asked where the message is; it names no page");
    }
    AddCondition(field, hints, path, around);
    const bool group = WidgetOf(field, hints) == "WIDGET_GROUP" && field.message_type() != nullptr;
    if (group && !field.is_repeated()) {
      around.group = &field;
      AddMessage(*field.message_type(), path, around);
      return;
    }
    asks_.push_back({path, &field, around.group, around.shown_when_path, around.shown_when_values});
    pages_.push_back(around.page);
    if (group) CheckEntry(*field.message_type(), field);
  }

  void AddCondition(const FieldDescriptor& field, const FieldHints& hints, const std::string& path,
                    Around& around) {
    if (hints.shown_when_field.empty()) return;
    if (!around.shown_when_path.empty()) {
      Complain(field, "shown_when inside of a message that has one itself can't be asked");
    }
    const FieldDescriptor* controlling =
        field.containing_type()->FindFieldByName(hints.shown_when_field);
    CheckCondition(field, hints, controlling, options_, diagnostics_);
    if (controlling == nullptr) return;
    around.shown_when_path =
        path.substr(0, path.size() - field.name().size()) + controlling->name();
    around.shown_when_values = hints.shown_when_values;
    const bool asked_before = std::any_of(asks_.begin(), asks_.end(), [&](const AskModel& ask) {
      return ask.path == around.shown_when_path;
    });
    if (!asked_before) Complain(field, "shown_when names a question that comes after this one");
  }

  // The entries of a repeated message are asked as a whole.
  void CheckEntry(const Descriptor& message, const FieldDescriptor& holder) {
    if (!Enter(message, &holder)) return;
    for (int i = 0; i < message.field_count(); ++i) {
      const FieldDescriptor& field = *message.field(i);
      const auto hints = FieldHintsOf(field, options_);
      if (!hints) continue;
      CheckField(field, *hints, options_, diagnostics_);
      if (!hints->page.empty()) {
        Complain(field,
                 "a field of a nested message is asked where the message is; it names no page");
      }
      if (!hints->shown_when_field.empty()) {
        Complain(field, "shown_when can't be used in an entry of a list");
      }
      const std::string widget = WidgetOf(field, *hints);
      if (widget == "WIDGET_QUESTIONS")
        Complain(field, widget + " can't be used in an entry of a list");
      if (widget == "WIDGET_GROUP" && field.message_type() != nullptr) {
        CheckEntry(*field.message_type(), field);
      }
    }
    open_.pop_back();
  }

  // A question on which others of its page depend ends its step, so that they come on a later one.
  void AddSteps(const PageHints& page) {
    std::vector<StepModel> steps;
    for (size_t i = 0; i < asks_.size(); ++i) {
      if (pages_[i] != page.id) continue;
      if (steps.empty() || DecidesOthersOf(page, steps.back().asks.back())) {
        steps.push_back({page.id, &page, {}});
      }
      steps.back().asks.push_back(asks_[i]);
    }
    for (size_t i = 0; i + 1 < steps.size(); ++i) {
      const FieldDescriptor& first = *steps[i].asks.front().field;
      steps[i].id = page.id + "-" + first.name();
      // Such a step has its only question as heading; with more it would repeat the page's title.
      if (steps[i].asks.size() > 1) {
        Complain(first, "the questions before one that depends on them need a page of their own");
      }
    }
    form_.steps.insert(form_.steps.end(), steps.begin(), steps.end());
  }

  bool DecidesOthersOf(const PageHints& page, const AskModel& ask) const {
    for (size_t i = 0; i < asks_.size(); ++i) {
      if (pages_[i] == page.id && asks_[i].shown_when_path == ask.path) return true;
    }
    return false;
  }

  void CheckStepIds() {
    std::set<std::string> ids;
    for (const StepModel& step : form_.steps) {
      if (ids.insert(step.id).second) continue;
      Complain(*step.asks.front().field, "two steps are called \"" + step.id + "\"; rename a page");
    }
  }

  FormModel& form_;
  const OptionReader& options_;
  Diagnostics& diagnostics_;
  // Messages that are being walked, outermost first.
  std::vector<const Descriptor*> open_;
  std::vector<AskModel> asks_;
  // The page of each of them.
  std::vector<std::string> pages_;
};

}  // namespace

FormModel MakeFormModel(const Descriptor& request, const FormHints& hints, const Schema& schema,
                        Diagnostics& diagnostics) {
  FormModel form;
  form.request = &request;
  form.hints = hints;
  form.content = CheckForm(request, form.hints, diagnostics);
  if (form.content != nullptr) ModelMaker(form, schema, diagnostics).Make();
  return form;
}

std::string WidgetOf(const FieldDescriptor& field, const FieldHints& hints) {
  if (hints.widget != "WIDGET_UNSPECIFIED") return hints.widget;
  switch (field.type()) {
    case FieldDescriptor::TYPE_STRING:
      return "WIDGET_TEXT";
    case FieldDescriptor::TYPE_BOOL:
      return "WIDGET_CHECKBOX";
    case FieldDescriptor::TYPE_ENUM:
      return "WIDGET_RADIOS";
    case FieldDescriptor::TYPE_MESSAGE:
      return "WIDGET_GROUP";
    default:
      return "";
  }
}

bool IsAnswerField(const FieldDescriptor& field) {
  if (field.type() != FieldDescriptor::TYPE_STRING) return false;
  return field.is_repeated() ? field.name() == "values" : field.name() == "question_id";
}

}  // namespace muster::plugin
