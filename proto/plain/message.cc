#include "proto/plain/message.h"

#include "proto/rules/utf8.h"

namespace muster::plain {
namespace {

// Messages and groups in each other, as protobuf's own parsers have it.
constexpr int kMostDepth = 100;

}  // namespace

// Reads one message and what is in it.
class Message::Reader {
 public:
  Reader(std::string_view bytes, int depth) : rest_(bytes), depth_(depth) {}

  bool Read(Message& message) {
    message.slots_.resize(message.schema_.size());
    while (!rest_.empty()) {
      uint32_t tag = 0;
      if (!Tag(tag) || (tag & 7) == 4 || !Field(tag, message)) return false;
    }
    return true;
  }

 private:
  // At most five bytes, of which 32 bits count.
  bool Tag(uint32_t& tag) {
    uint64_t value = 0;
    if (!Varint(value, 5)) return false;
    tag = static_cast<uint32_t>(value);
    return tag >> 3 != 0;
  }

  bool Varint(uint64_t& value, int most_bytes) {
    value = 0;
    for (int i = 0; i < most_bytes && !rest_.empty(); ++i) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      if (i < 9 || byte < 2) value |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
      if (byte < 0x80) return true;
    }
    return false;
  }

  bool Take(uint64_t size, std::string_view& bytes) {
    if (size > rest_.size()) return false;
    bytes = rest_.substr(0, static_cast<size_t>(size));
    rest_.remove_prefix(bytes.size());
    return true;
  }

  bool Sized(std::string_view& bytes) {
    uint64_t size = 0;
    return Varint(size, 5) && Take(size, bytes);
  }

  bool Field(uint32_t tag, Message& message) {
    for (size_t i = 0; i < message.schema_.size(); ++i) {
      const FieldSchema& field = message.schema_[i];
      if (field.number != tag >> 3) continue;
      const bool number = field.kind == Kind::kNumber;
      if ((tag & 7) != (number ? 0 : 2)) break;
      if (number) return Varint(message.slots_[i].number, 10);
      std::string_view bytes;
      return Sized(bytes) && Put(field, bytes, message.slots_[i]);
    }
    return Skip(tag);
  }

  bool Put(const FieldSchema& field, std::string_view bytes, Slot& slot) {
    if (field.kind == Kind::kMessage) {
      // One that is not repeated and comes twice is merged.
      if (field.repeated || slot.messages.empty()) slot.messages.push_back(field.make());
      return depth_ > 1 && Reader(bytes, depth_ - 1).Read(*slot.messages.back());
    }
    if (field.kind == Kind::kText && !rules::IsUtf8(bytes)) return false;
    if (!field.repeated) slot.texts.clear();
    slot.texts.emplace_back(bytes);
    return true;
  }

  // A field that is not known.
  bool Skip(uint32_t tag) {
    std::string_view passed;
    uint64_t value = 0;
    switch (tag & 7) {
      case 0:
        return Varint(value, 10);
      case 1:
        return Take(8, passed);
      case 2:
        return Sized(passed);
      case 3:
        return SkipGroup(tag + 1);
      case 5:
        return Take(4, passed);
      default:
        return false;
    }
  }

  bool SkipGroup(uint32_t end_tag) {
    if (--depth_ < 0) return false;
    for (uint32_t tag = 0; Tag(tag);) {
      if ((tag & 7) == 4) {
        ++depth_;
        return tag == end_tag;
      }
      if (!Skip(tag)) return false;
    }
    return false;
  }

  std::string_view rest_;
  int depth_;
};

bool Message::ParseFromArray(const void* data, int size) {
  slots_.clear();
  return Reader({static_cast<const char*>(data), static_cast<size_t>(size)}, kMostDepth)
      .Read(*this);
}

const Message::Slot& Message::SlotAt(size_t slot) const {
  static const Slot* const kNothing = new Slot();
  return slot < slots_.size() ? slots_[slot] : *kNothing;
}

const std::string& Message::TextAt(size_t slot) const {
  static const std::string* const kNothing = new std::string();
  const std::vector<std::string>& texts = TextsAt(slot);
  return texts.empty() ? *kNothing : texts[0];
}

}  // namespace muster::plain
