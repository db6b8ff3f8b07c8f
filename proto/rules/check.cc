#include "proto/rules/check.h"

#include <algorithm>
#include <utility>

namespace muster::rules {
namespace {

FieldPathElement ElementOf(const PathStep& step) {
  FieldPathElement element;
  element.field_number = step.field_number;
  element.field_name = step.field_name;
  element.field_type = step.field_type;
  element.key_type = step.key_type;
  element.value_type = step.value_type;
  if (step.index >= 0) {
    element.subscript = FieldPathElement::Subscript::kIndex;
    element.index = static_cast<uint64_t>(step.index);
  }
  return element;
}

void Add(const Here* here, std::span<const PathStep> rule, std::string_view rule_id,
         std::string_view message, bool for_key, Violations& violations) {
  Violation violation;
  if (here != nullptr) violation.field = here->Path();
  for (const PathStep& step : rule) violation.rule.elements.push_back(ElementOf(step));
  violation.rule_id = rule_id;
  violation.message = message;
  violation.for_key = for_key;
  violations.Add(std::move(violation));
}

}  // namespace

FieldPath Here::Path() const {
  FieldPath path;
  for (const Here* here = this; here != nullptr; here = here->parent_) {
    FieldPathElement element = ElementOf(*here->step_);
    element.subscript = here->subscript_;
    switch (here->subscript_) {
      case Subscript::kNone:
        // A map as a whole is a field like any other.
        element.key_type = element.value_type = 0;
        break;
      case Subscript::kIndex:
        element.index = here->number_;
        break;
      case Subscript::kBoolKey:
        element.bool_key = here->number_ != 0;
        break;
      case Subscript::kIntKey:
        element.int_key = static_cast<int64_t>(here->number_);
        break;
      case Subscript::kUintKey:
        element.uint_key = here->number_;
        break;
      case Subscript::kStringKey:
        element.string_key = here->text_;
        break;
    }
    path.elements.push_back(std::move(element));
  }
  std::reverse(path.elements.begin(), path.elements.end());
  return path;
}

void Report(const Here* here, std::span<const PathStep> rule, std::string_view rule_id,
            std::string_view message, Violations& violations) {
  Add(here, rule, rule_id, message, false, violations);
}

void ReportKey(const Here* here, std::span<const PathStep> rule, std::string_view rule_id,
               std::string_view message, Violations& violations) {
  Add(here, rule, rule_id, message, true, violations);
}

}  // namespace muster::rules
