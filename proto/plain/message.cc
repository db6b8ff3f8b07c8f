#include "proto/plain/message.h"

#include "proto/rules/utf8.h"
#include "proto/rules/wire_reader.h"

namespace muster::plain {

bool Message::Read(std::string_view bytes, int depth) {
  slots_.resize(schema_.size());
  rules::WireReader reader(bytes, depth);
  for (rules::WireField wire; reader.Next(wire);) {
    for (size_t i = 0; i < schema_.size(); ++i) {
      const FieldSchema& field = schema_[i];
      if (field.number != wire.number) continue;
      if (wire.wire_type != (field.kind == Kind::kNumber ? 0 : 2)) break;
      if (!Put(field, wire, depth, slots_[i])) return false;
    }
  }
  return !reader.malformed();
}

bool Message::Put(const FieldSchema& field, const rules::WireField& wire, int depth, Slot& slot) {
  if (field.kind == Kind::kNumber) {
    slot.number = wire.value;
    return true;
  }
  if (field.kind == Kind::kMessage) {
    // One that is not repeated and comes twice is merged.
    if (field.repeated || slot.messages.empty()) slot.messages.push_back(field.make());
    return depth > 1 && slot.messages.back()->Read(wire.bytes, depth - 1);
  }
  if (field.kind == Kind::kText && !rules::IsUtf8(wire.bytes)) return false;
  if (!field.repeated) slot.texts.clear();
  slot.texts.emplace_back(wire.bytes);
  return true;
}

bool Message::ParseFromArray(const void* data, int size) {
  slots_.clear();
  return Read({static_cast<const char*>(data), static_cast<size_t>(size)},
              rules::WireReader::kMostDepth);
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
