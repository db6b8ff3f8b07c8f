#include "proto/form/answers.h"

#include <algorithm>

#include "proto/form/parts.h"
#include "proto/form/path.h"
#include "proto/form/search.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

bool IsChoice(const Field& field, std::string_view value) {
  return AnyOf(field.choices, [&](const Choice& c) { return c.value == value; });
}

// The text as it is kept for a field of this type. False: it can't be.
bool Keepable(const Field& field, std::string_view typed, std::string& kept) {
  switch (field.type) {
    case Type::kString:
      kept = WithLineFeeds(Repaired(typed));
      return true;
    case Type::kBool:
      kept = typed == "true" ? "true" : "";
      return true;
    case Type::kEnum:
      kept = typed;
      return typed.empty() || IsChoice(field, typed);
    case Type::kMessage:
      return false;
  }
  return false;
}

}  // namespace

Node::Node(const Message& of) : message(&of), values(of.fields.size()) {}

Answers::Answers(const Message& content) : root_(content) {}

std::string_view Answers::Get(std::string_view path) const {
  const ConstSlot slot = Find(root_, path);
  if (slot.value == nullptr) return {};
  const size_t index = slot.indexed ? slot.index : 0;
  if (index >= slot.value->texts.size()) return {};
  const std::string_view text = slot.value->texts[index];
  return slot.part_count > 0 ? PartOf(text, slot.part, slot.part_count) : text;
}

bool Answers::Has(std::string_view path, std::string_view value) const {
  const ConstSlot slot = Find(root_, path);
  return slot.value != nullptr && Contains(slot.value->texts, value);
}

size_t Answers::Count(std::string_view path) const {
  const ConstSlot slot = Find(root_, path);
  if (slot.value == nullptr) return 0;
  return slot.field->type == Type::kMessage ? slot.value->nodes.size() : slot.value->texts.size();
}

bool Answers::HasRoomFor(size_t more, size_t less, size_t most_bytes) {
  if (!bytes_known_) {
    bytes_ = DraftBytes(root_);
    for (const auto& [key, text] : notes_) bytes_ += key.size() + text.size() + kPieceBytes;
  }
  bytes_known_ = true;
  return more <= less || bytes_ + more - less <= most_bytes;
}

bool Answers::Set(std::string_view path, std::string_view value, size_t most_bytes) {
  std::string kept;
  const ConstSlot named = Describe(*root_.message, path);
  if (named.field == nullptr || !Keepable(*named.field, value, kept)) return false;
  if (named.field->repeated && !named.indexed && !named.single) return false;
  if (!HasRoomFor(kept.size(), Get(path).size(), most_bytes)) return false;
  const Slot slot = FindOrMake(root_, path, bytes_);
  if (slot.value == nullptr) return false;
  std::vector<std::string>& texts = slot.value->texts;
  bytes_ -= DraftBytes(*slot.value);
  if (slot.part_count > 0) {
    kept = WithPart(texts.empty() ? "" : texts[0], slot.part, slot.part_count, kept);
  }
  if (slot.indexed) {
    if (texts.size() <= slot.index) texts.resize(slot.index + 1);
    texts[slot.index] = std::move(kept);
  } else {
    texts.clear();
    if (!kept.empty()) texts.push_back(std::move(kept));
  }
  bytes_ += DraftBytes(*slot.value);
  return true;
}

bool Answers::Choose(std::string_view path, std::string_view value, bool chosen) {
  std::string kept;
  const ConstSlot named = Describe(*root_.message, path);
  if (named.field == nullptr || !named.field->repeated || named.indexed) return false;
  if (!Keepable(*named.field, value, kept) || kept.empty()) return false;
  if (!HasRoomFor(chosen ? kept.size() : 0)) return false;
  const Slot slot = FindOrMake(root_, path, bytes_);
  if (slot.value == nullptr) return false;
  std::vector<std::string>& texts = slot.value->texts;
  bytes_ -= DraftBytes(*slot.value);
  const auto at = std::find(texts.begin(), texts.end(), kept);
  const bool held = at != texts.end();
  const bool full = texts.size() >= MostEntries(*slot.field);
  if (!chosen && held) texts.erase(at);
  if (chosen && !held && !full) texts.push_back(std::move(kept));
  bytes_ += DraftBytes(*slot.value);
  return !chosen || held || !full;
}

void Answers::Clear(std::string_view path) {
  if (Find(root_, path).value == nullptr) return;
  HasRoomFor(0);
  const Slot slot = FindOrMake(root_, path, bytes_);
  bytes_ -= DraftBytes(*slot.value);
  if (!slot.indexed) {
    slot.value->texts.clear();
    slot.value->nodes.clear();
  } else if (slot.index < slot.value->texts.size()) {
    slot.value->texts[slot.index].clear();
  } else if (slot.index < slot.value->nodes.size()) {
    slot.value->nodes[slot.index] = Node(*slot.field->message);
  }
  bytes_ += DraftBytes(*slot.value);
}

bool Answers::AddEntry(std::string_view path) {
  const ConstSlot named = Describe(*root_.message, path);
  if (named.field == nullptr || !named.field->repeated || named.indexed) return false;
  if (!HasRoomFor(2 * kPieceBytes)) return false;
  const Slot slot = FindOrMake(root_, path, bytes_);
  if (slot.value == nullptr) return false;
  const bool group = slot.field->type == Type::kMessage;
  const size_t count = group ? slot.value->nodes.size() : slot.value->texts.size();
  const size_t allowed = slot.field->max_items == 0 ? kMaxEntries : slot.field->max_items;
  if (count >= std::min(allowed, kMaxEntries)) return false;
  if (group) {
    slot.value->nodes.emplace_back(*slot.field->message);
  } else {
    slot.value->texts.emplace_back();
  }
  bytes_ += kPieceBytes;
  return true;
}

bool Answers::RemoveEntry(std::string_view path) {
  const ConstSlot found = Find(root_, path);
  if (found.value == nullptr || !found.indexed) return false;
  const Slot slot = FindOrMake(root_, path, bytes_);
  const auto offset = static_cast<std::ptrdiff_t>(slot.index);
  if (slot.field->type == Type::kMessage) {
    slot.value->nodes.erase(slot.value->nodes.begin() + offset);
  } else {
    slot.value->texts.erase(slot.value->texts.begin() + offset);
  }
  bytes_known_ = false;
  return true;
}

std::string_view Answers::Note(std::string_view key) const {
  for (const auto& [noted, text] : notes_) {
    if (noted == key) return text;
  }
  return {};
}

void Answers::SetNote(std::string_view key, std::string_view text) {
  bytes_known_ = false;
  std::string name = Repaired(key);
  const bool fits = key.size() + text.size() <= kMaxNoteBytes;
  size_t at = 0;
  while (at < notes_.size() && notes_[at].first != name) ++at;
  if (text.empty() || !fits) {
    if (at < notes_.size()) notes_.erase(notes_.begin() + static_cast<std::ptrdiff_t>(at));
  } else if (at < notes_.size()) {
    notes_[at].second = Repaired(text);
  } else if (at < kMaxNotes) {
    notes_.emplace_back(std::move(name), Repaired(text));
  }
}

}  // namespace muster::form
