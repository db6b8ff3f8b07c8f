#include "server/services/page_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/error.h"

namespace muster::services {
namespace {

constexpr std::string_view kPrefix = "after:";

}  // namespace

std::string PageTokenAfter(std::string_view name) {
  return absl::WebSafeBase64Escape(absl::StrCat(std::string(kPrefix), std::string(name)));
}

absl::StatusOr<std::string> NameBefore(std::string_view page_token) {
  if (page_token.empty()) return std::string();
  std::string text;
  if (!absl::WebSafeBase64Unescape({page_token.data(), page_token.size()}, &text) ||
      !text.starts_with(kPrefix)) {
    return MakeError(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_UNKNOWN,
                     "page_token is none that this method gave");
  }
  return text.substr(kPrefix.size());
}

}  // namespace muster::services
