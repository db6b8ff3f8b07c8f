// Compares sets of keys that are too large for the memory.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace muster::operations {

// A sum over keys in which their order plays no part. Two of one process are equal when the same
// keys were added equally often, and otherwise are not, but for a chance of 2^-128.
class KeySum {
 public:
  void Add(std::string_view key);
  bool operator==(const KeySum&) const = default;

 private:
  std::array<std::uint64_t, 4> sum_ = {};
};

// Calls the function it is given with every key; may be called again.
using KeySource = absl::FunctionRef<absl::Status(absl::FunctionRef<void(std::string_view key)>)>;

// Calls `tell` for each key of `expected` that `found` does not have exactly once, with how often
// it has it. Reads `found` once for every hundred thousand keys of `expected`.
absl::Status CompareKeys(KeySource expected, KeySource found,
                         absl::FunctionRef<void(std::string_view key, int count)> tell);

}  // namespace muster::operations
