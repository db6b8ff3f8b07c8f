// Tables are read in pages, each from after the last key of the one before. Keys of a damaged file
// may not ascend, and such a reading would not end: so each is held against the one before it.
#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace muster::operations {

// `Key` is compared as the table's order has it: integers, or octets as they are.
template <typename Key>
class KeyOrder {
 public:
  // `after`: what the first key comes after.
  KeyOrder(std::string table, Key after) : table_(std::move(table)), last_(std::move(after)) {}

  // DATA_LOSS when `key` does not come after the last one.
  absl::Status Advance(Key key) {
    if (!(last_ < key)) {
      return absl::DataLossError(
          absl::StrCat("the keys of ", table_, " are not in order: the data file is damaged"));
    }
    last_ = std::move(key);
    return absl::OkStatus();
  }
  const Key& last() const { return last_; }

 private:
  const std::string table_;
  Key last_;
};

}  // namespace muster::operations
