#include "server/gateway/pages/page_address.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

bool IsId(const std::string& text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) ||
           absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

PageKind FixedKind(std::string_view path) {
  if (path == "/") return PageKind::kStart;
  if (path == "/cookies") return PageKind::kCookies;
  if (path == "/accessibility") return PageKind::kAccessibility;
  if (path == "/privacy") return PageKind::kPrivacy;
  return PageKind::kNone;
}

}  // namespace

PageAddress ParsePageAddress(std::string_view path) {
  PageAddress address;
  if (path == kWelshPrefix ||
      absl::StartsWith(Abseil(path), absl::StrCat(Abseil(kWelshPrefix), "/"))) {
    address.is_welsh = true;
    path.remove_prefix(kWelshPrefix.size());
    if (path.empty()) path = "/";
  }
  address.english_path = path;
  address.kind = FixedKind(path);
  if (address.kind != PageKind::kNone || path.empty()) return address;
  const std::vector<std::string> parts = absl::StrSplit(Abseil(path.substr(1)), '/');
  if (parts.size() < 2 || parts.size() > 4 || !IsId(parts[1])) return address;
  const std::span<const FormSite> sites = FormSites();
  const auto site = std::find_if(sites.begin(), sites.end(), [&parts](const FormSite& candidate) {
    return candidate.collection == parts[0];
  });
  if (site == sites.end()) return address;
  address.parent = absl::StrCat(parts[0], "/", parts[1]);
  address.form_site = &*site;
  if (parts.size() == 2) {
    address.kind = parts[0] == "calls" ? PageKind::kCall : PageKind::kConference;
  } else if (parts.size() == 3 && parts[2] == site->action) {
    address.kind = PageKind::kForm;
  } else if (parts.size() == 4 && parts[2] == site->items && IsId(parts[3])) {
    address.kind = PageKind::kReceipt;
    address.item = absl::StrCat(address.parent, "/", parts[2], "/", parts[3]);
  }
  return address;
}

std::string ReceiptAddress(const std::string& name, std::string_view key) {
  return absl::StrCat("/", name, "?key=", QueryEncoded(key));
}

}  // namespace muster::gateway
