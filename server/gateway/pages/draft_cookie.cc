#include "server/gateway/pages/draft_cookie.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "server/gateway/text.h"
#include "server/services/form_drafts.h"

namespace muster::gateway {
namespace {

bool HasTls(const Site& site) { return absl::StartsWith(site.public_address, "https://"); }

std::string_view CookieName(const Site& site) {
  return HasTls(site) ? kSecureDraftCookie : kPlainDraftCookie;
}

}  // namespace

std::string DraftKeyOf(const Site& site, const HttpRequest& request) {
  const std::string start = absl::StrCat(Abseil(CookieName(site)), "=");
  for (const absl::string_view cookie : absl::StrSplit(Abseil(request.Header("cookie")), ';')) {
    const absl::string_view pair = absl::StripAsciiWhitespace(cookie);
    if (!absl::StartsWith(pair, start)) continue;
    const std::string key(pair.substr(start.size()));
    if (services::FormDrafts::IsKey(key)) return key;
  }
  return "";
}

void SetDraftKey(const Site& site, std::string_view key, HttpResponse& response) {
  response.SetHeader("Set-Cookie",
                     absl::StrCat(Abseil(CookieName(site)), "=", Abseil(key), "; Path=/; Max-Age=",
                                  absl::ToInt64Seconds(services::FormDrafts::kLifetime),
                                  "; HttpOnly; SameSite=Lax", HasTls(site) ? "; Secure" : ""));
}

bool MayUseDraft(const HttpRequest& request, std::string_view key, std::string_view token) {
  const bool is_told =
      !request.Header("sec-fetch-site").empty() || !request.Header("origin").empty();
  return is_told || services::FormDrafts::IsTokenOf(key, token);
}

}  // namespace muster::gateway
