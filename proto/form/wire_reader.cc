#include "proto/form/wire_reader.h"

namespace muster::form {
namespace {

// Deeper nested groups are not read.
constexpr int kMaxGroupDepth = 30;

}  // namespace

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

// To the end of a group that has begun.
bool WireReader::SkipGroup(uint32_t number) {
  if (++group_depth_ > kMaxGroupDepth) return false;
  WireField field;
  while (Next(field)) {
  }
  const bool closed = !malformed_ && end_of_group_ == number;
  end_of_group_ = 0;
  --group_depth_;
  return closed;
}

bool WireReader::Next(WireField& field) {
  field = {};
  if (malformed_ || end_of_group_ != 0) return false;
  if (rest_.empty()) return false;
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
    good = (field.wire_type == 1 && Skip(8)) || (field.wire_type == 5 && Skip(4)) ||
           (field.wire_type == 3 && SkipGroup(field.number));
    if (field.wire_type == 4 && group_depth_ > 0) {
      end_of_group_ = field.number;
      return false;
    }
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

std::string MergedBytesField(std::string_view message, uint32_t number) {
  std::string merged;
  WireReader reader(message);
  for (WireField field; reader.Next(field);) {
    if (field.number == number && field.wire_type == 2) merged += field.bytes;
  }
  return reader.malformed() ? std::string() : merged;
}

}  // namespace muster::form
