#include "server/gateway/pages/parts.h"

#include <google/protobuf/timestamp.pb.h>

#include <array>

#include "absl/strings/str_cat.h"
#include "muster/v1/call.pb.h"
#include "proto/form/text.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/text.h"
#include "server/services/form_context.h"
#include "server/services/timestamp.h"

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

std::string TimeHtml(const Site& site, const google::protobuf::Timestamp& timestamp,
                     const std::string& time_zone) {
  const absl::Time time = services::TimeOf(timestamp);
  const std::string machine = absl::FormatTime("%Y-%m-%d%ET%H:%M:%SZ", time, absl::UTCTimeZone());
  return Html("<time datetime=\"{}\">{}</time>",
              {machine, services::TimeInWords(time, time_zone, site.words->language())});
}

std::string LangOf(const Site& site, std::string_view language_code) {
  return language_code == site.words->language() ? "" : Html(" lang=\"{}\"", {language_code});
}

std::string Heading2(std::string_view text, std::string_view id) {
  if (id.empty()) return Html("<h2 class=\"nhsuk-heading-l\">{}</h2>", {text});
  return Html("<h2 class=\"nhsuk-heading-l\" id=\"{}\">{}</h2>", {id, text});
}

std::string Paragraph(std::string_view text) { return Html("<p>{}</p>", {text}); }

std::string HelpAddress(const std::string& name) {
  return absl::StrCat("/", name, "#", Abseil(kContactsId));
}

std::string ContactsHtml(const google::protobuf::RepeatedPtrField<v1::Contact>& contacts,
                         std::string_view lang) {
  std::string html = "<ul class=\"nhsuk-list\">";
  for (const v1::Contact& contact : contacts) {
    html += absl::StrCat("<li><span", Abseil(lang), ">") +
            Html("{}</span>: <a href=\"mailto:{}\">{}</a></li>",
                 {contact.display_name(), contact.email(), contact.email()});
  }
  return html + "</ul>";
}

std::string ShareHtml(const Site& site, const std::string& address, std::string_view title) {
  const PageTexts& words = *site.words;
  std::string html = Heading2(words[PageText::kShare]);
  html += "<ul class=\"nhsuk-list\">";
  for (const ShareTarget& target : kShareTargets) {
    std::string href = std::string(target.address_start) + QueryEncoded(address);
    if (!target.title_start.empty()) {
      href += std::string(target.title_start) + QueryEncoded(title);
    }
    html += Html("<li><a href=\"{}\" rel=\"noopener noreferrer\">{}</a></li>",
                 {href, form::Filled(words[PageText::kShareOn], {target.name})});
  }
  html += "</ul>";
  const std::string link = Html("<a href=\"{}\">{}</a>", {address, address});
  html += "<p>" + WordsHtml(words[PageText::kAddressOfPage], {link}) + "</p>";
  html += Html(
      "<button class=\"nhsuk-button nhsuk-button--secondary\" "
      "data-module=\"nhsuk-button\" "
      "type=\"button\" hidden data-copy-address=\"{}\" data-copied=\"{}\" "
      "data-copy-failed=\"{}\" aria-describedby=\"copy-status\">{}</button>"
      "<p id=\"copy-status\" role=\"status\"></p>",
      {address, words[PageText::kCopied], words[PageText::kCopyFailed],
       words[PageText::kCopyAddress]});
  return html;
}

std::string MetadataHtml(const Site& site, const std::string& path, std::string_view title,
                         std::string_view description) {
  const std::string address = site.public_address + PathIn(site, path);
  std::string html;
  for (const std::string_view prefix : {std::string_view(), kWelshPrefix}) {
    Site other;
    other.path_prefix = prefix;
    html += Html("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">\n",
                 {prefix.empty() ? "en" : "cy", site.public_address + PathIn(other, path)});
  }
  return html + Html(
                    "<link rel=\"canonical\" href=\"{}\">\n<meta "
                    "name=\"description\" content=\"{}\">\n"
                    "<meta property=\"og:type\" content=\"website\">\n"
                    "<meta property=\"og:site_name\" content=\"{}\">\n"
                    "<meta property=\"og:locale\" content=\"{}\">\n"
                    "<meta property=\"og:url\" content=\"{}\">\n"
                    "<meta property=\"og:title\" content=\"{}\">\n"
                    "<meta property=\"og:description\" content=\"{}\">\n"
                    "<meta name=\"twitter:card\" content=\"summary\">\n",
                    {address, description, site.name, (*site.words)[PageText::kLocale], address,
                     title, description});
}

}  // namespace muster::gateway
