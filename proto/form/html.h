// The one way a value gets into HTML.
#ifndef MUSTER_PROTO_FORM_HTML_H_
#define MUSTER_PROTO_FORM_HTML_H_

#include <string>
#include <string_view>

namespace muster::form {

// Appends `text` so that it reads as itself, in content and in a quoted attribute. Control
// characters that HTML can't hold become U+FFFD.
void AppendEscaped(std::string_view text, std::string& html);

std::string Escaped(std::string_view text);

// Appends ` name="value"`, escaped.
void AppendAttribute(std::string_view name, std::string_view value, std::string& html);
// The same, if there is a value.
void AppendOptional(std::string_view name, std::string_view value, std::string& html);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_HTML_H_
