// Searches over whole lists. Emscripten's library has no std::ranges algorithms yet.
#ifndef MUSTER_PROTO_FORM_SEARCH_H_
#define MUSTER_PROTO_FORM_SEARCH_H_

#include <algorithm>

namespace muster::form {

template <typename Range, typename Predicate>
bool AnyOf(const Range& range, Predicate predicate) {
  return std::any_of(range.begin(), range.end(), predicate);
}

template <typename Range, typename Value>
bool Contains(const Range& range, const Value& value) {
  return std::find(range.begin(), range.end(), value) != range.end();
}

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_SEARCH_H_
