#include "server/gateway/pages/html_text.h"

#include "absl/strings/ascii.h"
#include "proto/form/html.h"
#include "proto/form/text.h"
#include "server/gateway/pages/page_texts.h"

namespace muster::gateway {

std::string Html(std::string_view pattern, std::initializer_list<std::string_view> values) {
  std::string html;
  const std::string_view* value = values.begin();
  for (std::size_t place = pattern.find("{}"); place != std::string_view::npos;
       place = pattern.find("{}")) {
    html += pattern.substr(0, place);
    if (value != values.end()) form::AppendEscaped(*value++, html);
    pattern.remove_prefix(place + 2);
  }
  html += pattern;
  return html;
}

std::string WordsHtml(std::string_view text, std::initializer_list<std::string_view> html) {
  return form::Filled(form::Escaped(text), html);
}

std::string QueryEncoded(std::string_view value) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4], kDigits[byte & 15]};
    }
  }
  return encoded;
}

}  // namespace muster::gateway
