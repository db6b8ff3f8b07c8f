// Lists of byte strings as they cross the boundary to the browser, in both directions: each behind
// its length in four bytes, little endian. Numbers travel as decimal text. The other end is
// web/src/engine.ts.
#ifndef MUSTER_WASM_CLIENT_PACKED_H_
#define MUSTER_WASM_CLIENT_PACKED_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "proto/rules/decimal.h"

namespace muster::client {

class Packer {
 public:
  Packer& Add(std::string_view part) {
    for (int shift = 0; shift < 32; shift += 8) {
      bytes_ += static_cast<char>(part.size() >> shift & 0xff);
    }
    bytes_ += part;
    return *this;
  }
  Packer& AddNumber(int64_t value) {
    std::string digits;
    rules::AppendSigned(value, digits);
    return Add(digits);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

// A part that is not there reads as empty, a number that is none as 0.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  bool empty() const { return rest_.empty(); }
  std::string_view Next() {
    if (rest_.size() < 4) return rest_ = {};
    uint32_t size = 0;
    for (int i = 3; i >= 0; --i) {
      size = size << 8 | static_cast<uint8_t>(rest_[static_cast<size_t>(i)]);
    }
    rest_.remove_prefix(4);
    const std::string_view part = rest_.substr(0, size);
    rest_.remove_prefix(part.size());
    return part;
  }
  std::string NextText() { return std::string(Next()); }
  int64_t NextNumber() {
    int64_t value = 0;
    return rules::ParseSigned(Next(), value) ? value : 0;
  }
  bool NextFlag() { return Next() == "1"; }

 private:
  std::string_view rest_;
};

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_PACKED_H_
