// Names and values as a query or a plain form post carries them.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_FORM_FIELDS_H_
#define MUSTER_SERVER_GATEWAY_PAGES_FORM_FIELDS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::gateway {

using FormFields = std::vector<std::pair<std::string, std::string>>;

// Most fields in one text.
inline constexpr std::size_t kMaxFormFields = 5000;

// Reads application/x-www-form-urlencoded. A "%" that is not followed by two hexadecimal digits
// stands for itself. Nothing if there are more than `kMaxFormFields`.
std::optional<FormFields> ParseFormFields(std::string_view text);

// Value of the first field of that name; empty if there is none.
std::string_view FieldValue(const FormFields& fields, std::string_view name);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_FORM_FIELDS_H_
