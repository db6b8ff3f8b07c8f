#include "proto/form/html.h"

namespace muster::form {

void AppendEscaped(std::string_view text, std::string& html) {
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      case '\r':
        html += "&#13;";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') {
          html += "\xEF\xBF\xBD";
        } else {
          html += c;
        }
    }
  }
}

std::string Escaped(std::string_view text) {
  std::string html;
  AppendEscaped(text, html);
  return html;
}

void AppendAttribute(std::string_view name, std::string_view value, std::string& html) {
  html += ' ';
  html += name;
  html += "=\"";
  AppendEscaped(value, html);
  html += '"';
}

void AppendOptional(std::string_view name, std::string_view value, std::string& html) {
  if (!value.empty()) AppendAttribute(name, value, html);
}

}  // namespace muster::form
