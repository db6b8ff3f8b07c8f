// A valid message is checked without a byte from the heap.
#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "sample.rules.h"

namespace {

int allocation_count = 0;

}  // namespace

// NOLINTBEGIN: all of the program's, counted.
void* operator new(size_t size) {
  ++allocation_count;
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
// NOLINTEND

namespace muster::golden {
namespace {

Sample ValidSample() {
  Sample sample;
  sample.set_name("abc");
  sample.set_count(6);
  sample.set_step(3);
  sample.mutable_end()->set_seconds(100);
  sample.add_tags("a");
  sample.add_tags("b");
  sample.set_none(true);
  Sample part = sample;
  (*sample.mutable_parts())["x"] = part;
  (*sample.mutable_parts())["a part with a name of more than a few letters"] = part;
  return sample;
}

TEST(AllocationTest, AValidMessageTakesNothingFromTheHeap) {
  const Sample sample = ValidSample();
  rules::Violations violations;
  violations.set_now({99, 0});
  const int before = allocation_count;
  const bool valid = Validate(sample, violations);
  const int after = allocation_count;
  EXPECT_TRUE(valid);
  EXPECT_EQ(after - before, 0);
}

TEST(AllocationTest, AnInvalidOneDoesSoTheCountCounts) {
  Sample sample = ValidSample();
  sample.set_count(60);
  rules::Violations violations;
  violations.set_now({99, 0});
  const int before = allocation_count;
  EXPECT_FALSE(Validate(sample, violations));
  EXPECT_GT(allocation_count - before, 0);
}

}  // namespace
}  // namespace muster::golden
