// HTML out of a pattern and values.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_HTML_TEXT_H_
#define MUSTER_SERVER_GATEWAY_PAGES_HTML_TEXT_H_

#include <initializer_list>
#include <string>
#include <string_view>

namespace muster::gateway {

// The pattern with each "{}" replaced by the next value, escaped. The pattern is ours, and puts
// attributes in double quotes; a value may be anything.
std::string Html(std::string_view pattern, std::initializer_list<std::string_view> values = {});

// A value as a part of a query of an address: all but letters, digits and "-._~" as %XX.
std::string QueryEncoded(std::string_view value);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_HTML_TEXT_H_
