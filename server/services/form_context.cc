#include "server/services/form_context.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "server/services/timestamp.h"

namespace muster::services {
namespace {

void AddText(std::string name, std::string text, v1::FormContext& context) {
  v1::NamedText* named = context.add_texts();
  named->set_name(std::move(name));
  named->set_text(std::move(text));
}

}  // namespace

std::string TimeInWords(absl::Time time, const std::string& time_zone) {
  absl::TimeZone zone;
  const bool known = absl::LoadTimeZone(time_zone, &zone);
  if (!known) zone = absl::UTCTimeZone();
  const absl::TimeZone::CivilInfo at = zone.At(time);
  std::string words;
  if (at.cs.hour() % 12 == 0 && at.cs.minute() == 0) {
    words = at.cs.hour() == 0 ? "midnight" : "midday";
  } else {
    const int hour = at.cs.hour() % 12 == 0 ? 12 : at.cs.hour() % 12;
    words = absl::StrCat(hour, at.cs.minute() == 0 ? "" : absl::FormatTime(":%M", time, zone),
                         at.cs.hour() < 12 ? "am" : "pm");
  }
  absl::StrAppend(&words, known ? " on " : " UTC on ", at.cs.day(), " ",
                  absl::FormatTime("%B %Y", time, zone));
  return words;
}

v1::FormContext FormContextFromCall(const v1::Call& call) {
  v1::FormContext context;
  context.set_parent(call.name());
  context.set_title(call.title());
  v1::ChoiceList* themes = context.add_choice_lists();
  themes->set_name("themes");
  for (const v1::Theme& theme : call.themes()) {
    v1::Choice* choice = themes->add_choices();
    choice->set_value(theme.id());
    choice->set_label(theme.title());
    choice->set_hint(theme.description());
  }
  const v1::ConsentWording& wording = call.consent_wording();
  AddText("consent_wording.version", wording.version(), context);
  AddText("consent_wording.display_on_day", wording.display_on_day(), context);
  AddText("consent_wording.contribute_to_session", wording.contribute_to_session(), context);
  AddText("consent_wording.publish_afterwards", wording.publish_afterwards(), context);
  *context.mutable_questions() = call.questions();
  *context.mutable_open_time() = call.open_time();
  *context.mutable_close_time() = call.close_time();
  context.set_close_time_text(TimeInWords(TimeOf(call.close_time()), call.time_zone()));
  context.set_home_path(absl::StrCat("/", call.name()));
  if (!call.contacts().empty()) context.set_contact_email(call.contacts(0).email());
  return context;
}

v1::FormContext FormContextFromConference(const v1::Conference& conference) {
  v1::FormContext context;
  context.set_parent(conference.name());
  context.set_title(conference.title());
  *context.mutable_open_time() = conference.booking_open_time();
  *context.mutable_close_time() = conference.booking_close_time();
  context.set_close_time_text(
      TimeInWords(TimeOf(conference.booking_close_time()), conference.time_zone()));
  context.set_home_path(absl::StrCat("/", conference.name()));
  if (!conference.contacts().empty()) context.set_contact_email(conference.contacts(0).email());
  return context;
}

}  // namespace muster::services
