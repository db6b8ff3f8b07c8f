// Pages of a form as HTML in the NHS design system's markup. The same function gives the same bytes
// on the server and in the browser.
//
// A page stands in its document like this; `before_main` and `main` are replaced by the browser's
// own rendering when it takes over:
//
//   <div class="nhsuk-width-container" id="muster-form" data-form="{form id}" ...>
//     <nav aria-label="Back">{before_main}</nav>
//     <main class="nhsuk-main-wrapper" id="maincontent">{main}</main>
//   </div>
#ifndef MUSTER_PROTO_FORM_RENDER_H_
#define MUSTER_PROTO_FORM_RENDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "proto/form/answers.h"
#include "proto/form/form_table.h"
#include "proto/form/journey.h"

namespace muster::form {

// Id of the <form> element; buttons outside of it name it in their `form` attribute.
inline constexpr std::string_view kFormElementId = "muster-answers";
// Id of what holds the blocks below, and is there also without them.
inline constexpr std::string_view kMessagesId = "messages";
// Ids of the blocks above the heading that take focus when they appear.
inline constexpr std::string_view kErrorSummaryId = "error-summary";
inline constexpr std::string_view kNoticeId = "notice";

// Something to say that is about no single answer: sending failed, the call has closed.
struct Notice {
  std::string heading;
  std::vector<std::string> paragraphs;
};

// What changed in the form since the draft was begun (`Turn::changes`).
Notice ChangesNotice(const Form& form, std::vector<std::string> changes);

// What a page shows. Pointers are not owned and not null, except `notice`.
struct PageView {
  const Form* form = nullptr;
  const v1::FormContext* context = nullptr;
  const Answers* answers = nullptr;
  Place place;
  std::vector<FieldError> errors;
  const Notice* notice = nullptr;
  // The id that the request will carry; posted along.
  std::string request_id;
  // Whether the page carries the draft for a plain post. The browser keeps its own.
  bool carry_draft = true;
};

struct Page {
  // The heading, for <title>; begins with "Error: " if the page shows errors.
  std::string title;
  // The back link, which stands before <main>. Empty on a receipt.
  std::string before_main;
  // The inside of <main>.
  std::string main;
};

// A question page, or the check page.
Page RenderPage(const PageView& view);

// The receipt. `receipt_bytes` are those of `muster.v1.Receipt`; `receive_time` is its time in
// words; `address` is the private address to come back to, `text_address` that of the plain-text
// version (empty: no link to it).
Page RenderReceipt(const Form& form, const v1::FormContext& context, std::string_view receipt_bytes,
                   std::string_view receive_time, std::string_view address,
                   std::string_view text_address);

// The same as plain text in UTF-8 with LF.
std::string RenderReceiptText(const Form& form, const v1::FormContext& context,
                              std::string_view receipt_bytes, std::string_view receive_time,
                              std::string_view address);

// What stands under a long text with a limit while it is typed; under others nothing does.
struct CountMessage {
  // "You have 12 characters remaining", "You have 1 character too many".
  std::string text;
  bool too_long = false;
};
CountMessage CharacterCount(const Form& form, const v1::FormContext& context, std::string_view path,
                            std::string_view typed);

}  // namespace muster::form

#endif  // MUSTER_PROTO_FORM_RENDER_H_
