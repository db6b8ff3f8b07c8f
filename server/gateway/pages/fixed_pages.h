// Pages whose text is ours: cookies, accessibility, privacy, and what went wrong.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_FIXED_PAGES_H_
#define MUSTER_SERVER_GATEWAY_PAGES_FIXED_PAGES_H_

#include <string>
#include <string_view>

#include "server/gateway/pages/layout.h"

namespace muster::gateway {

// Each gives a whole page.
std::string CookiesPage(const Site& site);
std::string AccessibilityPage(const Site& site);
std::string PrivacyPage(const Site& site);

// What a status means to a person and what to do about it. `correlation_id` is shown if it is not
// empty: it is what the log has.
std::string ErrorPage(const Site& site, int status, std::string_view correlation_id);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_FIXED_PAGES_H_
