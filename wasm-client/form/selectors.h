// Where the session puts the focus.
#ifndef MUSTER_WASM_CLIENT_FORM_SELECTORS_H_
#define MUSTER_WASM_CLIENT_FORM_SELECTORS_H_

#include <string>
#include <string_view>

namespace muster::client {

// The heading of a page that is new.
inline constexpr std::string_view kHeadingSelector = "#maincontent h1";

inline std::string IdSelector(std::string_view id) {
  std::string selector = "#";
  selector += id;
  return selector;
}

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_FORM_SELECTORS_H_
