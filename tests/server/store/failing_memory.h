// SQLite's memory, which can run out. Linked into a program, it is there before SQLite begins.
#pragma once

#include <cstdint>

namespace muster::store {

class FailingMemory {
 public:
  // From the `first` allocation on (from 1, counted since now), `count` fail.
  static void Fail(std::int64_t first, std::int64_t count);
  static void FailNothing();

  // Whether it is to fail; whether it has since Fail.
  static bool IsSet();
  static bool HasFailed();
};

}  // namespace muster::store
