// Page tokens of lists in order of name: the last name of the page before, in base64url. Whoever
// reads one learns nothing that the page did not say.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace muster::services {

std::string PageTokenAfter(std::string_view name);

// The name after which the page begins; "" for the first page.
// INVALID_ARGUMENT (PAGE_TOKEN_UNKNOWN): PageTokenAfter made no such token.
absl::StatusOr<std::string> NameBefore(std::string_view page_token);

}  // namespace muster::services
