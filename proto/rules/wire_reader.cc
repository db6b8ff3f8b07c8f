#include "proto/rules/wire_reader.h"

namespace muster::rules {

bool WireReader::Next(WireField& field) {
  field = {};
  if (rest_.empty() || malformed_) return false;
  uint32_t tag = 0;
  malformed_ = !Tag(tag) || !Value(tag, field);
  return !malformed_;
}

// At most five bytes, of which 32 bits count.
bool WireReader::Tag(uint32_t& tag) {
  uint64_t value = 0;
  if (!Varint(value, 5)) return false;
  tag = static_cast<uint32_t>(value);
  return tag >> 3 != 0;
}

bool WireReader::Varint(uint64_t& value, int most_bytes) {
  value = 0;
  for (int i = 0; i < most_bytes && !rest_.empty(); ++i) {
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    if (i < 9 || byte < 2) value |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
    if (byte < 0x80) return true;
  }
  return false;
}

bool WireReader::Take(uint64_t size, std::string_view& bytes) {
  if (size > rest_.size()) return false;
  bytes = rest_.substr(0, static_cast<size_t>(size));
  rest_.remove_prefix(bytes.size());
  return true;
}

bool WireReader::Value(uint32_t tag, WireField& field) {
  field.number = tag >> 3;
  field.wire_type = tag & 7;
  std::string_view passed;
  switch (field.wire_type) {
    case 0:
      return Varint(field.value, 10);
    case 1:
      return Take(8, passed);
    case 2: {
      uint64_t size = 0;
      return Varint(size, 5) && Take(size, field.bytes);
    }
    case 3:
      return SkipGroup(tag + 1);
    case 5:
      return Take(4, passed);
    default:
      return false;
  }
}

// To the end of a group that has begun.
bool WireReader::SkipGroup(uint32_t end_tag) {
  if (--depth_ < 0) return false;
  WireField passed;
  for (uint32_t tag = 0; Tag(tag);) {
    if ((tag & 7) == 4) {
      ++depth_;
      return tag == end_tag;
    }
    if (!Value(tag, passed)) return false;
  }
  return false;
}

std::string_view FindBytesField(std::string_view message, uint32_t number) {
  std::string_view found;
  WireReader reader(message);
  for (WireField field; reader.Next(field);) {
    if (field.number == number && field.wire_type == 2) found = field.bytes;
  }
  return reader.malformed() ? std::string_view() : found;
}

std::string MergedBytesField(std::string_view message, uint32_t number) {
  std::string merged;
  WireReader reader(message);
  for (WireField field; reader.Next(field);) {
    if (field.number == number && field.wire_type == 2) merged += field.bytes;
  }
  return reader.malformed() ? std::string() : merged;
}

}  // namespace muster::rules
