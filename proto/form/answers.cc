#include "proto/form/answers.h"

#include <algorithm>

#include "proto/form/path.h"
#include "proto/form/search.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

// What the tree takes as a draft's bytes, rounded up: a tag and a length for each piece.
size_t DraftBytes(const Node& node) {
  size_t bytes = 8;
  for (const Value& value : node.values) {
    for (const std::string& text : value.texts) bytes += text.size() + 8;
    for (const Node& child : value.nodes) bytes += DraftBytes(child);
  }
  return bytes;
}

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

size_t MostEntries(const Field& field) {
  const size_t most = field.max_items == 0 ? Answers::kMaxEntries : field.max_items;
  return std::min(most, Answers::kMaxEntries);
}

}  // namespace

Node::Node(const Message& of) : message(&of), values(of.fields.size()) {}

Answers::Answers(const Message& content) : root_(content) {}

std::string_view Answers::Get(std::string_view path) const {
  const ConstSlot slot = Find(root_, path);
  if (slot.value == nullptr) return {};
  const size_t index = slot.indexed ? slot.index : 0;
  return index < slot.value->texts.size() ? std::string_view(slot.value->texts[index])
                                          : std::string_view();
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

bool Answers::Set(std::string_view path, std::string_view value) {
  std::string kept;
  const ConstSlot named = Describe(*root_.message, path);
  if (named.field == nullptr || !Keepable(*named.field, value, kept)) return false;
  if (named.field->repeated && !named.indexed && !named.single) return false;
  if (kept.size() > kMaxBytes || DraftBytes(root_) + kept.size() > kMaxBytes) return false;
  const Slot slot = FindOrMake(root_, path, kMaxEntries);
  if (slot.value == nullptr) return false;
  std::vector<std::string>& texts = slot.value->texts;
  if (slot.indexed) {
    if (texts.size() <= slot.index) texts.resize(slot.index + 1);
    texts[slot.index] = std::move(kept);
  } else {
    texts.clear();
    if (!kept.empty()) texts.push_back(std::move(kept));
  }
  return true;
}

bool Answers::Choose(std::string_view path, std::string_view value, bool chosen) {
  std::string kept;
  const ConstSlot named = Describe(*root_.message, path);
  if (named.field == nullptr || !named.field->repeated || named.indexed) return false;
  if (!Keepable(*named.field, value, kept) || kept.empty()) return false;
  if (chosen && DraftBytes(root_) + kept.size() > kMaxBytes) return false;
  const Slot slot = FindOrMake(root_, path, kMaxEntries);
  if (slot.value == nullptr) return false;
  std::vector<std::string>& texts = slot.value->texts;
  const auto at = std::find(texts.begin(), texts.end(), kept);
  if (!chosen && at != texts.end()) texts.erase(at);
  if (chosen && at == texts.end()) {
    if (texts.size() >= kMaxEntries) return false;
    texts.push_back(std::move(kept));
  }
  return true;
}

void Answers::Clear(std::string_view path) {
  if (Find(root_, path).value == nullptr) return;
  const Slot slot = FindOrMake(root_, path, kMaxEntries);
  if (!slot.indexed) {
    slot.value->texts.clear();
    slot.value->nodes.clear();
  } else if (slot.index < slot.value->texts.size()) {
    slot.value->texts[slot.index].clear();
  } else if (slot.index < slot.value->nodes.size()) {
    slot.value->nodes[slot.index] = Node(*slot.field->message);
  }
}

bool Answers::AddEntry(std::string_view path) {
  const ConstSlot named = Describe(*root_.message, path);
  if (named.field == nullptr || !named.field->repeated || named.indexed || named.single)
    return false;
  const Slot slot = FindOrMake(root_, path, kMaxEntries);
  if (slot.value == nullptr) return false;
  const bool group = slot.field->type == Type::kMessage;
  const size_t count = group ? slot.value->nodes.size() : slot.value->texts.size();
  if (count >= MostEntries(*slot.field) || DraftBytes(root_) + 16 > kMaxBytes) return false;
  if (group) {
    slot.value->nodes.emplace_back(*slot.field->message);
  } else {
    slot.value->texts.emplace_back();
  }
  return true;
}

bool Answers::RemoveEntry(std::string_view path) {
  const ConstSlot found = Find(root_, path);
  if (found.value == nullptr || !found.indexed) return false;
  const Slot slot = FindOrMake(root_, path, kMaxEntries);
  const auto offset = static_cast<std::ptrdiff_t>(slot.index);
  if (slot.field->type == Type::kMessage) {
    slot.value->nodes.erase(slot.value->nodes.begin() + offset);
  } else {
    slot.value->texts.erase(slot.value->texts.begin() + offset);
  }
  return true;
}

}  // namespace muster::form
