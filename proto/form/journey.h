// The way through a form, as pure functions of (form, context, answers). The browser and the server
// run the same turn: one gets its input from events, the other from a plain post.
#ifndef MUSTER_PROTO_FORM_JOURNEY_H_
#define MUSTER_PROTO_FORM_JOURNEY_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/form_table.h"

namespace muster::rules {
class Violations;
}
namespace muster::v1 {
class FormContext;
}

namespace muster::form {

// The page that shows all answers before sending. The other pages are the ids of the form's steps.
inline constexpr std::string_view kCheckPage = "check";
// The list of the form's pages with where each stands, in forms that have one.
inline constexpr std::string_view kTaskListPage = "sections";

// Where somebody is in the form.
struct Place {
  std::string page;
  // They came by "Change" from the check page, and go back there.
  bool from_check = false;

  bool operator==(const Place&) const = default;
};

// One thing to put right.
struct FieldError {
  // Path of the answer as in `Answers`; empty when it is about no question of the form.
  std::string path;
  // What the error summary links to: the control, or on the check page the row's Change button.
  std::string element_id;
  std::string text;

  bool operator==(const FieldError&) const = default;
};

enum class Outcome {
  // Show `Turn::place`.
  kShow,
  // Everything is in order: send `RequestBytes`; show `Turn::place` (the check page) meanwhile.
  kSend,
};

struct Turn {
  Place place;
  Answers answers;
  // In the order of the page. Not empty: the turn did not get further, and says why.
  std::vector<FieldError> errors;
  Outcome outcome = Outcome::kShow;
  // Where focus goes when the page stays the same: the first control of an added entry, for
  // example. Empty: to the error summary if there are errors, else to the top.
  std::string focus_id;
  // What changed in the form since the draft was begun, in words; told once.
  std::vector<std::string> changes = {};
};

// Where a form starts.
Place FirstPlace(const Form& form);

// One turn. Actions are the values of the form's buttons:
//   "continue"             checks the page; on to the next one, or stays with errors
//   "back"                 to the page before, unchecked
//   "add:evidence"         adds a blank entry to a list
//   "remove:evidence[1]"   takes an entry out
//   "change:about-you"     from the check page to a page, and back again after "continue";
//                          "change:about-you:submitter.email" has focus on that answer
//   "sections"             to the task list; "task:evidence" from there to a page
//   "send"                 checks everything
// An unknown action or page only shows a page that exists. Answers are never lost: only "remove"
// takes any away.
Turn TakeTurn(const Form& form, const v1::FormContext& context, Answers answers, const Place& place,
              std::string_view action);

// What a page needs that is shown for the first time: a first blank entry in its lists.
void Prepare(const Form& form, std::string_view page, Answers& answers);

// Names of a page's controls that are no answers. The plugin refuses fields of these names.
inline constexpr std::string_view kPostedPage = "page";
inline constexpr std::string_view kPostedFromCheck = "from_check";
inline constexpr std::string_view kPostedRequestId = "request_id";
inline constexpr std::string_view kPostedDraft = "draft";
inline constexpr std::string_view kPostedAction = "action";
// The answer to "Have you completed this section?", a note of the draft.
inline constexpr std::string_view kPostedComplete = "section_complete";
inline constexpr std::string_view kComplete = "complete";
inline constexpr std::string_view kLater = "later";
bool IsPostedName(std::string_view name);

// Takes that answer, given on `page`.
void AnswerIfComplete(const Form& form, std::string_view page, std::string_view value,
                      Answers& answers);

// A plain post of a page: the names and values in the order they came.
using PostedFields = std::span<const std::pair<std::string, std::string>>;

struct Post {
  Place place;
  Answers answers;
  // As posted; whether it is one is for the rules.
  std::string request_id;
  std::string action;
  // False: with what the page holds the answers are more than a form can hold
  // (`Answers::kMaxBytes`), and some of it is not among them. Say so.
  bool complete = true;
};

// Reads a post: the draft it carries with the page's controls laid over it. A box of the page that
// is not among the fields is unticked. Fields that the form does not have are passed over.
Post ReadPost(const Form& form, const v1::FormContext& context, PostedFields fields);

// What is sent: the content's bytes with texts trimmed, CRLF as LF, questions that were not asked
// and blank entries left out, hidden values filled in.
std::string Payload(const Form& form, const v1::FormContext& context, const Answers& answers);

// The request message around the payload.
std::string RequestBytes(const Form& form, const v1::FormContext& context, const Answers& answers,
                         std::string_view request_id, bool validate_only = false);

// The bytes of `Receipt` in a reply's bytes. Empty if there are none.
std::string_view ReceiptBytes(std::string_view reply_bytes);

// Everything wrong with the answers, in the order of the form.
std::vector<FieldError> CheckAll(const Form& form, const v1::FormContext& context,
                                 const Answers& answers);

// What the server found wrong with the request made from these answers, in words.
std::vector<FieldError> ErrorsOf(const Form& form, const v1::FormContext& context,
                                 const Answers& answers, const rules::Violations& violations);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_JOURNEY_H_
