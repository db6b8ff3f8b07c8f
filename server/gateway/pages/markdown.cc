#include "server/gateway/pages/markdown.h"

#include <cmark.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <vector>

#include "absl/strings/str_replace.h"

namespace muster::gateway {
namespace {

struct NodeDeleter {
  void operator()(cmark_node* node) const { cmark_node_free(node); }
};
struct IteratorDeleter {
  void operator()(cmark_iter* iterator) const { cmark_iter_free(iterator); }
};
struct TextDeleter {
  void operator()(char* text) const { std::free(text); }
};

// Gives the headings the levels that their nesting asks for, from 2 on.
class HeadingLevels {
 public:
  void Fit(cmark_node* heading) {
    const int written = cmark_node_get_heading_level(heading);
    while (!open_.empty() && open_.back() >= written) open_.pop_back();
    open_.push_back(written);
    cmark_node_set_heading_level(heading, std::min(6, 1 + static_cast<int>(open_.size())));
  }

 private:
  std::vector<int> open_;
};

// Puts an image's alternative text in its place.
void ReplaceByText(cmark_node* image) {
  while (cmark_node* child = cmark_node_first_child(image)) {
    cmark_node_unlink(child);
    cmark_node_insert_before(image, child);
  }
  cmark_node_unlink(image);
  cmark_node_free(image);
}

}  // namespace

std::string MarkdownToHtml(std::string_view markdown) {
  constexpr int kOptions = CMARK_OPT_VALIDATE_UTF8;  // Not CMARK_OPT_UNSAFE.
  const std::unique_ptr<cmark_node, NodeDeleter> document(
      cmark_parse_document(markdown.data(), markdown.size(), kOptions));
  const std::unique_ptr<cmark_iter, IteratorDeleter> iterator(cmark_iter_new(document.get()));
  HeadingLevels levels;
  std::vector<cmark_node*> images;
  for (cmark_event_type event = cmark_iter_next(iterator.get()); event != CMARK_EVENT_DONE;
       event = cmark_iter_next(iterator.get())) {
    cmark_node* node = cmark_iter_get_node(iterator.get());
    if (event == CMARK_EVENT_ENTER && cmark_node_get_type(node) == CMARK_NODE_HEADING) {
      levels.Fit(node);
    }
    // An image within an image's text comes first.
    if (event == CMARK_EVENT_EXIT && cmark_node_get_type(node) == CMARK_NODE_IMAGE) {
      images.push_back(node);
    }
  }
  for (cmark_node* image : images) ReplaceByText(image);
  const std::unique_ptr<char, TextDeleter> html(cmark_render_html(document.get(), kOptions));
  // Text in it is escaped, so these can only be the renderer's own.
  return absl::StrReplaceAll(html.get(),
                             {{"<ul>", "<ul class=\"nhsuk-list nhsuk-list--bullet\">"},
                              {"<ol>", "<ol class=\"nhsuk-list nhsuk-list--number\">"},
                              {"<ol start", "<ol class=\"nhsuk-list nhsuk-list--number\" start"},
                              {"<!-- raw HTML omitted -->", ""},
                              {"<a href", "<a rel=\"noopener\" href"}});
}

}  // namespace muster::gateway
