// What compiled expressions do with lists and maps: RepeatedField, RepeatedPtrField, Map, vectors
// and arrays of constants alike. `Item` of a list is its entry, of a map its key.
#ifndef MUSTER_PROTO_RULES_LIST_H_
#define MUSTER_PROTO_RULES_LIST_H_

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "proto/rules/cel.h"

namespace muster::rules {

template <typename T>
concept MapLike = requires(const T& map) {
  typename T::mapped_type;
};

template <typename Range>
int64_t Size(const Range& range) {
  return static_cast<int64_t>(std::size(range));
}

template <MapLike Range>
const auto& Item(const Range&, const typename Range::value_type& entry) {
  return entry.first;
}
template <typename Range, typename Entry>
requires(!MapLike<Range>) const Entry& Item(const Range&, const Entry& entry) { return entry; }

// What a computed list keeps of an item: text is viewed, not copied, unless it is made on the spot.
template <typename T>
using Kept = std::remove_cvref_t<T>;

template <typename Range, typename Value>
bool In(const Value& value, const Range& range) {
  if constexpr (MapLike<Range>) {
    return range.count(typename Range::key_type(value)) > 0;
  } else {
    for (const auto& item : range) {
      if (item == value) return true;
    }
    return false;
  }
}

// Conditions that cannot fail.
template <typename Range, typename Condition>
bool All(const Range& range, Condition condition) {
  for (const auto& entry : range) {
    if (!condition(Item(range, entry))) return false;
  }
  return true;
}
template <typename Range, typename Condition>
bool Exists(const Range& range, Condition condition) {
  return !All(range, [&](const auto& item) { return !condition(item); });
}
template <typename Range, typename Condition>
bool ExistsOne(const Range& range, Condition condition) {
  int64_t count = 0;
  for (const auto& entry : range) count += condition(Item(range, entry)) ? 1 : 0;
  return count == 1;
}

// Conditions that can: one item that decides does so whatever became of the others.
template <typename Range, typename Condition>
bool All(const Range& range, Fault& fault, Condition condition) {
  Fault first;
  for (const auto& entry : range) {
    Fault inner;
    const bool holds = condition(Item(range, entry), inner);
    if (!inner && !holds) return false;
    if (inner) first.Raise(inner.what());
  }
  if (first) fault.Raise(first.what());
  return true;
}
template <typename Range, typename Condition>
bool Exists(const Range& range, Fault& fault, Condition condition) {
  return !All(range, fault,
              [&](const auto& item, Fault& inner) { return !condition(item, inner); });
}
template <typename Range, typename Condition>
bool ExistsOne(const Range& range, Fault& fault, Condition condition) {
  return ExistsOne(range, [&](const auto& item) { return condition(item, fault); });
}

template <typename Range, typename Transform>
auto MapEach(const Range& range, Transform transform) {
  std::vector<Kept<decltype(transform(Item(range, *std::begin(range))))>> out;
  for (const auto& entry : range) out.push_back(transform(Item(range, entry)));
  return out;
}
template <typename Range, typename Condition>
auto Filter(const Range& range, Condition condition) {
  std::vector<Kept<decltype(Item(range, *std::begin(range)))>> out;
  for (const auto& entry : range) {
    if (condition(Item(range, entry))) out.push_back(Item(range, entry));
  }
  return out;
}

template <typename Left, typename Right>
bool SameList(const Left& left, const Right& right) {
  return std::equal(std::begin(left), std::end(left), std::begin(right), std::end(right));
}

// The entries of a map in the order of their keys, which is the same on every machine.
template <MapLike Map>
std::vector<const typename Map::value_type*> Sorted(const Map& map) {
  std::vector<const typename Map::value_type*> out;
  out.reserve(map.size());
  for (const auto& entry : map) out.push_back(&entry);
  std::sort(out.begin(), out.end(),
            [](const auto* left, const auto* right) { return left->first < right->first; });
  return out;
}

// list[index] and map[key].
template <typename Range, typename Index>
const auto& At(const Range& range, const Index& index, Fault& fault) {
  if constexpr (MapLike<Range>) {
    static const typename Range::mapped_type kNothing{};
    const auto found = range.find(typename Range::key_type(index));
    if (found != range.end()) return found->second;
    fault.Raise("no such key");
    return kNothing;
  } else {
    using Entry = std::remove_cvref_t<decltype(*std::begin(range))>;
    static const Entry kNothing{};
    if (index >= 0 && index < Size(range)) return *(std::begin(range) + index);
    fault.Raise("no such index");
    return kNothing;
  }
}

// Whether no item comes twice. Short lists are compared pair by pair, long ones sorted.
template <typename Range>
bool IsUnique(const Range& range) {
  using Entry = std::remove_cvref_t<decltype(*std::begin(range))>;
  using View = std::conditional_t<std::is_same_v<Entry, std::string>, std::string_view, Entry>;
  constexpr int64_t kFew = 16;
  if (Size(range) <= kFew) {
    for (auto left = std::begin(range); left != std::end(range); ++left) {
      for (auto right = std::begin(range); right != left; ++right) {
        if (*left == *right) return false;
      }
    }
    return true;
  }
  std::vector<View> sorted;
  sorted.reserve(std::size(range));
  for (const auto& item : range) {
    // NaN is the same as nothing, and has no place in an order.
    if (item == item) sorted.push_back(item);
  }
  std::sort(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_LIST_H_
