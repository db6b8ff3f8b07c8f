#include "wasm-client/form/failure.h"

#include <string_view>

#include "muster/v1/form_context.pb.h"
#include "proto/form/text.h"

namespace muster::client {
namespace {

using form::Joined;

constexpr Problem::Way kTryAgain = {kActionSend, "Try again"};

// One page of words for each of the things that can go wrong.
class Teller {
 public:
  Teller(const form::Form& form, const v1::FormContext& context, bool is_saved)
      : form_(form), context_(context), is_saved_(is_saved) {}

  Problem NotReached() const {
    return {{Joined("We could not send ", form_.subject,
                    ". We got no answer from the service: there may be no internet connection."),
             Joined(Kept(), " Check your connection, then try again. If ", form_.subject,
                    " did reach us after all, trying again will not send it twice.")},
            {kTryAgain},
            {}};
  }

  Problem Busy() const {
    return {{Joined("We could not take ", form_.subject,
                    " just now, because the service is busy or being looked after."),
             Joined(Kept(), " Wait a minute, then try again.")},
            {kTryAgain},
            {}};
  }

  Problem Closed() const {
    const std::string when =
        context_.close_time_text().empty() ? std::string() : " at " + context_.close_time_text();
    return {{Joined(context_.title(), " closed", when, ", before ", form_.subject,
                    " reached us. Nothing was sent."),
             Joined(Kept(), " If you still want to send it, ask us whether we can take it.")},
            {},
            context_.contact_email()};
  }

  Problem NotOpen() const {
    return {{Joined(context_.title(), " is not open yet. Nothing was sent."),
             Joined(Kept(), " Come back when it is open, then try again.")},
            {kTryAgain},
            context_.contact_email()};
  }

  Problem Full() const {
    return {{Joined("Every place at ", context_.title(),
                    " is taken. Somebody booked the last one before ", form_.subject,
                    " reached us. No place was booked for you."),
             Joined(Kept(), " Ask us whether a place has become free.")},
            {kTryAgain},
            context_.contact_email()};
  }

  Problem WordingChanged() const {
    return {{Joined("The wording of what you can agree to has changed since you opened this page. ",
                    "Nothing was sent."),
             Joined(Kept(), " Read the new wording and choose again what you agree to, then send ",
                    form_.subject, ".")},
            {{kActionReload, "Read the new wording"}},
            {}};
  }

  Problem AlreadySent() const {
    return {{Joined("You sent ", form_.subject,
                    " before, and have changed your answers since then. What you sent first is "
                    "with us; the changed answers were not sent."),
             Joined(Kept(), " You can send the changed answers as well, under a reference number of "
                            "their own.")},
            {{kActionNewRequest, "Send the changed answers as well"}},
            context_.contact_email()};
  }

  Problem Gone() const {
    return {{Joined(context_.title(), " can no longer be found. Nothing was sent."),
             std::string(Kept())},
            {kTryAgain},
            context_.contact_email()};
  }

  Problem Other() const {
    return {{Joined("We could not take ", form_.subject,
                    ", and the reason is not one that this page knows. Nothing was sent."),
             Joined(Kept(), " Load this page again, then try again. If that does not help, ask us.")},
            {kTryAgain, {kActionReload, "Load the page again"}},
            context_.contact_email()};
  }

 private:
  std::string_view Kept() const {
    return is_saved_ ? "Your answers are saved on this device."
                     : "Your answers are only on this page, so keep it open.";
  }

  const form::Form& form_;
  const v1::FormContext& context_;
  const bool is_saved_;
};

}  // namespace

Problem ProblemOf(const form::Form& form, const v1::FormContext& context,
                  const SendOutcome& outcome, bool is_saved) {
  const Teller teller(form, context, is_saved);
  if (outcome.result == SendResult::kNotReached) return teller.NotReached();
  if (outcome.result == SendResult::kBusy) return teller.Busy();
  const std::string_view reason = outcome.reason;
  if (reason == "CALL_CLOSED" || reason == "BOOKING_CLOSED") return teller.Closed();
  if (reason == "CALL_NOT_OPEN" || reason == "BOOKING_NOT_OPEN") return teller.NotOpen();
  if (reason == "CONFERENCE_FULL") return teller.Full();
  if (reason == "CONSENT_WORDING_CHANGED") return teller.WordingChanged();
  if (reason == "REQUEST_ID_REUSED") return teller.AlreadySent();
  if (reason == "CALL_NOT_FOUND" || reason == "CONFERENCE_NOT_FOUND") return teller.Gone();
  return teller.Other();
}

}  // namespace muster::client
