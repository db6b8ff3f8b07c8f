// The pages that muster::form renders, in the site's frame.
#ifndef MUSTER_SERVER_GATEWAY_PAGES_FORM_PAGE_H_
#define MUSTER_SERVER_GATEWAY_PAGES_FORM_PAGE_H_

#include <optional>
#include <string>
#include <string_view>

#include "muster/v1/error_reason.pb.h"
#include "proto/form/journey.h"
#include "proto/form/render.h"
#include "server/gateway/pages/form_site.h"
#include "server/gateway/pages/layout.h"

namespace muster::gateway {

// A whole page of a form: what `view` shows, with what script needs to take over. `form_path` is
// that of the form in English. `token_key`: the key that the reader's cookie holds, whose token the
// page carries; empty: no cookie.
std::string FormDocument(const Site& site, const form::PageView& view, const std::string& form_path,
                         std::string_view token_key);

// Instead of a form whose answers were sent: says so, leads to the receipt, and offers an empty
// form. Where the receipt's English address is not known, a button sends the same again, which
// brings it. `token`: see draft_cookie.h.
std::string SentPage(const Site& site, const form::Form& form, const v1::FormContext& context,
                     const std::string& form_path, const std::string& receipt_address,
                     std::string_view token);

// A whole receipt. `receive_time` is its time in words, `english_address` the private one, without
// the site's.
std::string ReceiptDocument(const Site& site, const form::Form& form,
                            const v1::FormContext& context, const std::string& receipt_bytes,
                            std::string_view receive_time, const std::string& english_address);

// What to tell somebody whose answers were refused or did not arrive, and with which HTTP status
// where a page says so that is not led to.
struct Refusal {
  int status = 503;
  form::Notice notice;
};
Refusal RefusalOf(const Site& site, const form::Form& form, const v1::FormContext& context,
                  v1::ErrorReason reason);

// What changes with the wording of the statements that a form asks people to agree to. A plain page
// carries it, so that nobody agrees to words that came after theirs.
std::string WordingVersion(const v1::FormContext& context);
// Name of the field that carries it.
inline constexpr std::string_view kWordingField = "wording";

// Unticks what was agreed to under other words, and gives the page that asks it again.
form::Turn AskAgain(const form::Form& form, form::Turn turn);

// A new id for a request: a UUID of version 7.
std::string NewRequestId(absl::Time now);
// Whether a text is a UUID.
bool IsRequestId(std::string_view text);

}  // namespace muster::gateway

#endif  // MUSTER_SERVER_GATEWAY_PAGES_FORM_PAGE_H_
