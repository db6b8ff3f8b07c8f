#include "proto/form/text_input.h"

namespace muster::form {

TextInput InputFor(Widget widget, const Limits& limits) {
  TextInput input;
  if (widget == Widget::kEmail || widget == Widget::kLink) {
    input.type = widget == Widget::kEmail ? "email" : "url";
    input.spellcheck_off = true;
    input.autocapitalize = "none";
  } else if (widget == Widget::kTelephone) {
    input.type = "tel";
    input.classes = "nhsuk-input--width-20";
  } else if (widget == Widget::kNumber) {
    // Telephones' keys for numbers have no minus, and those for whole ones no point.
    if (!limits.minimum.starts_with('-')) {
      input.inputmode = limits.decimal_places == 0 ? "numeric" : "decimal";
    }
    input.classes = "nhsuk-input--width-10";
  }
  return input;
}

}  // namespace muster::form
