// What compiled expressions do with lists and maps: RepeatedField, RepeatedPtrField, Map, vectors
// and arrays of constants alike. `Item` of a list is its entry, of a map its key.
#ifndef MUSTER_PROTO_RULES_LIST_H_
#define MUSTER_PROTO_RULES_LIST_H_

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <iterator>
#include <span>
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

// What a computed list keeps of an item: text is copied, for it may be of something that is gone
// when the list is read.
template <typename T>
using Kept = std::conditional_t<std::is_same_v<std::remove_cvref_t<T>, std::string_view>,
                                std::string, std::remove_cvref_t<T>>;

// A computed list. Not a vector of bits: its entries have addresses.
template <typename T>
using List = std::conditional_t<std::is_same_v<T, bool>, std::deque<T>, std::vector<T>>;

// A computed map. Few entries, searched one by one; those of a constant stay where they are.
template <typename Key, typename Value, typename Entries = std::vector<std::pair<Key, Value>>>
class Table {
 public:
  using key_type = Key;
  using mapped_type = Value;
  using value_type = std::pair<Key, Value>;

  explicit Table(Entries entries = {}) : entries_(std::move(entries)) {}

  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  auto find(const Key& key) const {
    return std::find_if(begin(), end(), [&](const auto& entry) { return entry.first == key; });
  }
  size_t count(const Key& key) const { return find(key) == end() ? 0 : 1; }

 private:
  Entries entries_;
};
template <typename Key, typename Value>
using ConstantTable = Table<Key, Value, std::span<const std::pair<Key, Value>>>;

// A map written out, whose keys may turn out to be the same.
template <typename Key, typename Value>
Table<Key, Value> MakeTable(std::vector<std::pair<Key, Value>> entries, Fault& fault) {
  for (size_t i = 0; i < entries.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (entries[i].first == entries[j].first) fault.Raise("map has a key twice");
    }
  }
  return Table<Key, Value>(std::move(entries));
}

// A list or map of another kind with the same items.
template <typename T, typename Range>
List<T> ToList(const Range& range) {
  List<T> out;
  for (const auto& item : range) out.push_back(T(item));
  return out;
}
template <typename Key, typename Value, typename Range>
Table<Key, Value> ToTable(const Range& range) {
  std::vector<std::pair<Key, Value>> out;
  for (const auto& entry : range) out.emplace_back(Key(entry.first), Value(entry.second));
  return Table<Key, Value>(std::move(out));
}
template <typename T, typename Left, typename Right>
List<T> JoinLists(const Left& left, const Right& right) {
  List<T> out = ToList<T>(left);
  for (const auto& item : right) out.push_back(T(item));
  return out;
}

// Whether `index` can be a key of the map: CEL's numbers are wider than those of messages.
template <MapLike Map, typename Index>
bool FitsKey(const Index& index) {
  using Key = typename Map::key_type;
  if constexpr (std::is_integral_v<Key> && !std::is_same_v<Key, bool>) {
    return std::in_range<Key>(index);
  } else {
    return true;
  }
}

template <typename Range, typename Value>
bool In(const Value& value, const Range& range) {
  if constexpr (MapLike<Range>) {
    return FitsKey<Range>(value) && range.count(typename Range::key_type(value)) > 0;
  } else {
    for (const auto& item : range) {
      if (item == value) return true;
    }
    return false;
  }
}

// The same with `same` to compare an item and the value.
template <typename Range, typename Value, typename Same>
bool In(const Value& value, const Range& range, Same same) {
  for (const auto& item : range) {
    if (same(item, value)) return true;
  }
  return false;
}

// How many items Filter() would keep.
template <typename Range, typename Condition>
int64_t Count(const Range& range, Condition condition) {
  int64_t count = 0;
  for (const auto& entry : range) count += condition(Item(range, entry)) ? 1 : 0;
  return count;
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
  return Count(range, condition) == 1;
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
  List<Kept<decltype(transform(Item(range, *std::begin(range))))>> out;
  for (const auto& entry : range) out.push_back(transform(Item(range, entry)));
  return out;
}
template <typename Range, typename Condition>
auto Filter(const Range& range, Condition condition) {
  List<Kept<decltype(Item(range, *std::begin(range)))>> out;
  for (const auto& entry : range) {
    if (condition(Item(range, entry))) out.push_back(Item(range, entry));
  }
  return out;
}

// `same` compares two items, two values.
template <typename Left, typename Right, typename Same = std::equal_to<>>
bool SameList(const Left& left, const Right& right, Same same = {}) {
  return std::equal(std::begin(left), std::end(left), std::begin(right), std::end(right), same);
}
template <MapLike Left, MapLike Right, typename Same = std::equal_to<>>
bool SameMap(const Left& left, const Right& right, Same same = {}) {
  if (left.size() != right.size()) return false;
  for (const auto& [key, value] : left) {
    if (!FitsKey<Right>(key)) return false;
    const auto found = right.find(typename Right::key_type(key));
    if (found == right.end() || !same(value, found->second)) return false;
  }
  return true;
}

// A value as a field of type T holds it, whose numbers may be narrower.
template <typename T, typename Value>
T Narrow(const Value& value, Fault& fault) {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<T>(ToInt32(value, fault));
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    if (!std::in_range<T>(value)) return Fail<T>("number does not fit the field", fault);
    return static_cast<T>(value);
  } else {
    return T(value);
  }
}

// Puts a value into a field of a message, or into an entry of it: a list, a map, a time, or what a
// wrapper holds.
template <typename Field, typename Value>
void Assign(Field* field, const Value& value, Fault& fault) {
  if constexpr (std::is_same_v<Field, Value>) {
    *field = value;
  } else if constexpr (std::is_same_v<Value, Instant> || std::is_same_v<Value, Span>) {
    field->set_seconds(value.seconds);
    field->set_nanos(value.nanos);
  } else if constexpr (MapLike<Field>) {
    for (const auto& [key, entry] : value) {
      Assign(&(*field)[Narrow<typename Field::key_type>(key, fault)], entry, fault);
    }
  } else if constexpr (requires { field->Add(); }) {
    for (const auto& item : value) Assign(field->Add(), item, fault);
  } else if constexpr (requires { field->set_value(field->value()); }) {
    field->set_value(Narrow<std::remove_cvref_t<decltype(field->value())>>(value, fault));
  } else {
    *field = Narrow<Field>(value, fault);
  }
}

// The entries of a map in the order of their keys, which is the same on every machine. Those of
// most maps find room in it.
template <MapLike Map>
class Sorted {
 public:
  using Entry = const typename Map::value_type*;

  explicit Sorted(const Map& map) : size_(map.size()) {
    if (size_ > kRoom) many_.resize(size_);
    first_ = size_ > kRoom ? many_.data() : few_;
    Entry* next = first_;
    for (const auto& entry : map) *next++ = &entry;
    std::sort(first_, next, [](Entry left, Entry right) { return left->first < right->first; });
  }
  Sorted(const Sorted&) = delete;
  Sorted& operator=(const Sorted&) = delete;

  const Entry* begin() const { return first_; }
  const Entry* end() const { return first_ + size_; }

 private:
  static constexpr size_t kRoom = 64;

  const size_t size_;
  Entry few_[kRoom];
  std::vector<Entry> many_;
  Entry* first_;
};

template <typename T>
const T& Missing(const T& nothing, const char* what, Fault& fault) {
  fault.Raise(what);
  return nothing;
}

// list[index] and map[key].
template <typename Range, typename Index>
const auto& At(const Range& range, const Index& index, Fault& fault) {
  if constexpr (MapLike<Range>) {
    static const typename Range::mapped_type kNothing{};
    if (!FitsKey<Range>(index)) return Missing(kNothing, "no such key", fault);
    const auto found = range.find(typename Range::key_type(index));
    if (found != range.end()) return found->second;
    return Missing(kNothing, "no such key", fault);
  } else {
    using Entry = std::remove_cvref_t<decltype(*std::begin(range))>;
    static const Entry kNothing{};
    if (index >= 0 && index < Size(range)) return *(std::begin(range) + index);
    return Missing(kNothing, "no such index", fault);
  }
}

// Whether no item comes twice. Short lists are compared pair by pair, long ones sorted in a copy.
template <typename Range>
bool IsUnique(const Range& range) {
  using Entry = std::remove_cvref_t<decltype(*std::begin(range))>;
  using View = std::conditional_t<std::is_same_v<Entry, std::string>, std::string_view, Entry>;
  constexpr int64_t kFew = 64;
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
  // A heap's sort is half the code of std::sort.
  std::make_heap(sorted.begin(), sorted.end());
  std::sort_heap(sorted.begin(), sorted.end());
  return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
}

}  // namespace muster::rules

#endif  // MUSTER_PROTO_RULES_LIST_H_
