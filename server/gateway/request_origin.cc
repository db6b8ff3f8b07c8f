#include "server/gateway/request_origin.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/match.h"
#include "server/gateway/text.h"

namespace muster::gateway {

bool IsSameOrigin(const HttpRequest& request, const std::vector<std::string>& own_origins) {
  const std::string_view origin = request.Header("origin");
  const bool is_own_address =
      std::find(own_origins.begin(), own_origins.end(), origin) != own_origins.end();
  if (is_own_address) return true;
  const std::string_view site = request.Header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin" || site == "none";
  if (origin.empty()) return true;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (origin.substr(0, scheme.size()) == scheme) {
      return absl::EqualsIgnoreCase(Abseil(origin.substr(scheme.size())),
                                    Abseil(request.Header("host")));
    }
  }
  return false;
}

}  // namespace muster::gateway
