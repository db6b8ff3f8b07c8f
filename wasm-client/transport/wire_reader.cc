#include "wasm-client/transport/wire_reader.h"

namespace muster::client {

bool WireReader::Next() {
  if (rest_.empty() || is_malformed_) return false;
  value_ = 0;
  bytes_ = {};
  uint64_t tag;
  if (!ReadVarint(tag) || tag >> 3 == 0 || tag > UINT32_MAX) return Fail();
  number_ = static_cast<uint32_t>(tag >> 3);
  switch (tag & 7) {
    case 0:
      return ReadVarint(value_) || Fail();
    case 1:
      return ReadFixed(8) || Fail();
    case 5:
      return ReadFixed(4) || Fail();
    case 2: {
      uint64_t size;
      if (!ReadVarint(size) || size > rest_.size()) return Fail();
      bytes_ = rest_.substr(0, static_cast<size_t>(size));
      rest_.remove_prefix(static_cast<size_t>(size));
      return true;
    }
    default:  // Groups are not in our contract.
      return Fail();
  }
}

bool WireReader::ReadVarint(uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 70 && !rest_.empty(); shift += 7) {
    const uint8_t byte = static_cast<uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    if (shift < 64) value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool WireReader::ReadFixed(int size) {
  if (rest_.size() < static_cast<size_t>(size)) return false;
  for (int i = size - 1; i >= 0; --i) {
    value_ = value_ << 8 | static_cast<uint8_t>(rest_[static_cast<size_t>(i)]);
  }
  rest_.remove_prefix(static_cast<size_t>(size));
  return true;
}

bool WireReader::Fail() {
  is_malformed_ = true;
  rest_ = {};
  return false;
}

}  // namespace muster::client
