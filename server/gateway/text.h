// Debian builds Abseil with a string_view of its own; this carries the standard one over.
#ifndef MUSTER_SERVER_GATEWAY_TEXT_H_
#define MUSTER_SERVER_GATEWAY_TEXT_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace muster::gateway {

inline absl::string_view Abseil(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_TEXT_H_
