// The native side: fixtures on standard input, renderings on standard output, both as lists of
// byte strings, each behind its length in four bytes (little endian). A fixture is a component's
// name and the bytes of its options, a rendering the markup and the reason to leave it out.
#include <cstdint>
#include <cstring>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include "tests/proto/form/nhsuk/fixture.h"

namespace {

// The next part of `packed`, taken off it.
std::string_view TakePart(std::string_view& packed) {
  uint32_t size = 0;
  std::memcpy(&size, packed.data(), sizeof size);
  const std::string_view part = packed.substr(sizeof size, size);
  packed.remove_prefix(sizeof size + size);
  return part;
}

void WritePart(std::string_view part) {
  const auto size = static_cast<uint32_t>(part.size());
  std::cout.write(reinterpret_cast<const char*>(&size), sizeof size);
  std::cout.write(part.data(), static_cast<std::streamsize>(part.size()));
}

}  // namespace

int main() {
  const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
  for (std::string_view rest = input; !rest.empty();) {
    const std::string_view component = TakePart(rest), bytes = TakePart(rest);
    google::protobuf::Struct options;
    if (!options.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return 1;
    const muster::form::Rendering rendering = muster::form::RenderFixture(component, options);
    WritePart(rendering.html);
    WritePart(rendering.left_out);
  }
}
