// nhsuk-frontend's fixtures of what stands around a page's own part, drawn by the layout of the
// site's pages. Natively only: the browser never draws them.
#include <initializer_list>
#include <regex>

#include "server/gateway/pages/layout.h"
#include "tests/proto/form/nhsuk/fixture.h"

namespace muster::form {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

std::string TextAt(const Struct& options, const std::string& name) {
  const auto found = options.fields().find(name);
  return found == options.fields().end() ? "" : found->second.string_value();
}

// The first option that is none of these; empty: there is none.
std::string OtherOption(const Struct& options, std::initializer_list<std::string_view> known) {
  std::string other;
  for (const auto& [name, value] : options.fields()) {
    bool is_known = value.has_null_value();
    for (const std::string_view each : known) is_known = is_known || each == name;
    if (!is_known && (other.empty() || name < other)) other = name;
  }
  return other;
}

std::string ElementOf(const gateway::Site& site, const std::string& name) {
  const std::string html = gateway::RenderDocument(site, {});
  const std::size_t start = html.find("<" + name);
  const std::string end = "</" + name.substr(0, name.find(' ')) + ">";
  return html.substr(start, html.find(end, start) + end.size() - start);
}

Rendering SkipLink(const Struct& options) {
  const std::string ours = ElementOf({}, "a class=\"nhsuk-skip-link\"");
  const bool is_same_link = TextAt(options, "href") == "#maincontent";
  return {ours, is_same_link ? "" : "another link than ours"};
}

// The service's name beside a picture; the fixtures' picture is the NHS logo.
Rendering Header(const Struct& options) {
  if (const std::string other = OtherOption(options, {"service"}); !other.empty()) {
    return {"", "option " + other};
  }
  const auto found = options.fields().find("service");
  if (found == options.fields().end()) return {"", "no service name"};
  const Struct& service = found->second.struct_value();
  gateway::Site site;
  site.name = TextAt(service, "text");
  if (site.name.empty()) return {"", "no service name"};
  site.logo_address = "/logo";
  const std::string html = ElementOf(site, "header");
  return {std::regex_replace(html, std::regex("href=\"/\""),
                             "href=\"" + TextAt(service, "href") + "\""),
          ""};
}

// Our links are the same on every page: those of the fixture are put in their places.
Rendering Footer(const Struct& options) {
  if (const std::string other = OtherOption(options, {"meta"}); !other.empty()) {
    return {"", "option " + other};
  }
  const auto found = options.fields().find("meta");
  if (found == options.fields().end()) return {"", "no links"};
  const Struct& meta = found->second.struct_value();
  if (const std::string other = OtherOption(meta, {"items"}); !other.empty()) {
    return {"", "option meta." + other};
  }
  const auto items = meta.fields().find("items");
  if (items == meta.fields().end()) return {"", "no links"};
  static const std::regex kLink("(nhsuk-footer__list-item-link\" )href=\"[^#][^\"]*\">[^<]*<");
  std::string html = ElementOf({}, "footer");
  for (const Value& value : items->second.list_value().values()) {
    const Struct& item = value.struct_value();
    html = std::regex_replace(
        html, kLink, "$1href=\"" + TextAt(item, "href") + "\">" + TextAt(item, "text") + "<",
        std::regex_constants::format_first_only);
  }
  return {html, ""};
}

}  // namespace

Rendering RenderFixture(std::string_view component, const Struct& options) {
  if (component == "skip-link") return SkipLink(options);
  if (component == "header") return Header(options);
  if (component == "footer") return Footer(options);
  return {"", "no such component here"};
}

}  // namespace muster::form
