// What has been typed into a form so far: a tree of texts that mirrors the content message. Drafts
// are the content message's own wire bytes, so a draft of today opens in a later version: what is
// not known any more is dropped, what is new is blank.
#ifndef MUSTER_PROTO_FORM_ANSWERS_H_
#define MUSTER_PROTO_FORM_ANSWERS_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proto/form/form_table.h"

namespace muster::form {

struct Node;

// The answer to one field. A scalar is its only text, a repeated scalar has any number; a message
// is its only node, a repeated one has any number. A bool is "true" or nothing; an enum is the name
// of its value.
struct Value {
  std::vector<std::string> texts;
  std::vector<Node> nodes;
  // In a payload: which entry of the answers' list each text was.
  std::vector<size_t> origins;
};

// The answers of one message: one `Value` for each entry of `message->fields`.
struct Node {
  explicit Node(const Message& of);

  const Message* message;
  std::vector<Value> values;
  // In a payload: which entry of the answers' list this entry was.
  size_t origin = 0;
};

// Answers is a value. Every function is total: no input makes it fail or lose what is there.
//
// A path is the name of the HTML control: field names joined by dots, entries in brackets:
// "submitter.full_name", "evidence[0].links[1]". An answer to a run-time question is named by the
// question's id: "answers[team-size]", one of several "answers[team-size][1]"; a part of an answer
// that has several inputs, by its name: "answers[started].day" (parts.h).
//
// Notes are what a draft carries beside the answers: texts under keys, which are never sent. Their
// field number is one that no content message has.
class Answers {
 public:
  // Nothing that would make the bytes of a draft longer than this is taken up.
  static constexpr size_t kMaxBytes = 1 << 20;
  // Nor are more entries than this in one list, nor more than twice what its rule allows.
  static constexpr size_t kMaxEntries = 200;
  // Nor more notes than this, nor longer ones.
  static constexpr size_t kMaxNotes = 200;
  static constexpr size_t kMaxNoteBytes = 1400;

  explicit Answers(const Message& content);

  // Reads wire bytes. Unknown fields are dropped; bytes that are no message at all give blank
  // answers. `complete`, if given, tells whether everything known was within the bounds above.
  // To check a context, only the texts on which one decides are kept: the rest are empty.
  enum class Keep { kAll, kOfContext };
  static Answers Parse(const Message& content, std::string_view bytes, bool* complete = nullptr,
                       Keep keep = Keep::kAll);

  // Wire bytes; fields in ascending order of number; blank scalars left out, blank entries kept.
  std::string Serialize() const;

  // The text at `path`, or of its first entry. Empty where there is none.
  std::string_view Get(std::string_view path) const;
  // Whether `value` is among the texts at `path`.
  bool Has(std::string_view path, std::string_view value) const;
  // How many entries the list at `path` has; of a scalar, whether it has a text.
  size_t Count(std::string_view path) const;

  // Puts `value` at `path`, with CRLF as LF and broken UTF-8 replaced. Entries of a list are made
  // as needed. A bool takes "true", anything else unticks. False, and nothing changed: no such
  // path, an enum value that is none, or beyond the bounds. `most_bytes` in place of kMaxBytes is
  // for answers that are shown and not kept.
  bool Set(std::string_view path, std::string_view value, size_t most_bytes = kMaxBytes);
  // Whether the draft stays within `most_bytes` with so many bytes more, so many others being taken
  // out. What does not grow has room. Counts the draft if that is not done.
  bool HasRoomFor(size_t more, size_t less = 0, size_t most_bytes = kMaxBytes);
  // Ticks or unticks one choice of a list of choices.
  bool Choose(std::string_view path, std::string_view value, bool chosen);
  // Makes the answer at `path` blank; a list loses its entries.
  void Clear(std::string_view path);

  // Adds a blank entry to the list at `path`. False: no list, or full.
  bool AddEntry(std::string_view path);
  // Takes the entry "list[2]" out. False: there is none.
  bool RemoveEntry(std::string_view path);

  // Empty where there is none.
  std::string_view Note(std::string_view key) const;
  // An empty text takes the note away. Beyond the bounds nothing is noted.
  void SetNote(std::string_view key, std::string_view text);
  const std::vector<std::pair<std::string, std::string>>& notes() const { return notes_; }

  const Node& root() const { return root_; }
  Node& root() {
    bytes_known_ = false;
    return root_;
  }

 private:
  Node root_;
  std::vector<std::pair<std::string, std::string>> notes_;
  // What the draft takes, rounded up, so that a post of many fields counts it once.
  size_t bytes_ = 0;
  bool bytes_known_ = false;
};

// Whether a context decides on the texts of a field, or on the whole message that is in it: what
// Answers::Keep::kOfContext keeps.
bool IsOfContext(const Field& field);

// The element id of the control named `path`: "submitter-full_name", "evidence-0-links-1",
// "answers-team_size". Unique for each path, good in CSS selectors and URL fragments. Radios and
// checkboxes after the first have "-2", "-3", ... appended; hints "-hint", errors "-error".
std::string ElementId(std::string_view path);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_ANSWERS_H_
