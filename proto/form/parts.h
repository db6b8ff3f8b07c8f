// Kinds of question with several inputs. Their answer is one text, a part a line as it was typed,
// so that half an answer is kept like a whole one. The control of a part is named by the path of
// the answer, a dot and the part's name: "answers[started].day".
#ifndef MUSTER_PROTO_FORM_PARTS_H_
#define MUSTER_PROTO_FORM_PARTS_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "proto/form/form_table.h"

namespace muster::form {

// In their order on the page. Empty: the kind has one input.
std::span<const std::string_view> PartNames(Widget widget);

// The part of that name and how many its kind has. False: there is none.
bool PartNamed(std::string_view name, size_t& part, size_t& count);

// One part of an answer. A date may also be as it is sent: "2026-11-30".
std::string_view PartOf(std::string_view text, size_t part, size_t count);

// The answer with another part. Empty if all parts are.
std::string WithPart(std::string_view text, size_t part, size_t count, std::string_view value);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_PARTS_H_
