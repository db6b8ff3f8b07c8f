// Chance with a seed: the same numbers on every machine, from which a message can be made again
// alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster::parity {

// SplitMix64. The standard's distributions differ between libraries, so none is used.
class Random {
 public:
  // The stream of one message of a run.
  Random(uint64_t seed, uint64_t index) : state_(seed * 0x9e3779b97f4a7c15 + index) {
    state_ = Next();
  }

  uint64_t Next() {
    uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return mixed ^ (mixed >> 31);
  }
  // From 0 to `count` - 1.
  size_t Below(size_t count) { return count == 0 ? 0 : static_cast<size_t>(Next() % count); }
  bool Chance(double share) { return static_cast<double>(Next() >> 11) * 0x1.0p-53 < share; }
  template <typename T>
  const T& Pick(const std::vector<T>& from) {
    return from[Below(from.size())];
  }

 private:
  uint64_t state_;
};

}  // namespace muster::parity
