// What the contract says about a form, as constant tables. protoc-gen-muster writes them from the
// hints of `muster.form.v1` and the rules of `buf.validate` (see proto/plugin/form_emitter.h);
// every other file here only reads them. Nothing in muster::form knows which form it shows.
#ifndef MUSTER_PROTO_FORM_FORM_TABLE_H_
#define MUSTER_PROTO_FORM_FORM_TABLE_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "proto/form/texts.h"

namespace muster::rules {
class Violations;
}

namespace muster::form {

// How an answer is stored.
enum class Type : uint8_t { kString, kBool, kEnum, kMessage };

// How a question is put; `muster.form.v1.Widget` with the default already chosen by type.
enum class Widget : uint8_t {
  kText,
  kLongText,
  kEmail,
  kLink,
  kRadios,
  kCheckboxes,
  kSelect,
  kCheckbox,
  kGroup,
  kHidden,
  kQuestions,
  kTelephone,
  kNumber,
  kDate,
  kAddress,
};

// A choice of an enum field.
struct Choice {
  // Number of the enum value, and its name, which is also the `value` of the HTML input.
  int32_t number;
  std::string_view value;
  std::string_view label;
  std::string_view hint;
};

// The wording of one failed rule.
struct ErrorText {
  std::string_view rule_id;
  std::string_view text;
};

struct Message;

// A field that a form may fill. Texts may be empty except `label` and `short_label` of a field that
// is shown.
struct Field {
  std::string_view name;
  uint32_t number;
  // As `google.protobuf.FieldDescriptorProto.Type`; goes into the paths of violations.
  uint8_t descriptor_type;
  Type type;
  Widget widget;
  bool repeated;
  // The rule `required`.
  bool required;
  // Bounds of a list. `max_items` zero: none.
  uint32_t min_items;
  uint32_t max_items;
  // Bound of a text, or of each text of a list, in Unicode code points. Zero: none.
  uint32_t max_length_characters;
  std::string_view label;
  std::string_view short_label;
  std::string_view hint;
  std::string_view autocomplete;
  std::string_view choices_from;
  std::string_view value_from;
  std::string_view label_from;
  std::string_view item_noun;
  std::span<const Choice> choices;
  std::span<const ErrorText> errors;
  // Of a field whose type is kMessage.
  const Message* message;
};

// A message with the fields that a form may fill, in ascending order of number.
struct Message {
  std::span<const Field> fields;
};

// One thing asked on a step: a question, a repeated group, or the run-time questions. Fields of a
// message that is not repeated are asked one by one, so `path` may have several segments:
// "submitter.full_name".
struct Ask {
  std::string_view path;
  const Field* field;
  // The field of the innermost message that holds `field`, null at the top.
  const Field* group;
  // Asked only if the answer at this path is one of these values. Empty path: always.
  std::string_view shown_when_path;
  std::span<const std::string_view> shown_when_values;
};

// One step of the journey: what is on one screen. A page of the hints becomes several steps when an
// answer on it decides which other questions of it are asked: those come on a later step than the
// answer, so that nothing appears or disappears under the reader's hands, with script or without.
struct Step {
  // The page's id; of an earlier step of a split page, page id, hyphen, name of its first question.
  std::string_view id;
  std::string_view title;
  std::span<const std::string_view> introduction;
  std::span<const Ask> asks;
  // The page's id: the same for all steps of a split page.
  std::string_view page;
  // The last step of a page that ends with "Have you completed this section?".
  bool asks_if_complete;
};

// A form. The request has `parent` = 1, content = 2, `request_id` = 3, `validate_only` = 4,
// `language_code` = 5; the reply has `receipt` = 1.
struct Form {
  // The form's own words, in the language of all texts here.
  const Texts* texts;
  std::string_view id;
  // Path of the method: "/muster.v1.SubmissionService/CreateSubmission".
  std::string_view method;
  std::string_view subject;
  std::string_view check_title;
  std::string_view send_label;
  std::string_view receipt_title;
  // None in the browser's module: the receipt is the server's page.
  std::span<const std::string_view> receipt_next_steps;
  // Empty: the form has no task list.
  std::string_view task_list_title;
  std::span<const std::string_view> declaration;
  // Number of the field of `muster.v1.Receipt` that holds the copy of the answers.
  uint32_t receipt_copy_field_number;
  // The request's field that holds the answers: the first segment of every violation's path.
  std::string_view content_name;
  const Message* content;
  std::span<const Step> steps;
  // Parses the request and checks its rules. False: bytes that are no request, or rules failed;
  // `violations` says which. `violations` without any and false: bytes that are no request.
  bool (*validate)(std::string_view request_bytes, rules::Violations& violations);
};

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_FORM_TABLE_H_
