// The pages and parts of pages that only the browser has: problems with sending and saving, what
// stands on this device, "already sent". Strings of HTML, every value through the one escape.
#ifndef MUSTER_WASM_CLIENT_FORM_SESSION_PAGES_H_
#define MUSTER_WASM_CLIENT_FORM_SESSION_PAGES_H_

#include <string>
#include <string_view>

#include "proto/form/form_table.h"
#include "proto/form/render.h"
#include "wasm-client/draft/draft_keeper.h"
#include "wasm-client/form/failure.h"

namespace muster::client {

// Element ids that the session speaks to.
inline constexpr std::string_view kProblemId = "problem";
inline constexpr std::string_view kSavedStatusId = "saved-status";
inline constexpr std::string_view kCountStatusId = "count-status";
inline constexpr std::string_view kDeleteFormId = "delete-draft";

// An error summary above the page.
std::string ProblemHtml(const form::Texts& texts, const Problem& problem);

// Why there are two versions of the answers.
enum class ConflictKind {
  // Another tab saved others.
  kChanged,
  // Another tab sent or deleted them.
  kDeleted,
  // Others were kept on this device when these were posted without script.
  kEarlier,
};
Problem ConflictProblem(const form::Texts& texts, ConflictKind kind);

// The draft could not be deleted.
Problem DeletionProblem(const form::Texts& texts);

// Above the page; nothing is wrong, but must be known.
std::string NoticeHtml(const form::Texts& texts, form::Text heading, form::Text text);

// Below the page: how the answers stand on this device (a polite live region), and a button to
// delete them. Stays in place while its texts change.
std::string DeviceHtml(const form::Texts& texts);
// Empty: nothing is to be said.
std::string_view SavedText(const form::Texts& texts, DraftState state);

form::Page AskDeletePage(const form::Form& form);
form::Page DeletedPage(const form::Form& form, std::string_view home_path);

// What browser "Back" shows after sending. `note` as `SentNote` made it.
form::Page AlreadySentPage(const form::Form& form, std::string_view note,
                           std::string_view home_path);
// The same under another heading: what is shown until the server's receipt is there.
form::Page SentPage(const form::Form& form, std::string_view title, std::string_view note,
                    std::string_view home_path);
std::string SentNote(std::string_view receipt_address, std::string_view reference);

}  // namespace muster::client

#endif  // MUSTER_WASM_CLIENT_FORM_SESSION_PAGES_H_
