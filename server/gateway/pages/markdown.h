// Markdown that an organiser wrote, as part of a page.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_MARKDOWN_H_
#define MUSTER_SERVER_GATEWAY_PAGES_MARKDOWN_H_

#include <string>
#include <string_view>

namespace muster::gateway {

// CommonMark as HTML in the design system's markup. HTML in it and addresses that run script are
// left out; images are their alternative text, so nothing is fetched from elsewhere; headings begin
// at <h2> and skip no level, whatever levels were written.
std::string MarkdownToHtml(std::string_view markdown);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_MARKDOWN_H_
