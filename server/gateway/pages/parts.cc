#include "server/gateway/pages/parts.h"

#include <google/protobuf/timestamp.pb.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "muster/v1/call.pb.h"
#include "server/gateway/pages/html_text.h"
#include "server/services/form_context.h"

namespace muster::gateway {
namespace {

struct ShareTarget {
  std::string_view name;
  // What comes before the address, and before the title if it takes one.
  std::string_view address_start;
  std::string_view title_start;
};

constexpr std::array kShareTargets = {
    ShareTarget{"Facebook", "https://www.facebook.com/sharer/sharer.php?u=", ""},
    ShareTarget{"LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url=", ""},
    ShareTarget{"X", "https://x.com/intent/post?url=", "&text="},
};

}  // namespace

absl::Time TimeOfTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string TimeHtml(const google::protobuf::Timestamp& timestamp, const std::string& time_zone) {
  const absl::Time time = TimeOfTimestamp(timestamp);
  const std::string machine = absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", time, absl::UTCTimeZone());
  std::string words = services::TimeInWords(time, time_zone);
  absl::TimeZone zone;
  if (absl::LoadTimeZone(time_zone, &zone)) {
    absl::StrAppend(&words, " (", zone.At(time).zone_abbr, ", ", time_zone, ")");
  }
  return Html("<time datetime=\"{}\">{}</time>", {machine, words});
}

std::string Heading2(std::string_view text) {
  return Html("<h2 class=\"nhsuk-heading-l\">{}</h2>", {text});
}

std::string Paragraph(std::string_view text) { return Html("<p>{}</p>", {text}); }

std::string ContactsHtml(const google::protobuf::RepeatedPtrField<v1::Contact>& contacts) {
  std::string html = "<ul class=\"nhsuk-list\">";
  for (const v1::Contact& contact : contacts) {
    html += Html("<li>{}: <a href=\"mailto:{}\">{}</a></li>",
                 {contact.display_name(), contact.email(), contact.email()});
  }
  return html + "</ul>";
}

std::string ShareHtml(const std::string& address, std::string_view title) {
  std::string html = Heading2("Share this page");
  html += "<ul class=\"nhsuk-list\">";
  for (const ShareTarget& target : kShareTargets) {
    std::string href = std::string(target.address_start) + QueryEncoded(address);
    if (!target.title_start.empty()) {
      href += std::string(target.title_start) + QueryEncoded(title);
    }
    html += Html("<li><a href=\"{}\" rel=\"noopener noreferrer\">Share on {}</a></li>",
                 {href, target.name});
  }
  html += "</ul>";
  html += Html(
      "<p>The address of this page is <a href=\"{}\">{}</a>.</p>"
      "<button class=\"nhsuk-button nhsuk-button--secondary\" data-module=\"nhsuk-button\" "
      "type=\"button\" hidden data-copy-address=\"{}\" data-copied=\"Address copied\" "
      "data-copy-failed=\"The address could not be copied: copy it from the browser's address "
      "bar\" aria-describedby=\"copy-status\">Copy address</button>"
      "<p id=\"copy-status\" role=\"status\"></p>",
      {address, address, address});
  return html;
}

std::string MetadataHtml(const std::string& address, std::string_view title,
                         std::string_view description) {
  return Html(
      "<link rel=\"canonical\" href=\"{}\">\n<meta name=\"description\" content=\"{}\">\n"
      "<meta property=\"og:type\" content=\"website\">\n"
      "<meta property=\"og:site_name\" content=\"{}\">\n"
      "<meta property=\"og:locale\" content=\"en_GB\">\n"
      "<meta property=\"og:url\" content=\"{}\">\n<meta property=\"og:title\" content=\"{}\">\n"
      "<meta property=\"og:description\" content=\"{}\">\n"
      "<meta name=\"twitter:card\" content=\"summary\">\n",
      {address, description, kServiceName, address, title, description});
}

}  // namespace muster::gateway
