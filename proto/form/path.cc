#include "proto/form/path.h"

#include "proto/form/parts.h"
#include "proto/form/text.h"
#include "proto/rules/decimal.h"

namespace muster::form {
namespace {

bool ParseIndex(std::string_view key, size_t& index) {
  index = 0;
  for (const char c : key) {
    if (c < '0' || c > '9') return false;
    index = index * 10 + static_cast<size_t>(c - '0');
  }
  return !key.empty() && key.size() <= 6;
}

// The entry of a kQuestions field that answers `question_id`.
const Node* FindAnswer(const Value& value, std::string_view question_id) {
  for (const Node& node : value.nodes) {
    size_t id = 0;
    if (FieldNamed(*node.message, kQuestionId, &id) == nullptr) return nullptr;
    const std::vector<std::string>& texts = node.values[id].texts;
    if (!texts.empty() && texts[0] == question_id) return &node;
  }
  return nullptr;
}

Node* MakeAnswer(const Field& field, Value& value, std::string_view question_id,
                 size_t& draft_bytes) {
  if (const Node* found = FindAnswer(value, question_id)) return const_cast<Node*>(found);
  size_t id = 0;
  if (value.nodes.size() >= MostEntries(field) || question_id.empty() ||
      FieldNamed(*field.message, kQuestionId, &id) == nullptr) {
    return nullptr;
  }
  Node& made = value.nodes.emplace_back(*field.message);
  made.values[id].texts = {Repaired(question_id)};
  draft_bytes += DraftBytes(made);
  return &made;
}

// "", "[2]" or ".day" after the path of a text or of a run-time question's answer. False: it is
// none of these.
bool ReadRest(std::string_view rest, Named& slot) {
  if (rest.empty()) return true;
  if (rest.front() == '.') return PartNamed(rest.substr(1), slot.part, slot.part_count);
  slot.indexed = true;
  return slot.single && rest.front() == '[' && rest.back() == ']' &&
         ParseIndex(rest.substr(1, rest.size() - 2), slot.index);
}

Slot AnswerSlot(Node* answer, std::string_view rest, bool may_make) {
  size_t index = 0;
  if (answer == nullptr) return {};
  const Field* values = FieldNamed(*answer->message, kQuestionValues, &index);
  if (values == nullptr) return {};
  Slot slot{{values, false, 0, true}, &answer->values[index]};
  if (!ReadRest(rest, slot)) return {};
  const size_t most = may_make ? MostEntries(*values) : slot.value->texts.size();
  if (slot.indexed && slot.index >= most) return {};
  return slot;
}

bool HasParts(const Field& field) { return !field.repeated && !PartNames(field.widget).empty(); }

// The message that a segment in the middle of a path leads to.
Node* Descend(const Field& field, Value& value, const PathSegment& segment, size_t* draft_bytes) {
  if (field.type != Type::kMessage || field.repeated != segment.has_key) return nullptr;
  size_t index = 0;
  if (segment.has_key && !ParseIndex(segment.key, index)) return nullptr;
  if (draft_bytes != nullptr && index < MostEntries(field)) {
    for (; value.nodes.size() <= index; *draft_bytes += kPieceBytes) {
      value.nodes.emplace_back(*field.message);
    }
  }
  return index < value.nodes.size() ? &value.nodes[index] : nullptr;
}

// `draft_bytes` null: nothing is made.
Slot Walk(Node& root, std::string_view path, size_t* draft_bytes) {
  Node* node = &root;
  PathSegment segment;
  while (NextSegment(path, segment)) {
    size_t at = 0;
    const Field* field = FieldNamed(*node->message, segment.name, &at);
    if (field == nullptr) return {};
    Value& value = node->values[at];
    if (field->widget == Widget::kQuestions && segment.has_key) {
      Node* answer = draft_bytes != nullptr ? MakeAnswer(*field, value, segment.key, *draft_bytes)
                                            : const_cast<Node*>(FindAnswer(value, segment.key));
      return AnswerSlot(answer, segment.rest, draft_bytes != nullptr);
    }
    if (HasParts(*field) && !segment.has_key) {
      Slot slot{{field}, &value};
      return ReadRest(segment.rest, slot) ? slot : Slot();
    }
    if (path.empty()) {
      Slot slot{{field, segment.has_key}, &value};
      if (!segment.has_key) return slot;
      if (!field->repeated || !ParseIndex(segment.key, slot.index)) return {};
      const size_t count = field->type == Type::kMessage ? value.nodes.size() : value.texts.size();
      if (slot.index >= (draft_bytes != nullptr ? MostEntries(*field) : count)) return {};
      return slot;
    }
    node = Descend(*field, value, segment, draft_bytes);
    if (node == nullptr) return {};
  }
  return {};
}

}  // namespace

bool NextSegment(std::string_view& path, PathSegment& segment) {
  const size_t end = path.find_first_of(".[");
  segment = {path.substr(0, end), {}, false, {}};
  if (segment.name.empty()) return false;
  path.remove_prefix(segment.name.size());
  if (!path.empty() && path.front() == '[') {
    const size_t close = path.find(']');
    if (close == std::string_view::npos) return false;
    segment.key = path.substr(1, close - 1);
    segment.has_key = true;
    path.remove_prefix(close + 1);
  }
  segment.rest = path;
  if (path.empty()) return true;
  if (path.size() == 1 || (path.front() != '.' && path.front() != '[')) return false;
  if (path.front() == '.') path.remove_prefix(1);
  return true;
}

ConstSlot Find(const Node& root, std::string_view path) {
  const Slot slot = Walk(const_cast<Node&>(root), path, nullptr);
  return {static_cast<const Named&>(slot), slot.value};
}

Slot FindOrMake(Node& root, std::string_view path, size_t& draft_bytes) {
  return Walk(root, path, &draft_bytes);
}

size_t DraftBytes(const Value& value) {
  size_t bytes = 0;
  for (const std::string& text : value.texts) bytes += text.size() + kPieceBytes;
  for (const Node& child : value.nodes) bytes += DraftBytes(child);
  return bytes;
}

size_t DraftBytes(const Node& node) {
  size_t bytes = kPieceBytes;
  for (const Value& value : node.values) bytes += DraftBytes(value);
  return bytes;
}

size_t MostEntries(const Field& field) {
  if (!field.repeated) return 1;
  if (field.max_items == 0 || field.max_items > Answers::kMaxEntries / 2) {
    return Answers::kMaxEntries;
  }
  return size_t{2} * field.max_items;
}

ConstSlot Describe(const Message& content, std::string_view path) {
  const Message* message = &content;
  PathSegment segment;
  while (message != nullptr && NextSegment(path, segment)) {
    const Field* field = FieldNamed(*message, segment.name);
    if (field == nullptr) return {};
    ConstSlot slot{{field, segment.has_key}, nullptr};
    if (field->widget == Widget::kQuestions && segment.has_key) {
      slot = {{FieldNamed(*field->message, kQuestionValues), false, 0, true}, nullptr};
      if (segment.key.empty() || !ReadRest(segment.rest, slot)) return {};
      return slot.index < MostEntries(*slot.field) ? slot : ConstSlot();
    }
    if (HasParts(*field) && !segment.has_key)
      return ReadRest(segment.rest, slot) ? slot : ConstSlot();
    if (segment.has_key && (!field->repeated || !ParseIndex(segment.key, slot.index) ||
                            slot.index >= MostEntries(*field))) {
      return {};
    }
    if (path.empty()) return slot;
    if (field->repeated != segment.has_key) return {};
    message = field->message;
  }
  return {};
}

const Field* FieldAt(const Message& content, std::string_view path) {
  return Describe(content, path).field;
}

const Field* FieldNamed(const Message& message, std::string_view name, size_t* index) {
  for (size_t i = 0; i < message.fields.size(); ++i) {
    if (message.fields[i].name != name) continue;
    if (index != nullptr) *index = i;
    return &message.fields[i];
  }
  return nullptr;
}

std::string EntryPath(std::string_view list, size_t index) {
  std::string path(list);
  path += '[';
  rules::AppendUnsigned(index, path);
  path += ']';
  return path;
}

std::string FieldPathIn(std::string_view group, std::string_view name) {
  return group.empty() ? std::string(name) : Joined(group, ".", name);
}

std::string FirstControlPath(const Field& field, std::string_view path) {
  if (field.widget == Widget::kQuestions || field.name == kQuestionValues) return std::string(path);
  const bool names_entry = !path.empty() && path.back() == ']';
  std::string at(path);
  const bool list = field.widget != Widget::kCheckboxes && field.repeated;
  if (list && !names_entry) at = EntryPath(path, 0);
  if (field.type != Type::kMessage) return at;
  for (const Field& child : field.message->fields) {
    if (child.widget != Widget::kHidden)
      return FirstControlPath(child, FieldPathIn(at, child.name));
  }
  return at;
}

std::string ElementId(std::string_view path) {
  std::string id;
  for (const char c : path) {
    if (c == '.' || c == '[') {
      id += '-';
    } else if (c == '-') {
      id += '_';
    } else if (c != ']') {
      id += c;
    }
  }
  return id;
}

}  // namespace muster::form
