// The cookie that holds the private key of answers kept on the server (services::FormDrafts), for
// browsers without script. No other cookie is set by this site.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_DRAFT_COOKIE_H_
#define MUSTER_SERVER_GATEWAY_PAGES_DRAFT_COOKIE_H_

#include <string>
#include <string_view>

#include "server/gateway/http.h"
#include "server/gateway/pages/layout.h"

namespace muster::gateway {

// Name of the field of a page that shows that it was made for the holder of the cookie.
inline constexpr std::string_view kTokenField = "token";

// Of an address: the key itself, until the cookie is seen to come back. Who takes no cookies keeps
// it there.
inline constexpr std::string_view kKeyField = "key";

// The button of a form that was sent: begin with an empty one.
inline constexpr std::string_view kNewAction = "new";

// With TLS no other host and no page without TLS can set or read it.
inline constexpr std::string_view kSecureDraftCookie = "__Host-muster-draft";
inline constexpr std::string_view kPlainDraftCookie = "muster-draft";

// The key that a request brings; empty if it brings none or something else.
std::string DraftKeyOf(const Site& site, const HttpRequest& request);

// Gives the browser the key, for as long as a draft stays.
void SetDraftKey(const Site& site, std::string_view key, HttpResponse& response);

// Whether a post that brings `key` comes from a page that was made for its holder. Browsers say by
// themselves whose page it was; only who says nothing must show the token.
bool MayUseDraft(const HttpRequest& request, std::string_view key, std::string_view token);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_DRAFT_COOKIE_H_
