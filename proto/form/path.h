// Paths of answers, as `Answers` describes them, and the way from a path to its place in the tree.
#ifndef MUSTER_PROTO_FORM_PATH_H_
#define MUSTER_PROTO_FORM_PATH_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "proto/form/answers.h"
#include "proto/form/form_table.h"

namespace muster::form {

// Names of the two fields of a run-time question's answer, an entry of a kQuestions field.
inline constexpr std::string_view kQuestionId = "question_id";
inline constexpr std::string_view kQuestionValues = "values";

// "title", or "links[2]" with the key "2".
struct PathSegment {
  std::string_view name;
  std::string_view key;
  bool has_key = false;
  // What follows, with its dot or bracket.
  std::string_view rest;
};

// Takes the first segment off `path`. False: `path` is empty or does not begin with one.
bool NextSegment(std::string_view& path, PathSegment& segment);

// What a path names, whatever it leads to.
struct Named {
  const Field* field = nullptr;
  // The path names the entry `index` of a list.
  bool indexed = false;
  size_t index = 0;
  // The answer to a run-time question: a list in the message, mostly one text on the page.
  bool single = false;
  // The path names part `part` of the text's `part_count` (parts.h). Zero: the whole.
  size_t part = 0;
  size_t part_count = 0;
};

// A place in the tree; `value` null where there is none.
template <typename ValueType>
struct SlotOf : Named {
  ValueType* value = nullptr;
};
using Slot = SlotOf<Value>;
using ConstSlot = SlotOf<const Value>;

// Where `path` leads if it is there: an entry that does not exist gives no place.
ConstSlot Find(const Node& root, std::string_view path);

// The same, making the messages on the way and the lists' entries as far as `MostEntries` allows. A
// text that is the last step is not made. Adds what was made to `draft_bytes`, as `DraftBytes`
// counts.
Slot FindOrMake(Node& root, std::string_view path, size_t& draft_bytes);

// The draft's bytes of a tree, rounded up: kPieceBytes for each message and text, and its text.
inline constexpr size_t kPieceBytes = 8;
size_t DraftBytes(const Value& value);
size_t DraftBytes(const Node& node);

// How many entries of a list are kept: more than its rule allows, so that a draft outlives a
// stricter rule, but not without end.
size_t MostEntries(const Field& field);

// What `path` could lead to in a tree of `content`: as `Find`, without the place. `field` null: to
// nothing.
ConstSlot Describe(const Message& content, std::string_view path);

// The field that `path` names in any tree of `content`; null if it names none.
const Field* FieldAt(const Message& content, std::string_view path);

// The field of `message` with this name; null if there is none. `index`: which it is.
const Field* FieldNamed(const Message& message, std::string_view name, size_t* index = nullptr);

// "list[2]".
std::string EntryPath(std::string_view list, size_t index);
// "group.name"; "name" in no group.
std::string FieldPathIn(std::string_view group, std::string_view name);

// The path of the control that focus goes to for `path`: the first one of a list or group.
std::string FirstControlPath(const Field& field, std::string_view path);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_PATH_H_
