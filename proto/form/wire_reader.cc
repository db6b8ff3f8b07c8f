#include "proto/form/wire_reader.h"

namespace muster::form {

bool WireReader::Varint(uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 70 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (shift < 64) value |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool WireReader::Skip(uint64_t size) {
  if (size > rest_.size()) return false;
  rest_.remove_prefix(static_cast<size_t>(size));
  return true;
}

bool WireReader::Next(WireField& field) {
  if (rest_.empty() || malformed_) return false;
  field = {};
  uint64_t tag = 0;
  bool good = Varint(tag) && tag >> 3 != 0 && tag >> 3 <= 0x1FFFFFFF;
  field.number = static_cast<uint32_t>(tag >> 3);
  field.wire_type = tag & 7;
  if (good && field.wire_type == 0) {
    good = Varint(field.value);
  } else if (good && field.wire_type == 2) {
    uint64_t size = 0;
    good = Varint(size) && size <= rest_.size();
    if (good) field.bytes = rest_.substr(0, static_cast<size_t>(size));
    good = good && Skip(size);
  } else if (good) {
    // Groups (3 and 4) are not of this contract, nor of any that it grows from.
    good = (field.wire_type == 1 && Skip(8)) || (field.wire_type == 5 && Skip(4));
  }
  malformed_ = !good;
  return good;
}

std::string_view FindBytesField(std::string_view message, uint32_t number) {
  std::string_view found;
  WireReader reader(message);
  for (WireField field; reader.Next(field);) {
    if (field.number == number && field.wire_type == 2) found = field.bytes;
  }
  return reader.malformed() ? std::string_view() : found;
}

}  // namespace muster::form
