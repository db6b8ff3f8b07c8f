// The wire bytes of answers.
#include "proto/form/answers.h"
#include "proto/form/path.h"
#include "proto/form/text.h"
#include "proto/rules/wire.h"
#include "proto/rules/wire_reader.h"

namespace muster::form {
namespace {

// The last field number there is.
constexpr uint32_t kNoteNumber = 536'870'911;
constexpr uint32_t kNoteKeyNumber = 1;
constexpr uint32_t kNoteTextNumber = 2;

// What is left of the bounds while reading.
struct Budget {
  size_t bytes = Answers::kMaxBytes;
  bool complete = true;
  Answers::Keep keep = Answers::Keep::kAll;

  bool Take(size_t size, const Field& field, size_t entries) {
    const bool full = field.repeated && entries >= MostEntries(field);
    if (size + kPieceBytes > bytes || full) return complete = false;
    bytes -= size + kPieceBytes;
    return true;
  }
};

bool ReadNode(std::string_view bytes, Node& node, Budget& budget);

bool ReadMessage(const Field& field, std::string_view bytes, Node& node, Budget& budget) {
  const Answers::Keep keep = budget.keep;
  if (IsOfContext(field)) budget.keep = Answers::Keep::kAll;
  const bool good = ReadNode(bytes, node, budget);
  budget.keep = keep;
  return good;
}

void PutText(const Field& field, std::string text, Value& value) {
  if (!field.repeated) value.texts.clear();
  if (field.repeated || !text.empty()) value.texts.push_back(std::move(text));
}

// False: the bytes are no message.
bool ReadField(const Field& field, const rules::WireField& wire, Value& value, Budget& budget) {
  const bool number = field.type == Type::kBool || field.type == Type::kEnum;
  if (wire.wire_type != (number ? 0 : 2)) return true;
  switch (field.type) {
    case Type::kString:
      if (!budget.Take(wire.bytes.size(), field, value.texts.size())) return true;
      if (budget.keep == Answers::Keep::kAll || IsOfContext(field)) {
        PutText(field, Repaired(wire.bytes), value);
      } else {
        PutText(field, {}, value);
      }
      return true;
    case Type::kBool:
      PutText(field, wire.value != 0 ? "true" : "", value);
      return true;
    case Type::kEnum:
      for (const Choice& choice : field.choices) {
        if (static_cast<uint64_t>(choice.number) != wire.value) continue;
        if (budget.Take(0, field, value.texts.size())) {
          PutText(field, std::string(choice.value), value);
        }
      }
      return true;
    case Type::kMessage:
      // A message that is not repeated and comes twice is merged, as everywhere.
      if (field.repeated || value.nodes.empty()) {
        if (!budget.Take(0, field, value.nodes.size())) return true;
        value.nodes.emplace_back(*field.message);
      }
      return ReadMessage(field, wire.bytes, value.nodes.back(), budget);
  }
  return true;
}

bool ReadNode(std::string_view bytes, Node& node, Budget& budget) {
  rules::WireReader reader(bytes);
  for (rules::WireField wire; reader.Next(wire);) {
    for (size_t i = 0; i < node.values.size(); ++i) {
      const Field& field = node.message->fields[i];
      if (field.number != wire.number) continue;
      if (!ReadField(field, wire, node.values[i], budget)) return false;
    }
  }
  return !reader.malformed();
}

void WriteNode(const Node& node, std::string& out) {
  for (size_t i = 0; i < node.values.size(); ++i) {
    const Field& field = node.message->fields[i];
    for (const std::string& text : node.values[i].texts) {
      if (text.empty() && !field.repeated) continue;
      if (field.type == Type::kString) {
        rules::WriteBytesField(field.number, text, out);
      } else if (field.type == Type::kBool) {
        if (text == "true" || field.repeated) {
          rules::WriteVarintField(field.number, text == "true", out);
        }
      } else {
        for (const Choice& choice : field.choices) {
          if (choice.value == text) {
            rules::WriteVarintField(field.number, static_cast<uint64_t>(choice.number), out);
          }
        }
      }
    }
    for (const Node& child : node.values[i].nodes) {
      std::string bytes;
      WriteNode(child, bytes);
      rules::WriteBytesField(field.number, bytes, out);
    }
  }
}

}  // namespace

bool IsOfContext(const Field& field) {
  return field.widget >= Widget::kQuestions || !field.choices_from.empty() ||
         !field.value_from.empty();
}

Answers Answers::Parse(const Message& content, std::string_view bytes, bool* complete, Keep keep) {
  Answers answers(content);
  Budget budget;
  budget.keep = keep;
  if (!ReadNode(bytes, answers.root_, budget)) {
    answers.root_ = Node(content);
    budget.complete = false;
  }
  rules::WireReader reader(bytes);
  for (rules::WireField wire; reader.Next(wire);) {
    if (wire.number != kNoteNumber) continue;
    answers.SetNote(rules::FindBytesField(wire.bytes, kNoteKeyNumber),
                    rules::FindBytesField(wire.bytes, kNoteTextNumber));
  }
  if (complete != nullptr) *complete = budget.complete;
  return answers;
}

std::string Answers::Serialize() const {
  std::string out;
  WriteNode(root_, out);
  for (const auto& [key, text] : notes_) {
    std::string note;
    rules::WriteBytesField(kNoteKeyNumber, key, note);
    rules::WriteBytesField(kNoteTextNumber, text, note);
    rules::WriteBytesField(kNoteNumber, note, out);
  }
  return out;
}

}  // namespace muster::form
