// What a form needs to know of the call or conference it belongs to. One place makes it, so that
// the page, the browser and the check before storing all see the same.
#pragma once

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/conference.pb.h"
#include "muster/v1/form_context.pb.h"

namespace muster::services {

// The context of the submission form in a language, with English texts where there is no
// translation: the list "themes", the texts "consent_wording.version",
// "consent_wording.display_on_day", "consent_wording.contribute_to_session" and
// "consent_wording.publish_afterwards", the call's questions, times and first contact. `now`
// decides which questions are frozen.
v1::FormContext FormContextFromCall(const v1::Call& call, absl::Time now,
                                    std::string_view language_code = "en");

// When the first of its questions is frozen; InfiniteFuture if none ever is. Until then the context
// stays the same.
absl::Time FirstFreezeTime(const v1::Call& call);

// The context of the booking form.
v1::FormContext FormContextFromConference(const v1::Conference& conference,
                                          std::string_view language_code = "en");

// A time in words as people in that zone read it: "11:59pm on 30 September 2027". One that is not
// the United Kingdom's is named: "11:59pm on 30 September 2027 (Tokyo time)". An unknown zone is
// shown as UTC, and says so.
std::string TimeInWords(absl::Time time, const std::string& time_zone,
                        std::string_view language_code);

}  // namespace muster::services
