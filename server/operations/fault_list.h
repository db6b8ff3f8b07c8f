// What is wrong with a store, in words for the person who runs it. A fault names resources and
// columns, and never holds what a sender wrote.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"

namespace muster::operations {

// Keeps the first faults and counts the others.
class FaultList {
 public:
  static constexpr std::size_t kKept = 100;

  void Add(std::string_view where, std::string_view what) {
    ++count_;
    if (kept_.size() >= kKept) return;
    kept_.push_back(absl::StrCat(std::string(where), ": ", std::string(what)));
  }
  void Add(std::string_view line) {
    ++count_;
    if (kept_.size() < kKept) kept_.emplace_back(line);
  }

  const std::vector<std::string>& kept() const { return kept_; }
  std::int64_t count() const { return count_; }

 private:
  std::vector<std::string> kept_;
  std::int64_t count_ = 0;
};

}  // namespace muster::operations
