#include "tests/server/store/failing_memory.h"

#include <sqlite3.h>

#include <atomic>

#include "gtest/gtest.h"

namespace muster::store {
namespace {

sqlite3_mem_methods original;
std::atomic<bool> is_set = false;
std::atomic<std::int64_t> seen = 0;
std::atomic<std::int64_t> first_failure = 0;
std::atomic<std::int64_t> last_failure = 0;
std::atomic<bool> has_failed = false;

bool Fails() {
  if (!is_set) return false;
  const std::int64_t number = ++seen;
  if (number < first_failure || number > last_failure) return false;
  has_failed = true;
  return true;
}

// Before anything calls SQLite; every small piece of memory is then asked for, too.
const bool installed = [] {
  sqlite3_config(SQLITE_CONFIG_GETMALLOC, &original);
  static sqlite3_mem_methods failing = original;
  failing.xMalloc = [](int size) { return Fails() ? nullptr : original.xMalloc(size); };
  failing.xRealloc = [](void* memory, int size) {
    return Fails() ? nullptr : original.xRealloc(memory, size);
  };
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK &&
         sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK;
}();

}  // namespace

void FailingMemory::Fail(std::int64_t first, std::int64_t count) {
  EXPECT_TRUE(installed);
  seen = 0;
  first_failure = first;
  last_failure = first + count - 1;
  has_failed = false;
  is_set = true;
}

void FailingMemory::FailNothing() { is_set = false; }

bool FailingMemory::IsSet() { return is_set; }

bool FailingMemory::HasFailed() { return has_failed; }

}  // namespace muster::store
