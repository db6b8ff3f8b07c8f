// The control: a parser with a defect that takes some finding, a read behind its input.
#include <cstddef>
#include <cstdint>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::vector<uint8_t> given(data, data + size);
  if (size < 5 || given[0] != '#' || given[1] != '{') return 0;
  size_t at = 2;
  while (given[at] != '}') ++at;  // Trusts that there is one.
  return at > size ? 1 : 0;
}
