// Writes questions: each by its kind, with what is answered and what is wrong.
#ifndef MUSTER_PROTO_FORM_QUESTION_WRITER_H_
#define MUSTER_PROTO_FORM_QUESTION_WRITER_H_

#include <string>
#include <vector>

#include "proto/form/render.h"

namespace muster::v1 {
class Question;
}

namespace muster::form {

// A question to put on the page: a field, or a run-time question.
struct Item {
  std::string path;
  const Field* field = nullptr;
  // The field of the message around it, if that is not repeated.
  const Field* group = nullptr;
  const v1::Question* question = nullptr;
  bool optional = false;
};

bool IsRepeatedGroup(const Item& item);

// Whether both are boxes of one message, which makes them one question if they follow each other.
bool IsSameQuestion(const Item& a, const Item& b);

// Appends the questions of `step`. `single`: they are one question, which is the heading of the
// page; the step's introduction then goes under it. Returns the heading, empty if there is none
// among them.
std::string AppendQuestions(const PageView& view, const Step& step, const std::vector<Item>& items,
                            bool single, std::string& html);

// The wording of the error at `path`; empty if there is none.
std::string_view ErrorAt(const PageView& view, std::string_view path);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_QUESTION_WRITER_H_
