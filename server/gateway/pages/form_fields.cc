#include "server/gateway/pages/form_fields.h"

namespace muster::gateway {
namespace {

// Value of a hexadecimal digit, or -1.
int DigitValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

std::string Decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool has_digits = text[i] == '%' && i + 2 < text.size() && DigitValue(text[i + 1]) >= 0 &&
                            DigitValue(text[i + 2]) >= 0;
    if (has_digits) {
      decoded += static_cast<char>(DigitValue(text[i + 1]) * 16 + DigitValue(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

}  // namespace

std::optional<FormFields> ParseFormFields(std::string_view text) {
  FormFields fields;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view field = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (field.empty()) continue;
    if (fields.size() == kMaxFormFields) return std::nullopt;
    const std::size_t equals = field.find('=');
    fields.emplace_back(Decoded(field.substr(0, equals)), equals == std::string_view::npos
                                                              ? std::string()
                                                              : Decoded(field.substr(equals + 1)));
  }
  return fields;
}

std::string_view FieldValue(const FormFields& fields, std::string_view name) {
  for (const auto& [field_name, value] : fields) {
    if (field_name == name) return value;
  }
  return {};
}

}  // namespace muster::gateway
