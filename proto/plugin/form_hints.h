// The options of `muster.form.v1` as plain values.
#ifndef MUSTER_PROTO_PLUGIN_FORM_HINTS_H_
#define MUSTER_PROTO_PLUGIN_FORM_HINTS_H_

#include <google/protobuf/descriptor.h>

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "proto/plugin/model/options.h"

namespace muster::plugin {

// Number of the three extensions, and of the fields inside that complaints point at.
inline constexpr int kHintsNumber = 51200;

struct PageHints {
  std::string id;
  std::string title;
  std::vector<std::string> introduction;
  bool asks_if_complete = false;
};

struct FormHints {
  std::string id;
  std::string content_field;
  int receipt_copy_field_number = 0;
  std::string method;
  std::vector<PageHints> pages;
  std::string subject;
  std::string check_title;
  std::string send_label;
  std::string receipt_title;
  std::vector<std::string> receipt_next_steps;
  std::string task_list_title;
  std::vector<std::string> declaration;
};

struct FieldHints {
  std::string page;
  std::string label;
  std::string short_label;
  std::string hint;
  // Name of the enum value: "WIDGET_TEXT".
  std::string widget;
  std::string autocomplete;
  // Rule id and wording.
  std::vector<std::pair<std::string, std::string>> errors;
  std::string shown_when_field;
  std::vector<std::string> shown_when_values;
  std::string choices_from;
  std::string value_from;
  std::string label_from;
  std::string item_noun;
};

struct ValueHints {
  std::string label;
  std::string hint;
};

// Empty where the element has none.
std::optional<FormHints> FormHintsOf(const google::protobuf::Descriptor& message,
                                     const OptionReader& options);
std::optional<FieldHints> FieldHintsOf(const google::protobuf::FieldDescriptor& field,
                                       const OptionReader& options);
std::optional<ValueHints> ValueHintsOf(const google::protobuf::EnumValueDescriptor& value,
                                       const OptionReader& options);

// Ids of the rules that a violation at this field may carry: its own, those of its items, and those
// written in CEL on the message that holds it.
std::set<std::string> RuleIdsOf(const google::protobuf::FieldDescriptor& field,
                                const OptionReader& options);

}  // namespace muster::plugin

#endif  // MUSTER_PROTO_PLUGIN_FORM_HINTS_H_
