#include "server/services/form_context.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "proto/form/receipt_texts.h"
#include "proto/form/text.h"
#include "proto/form/texts.h"
#include "server/services/timestamp.h"
#include "server/services/translation.h"

namespace muster::services {
namespace {

void AddText(std::string name, std::string text, v1::FormContext& context) {
  v1::NamedText* named = context.add_texts();
  named->set_name(std::move(name));
  named->set_text(std::move(text));
}

// "Tokyo" of "Asia/Tokyo". Empty: the time of the United Kingdom, which readers take it for.
std::string PlaceOfZone(const std::string& time_zone) {
  if (time_zone == "Europe/London") return "";
  return absl::StrReplaceAll(time_zone.substr(time_zone.rfind('/') + 1), {{"_", " "}});
}

// Pages in Welsh stand under "/cy".
std::string HomePath(const std::string& name, std::string_view language_code) {
  return absl::StrCat(language_code == "cy" ? "/cy/" : "/", name);
}

}  // namespace

std::string TimeInWords(absl::Time time, const std::string& time_zone,
                        std::string_view language_code) {
  using form::ReceiptText;
  using form::Text;
  const form::Texts& texts = language_code == "cy" ? form::kWelshTexts : form::kEnglishTexts;
  const form::ReceiptTexts& own = form::ReceiptTextsIn(language_code);
  absl::TimeZone zone;
  const bool known = absl::LoadTimeZone(time_zone, &zone);
  if (!known) zone = absl::UTCTimeZone();
  const absl::CivilSecond at = zone.At(time).cs;
  std::string words;
  if (at.hour() % 12 == 0 && at.minute() == 0) {
    words = own[at.hour() == 0 ? ReceiptText::kMidnight : ReceiptText::kMidday];
  } else {
    const int hour = at.hour() % 12 == 0 ? 12 : at.hour() % 12;
    words = absl::StrCat(hour, at.minute() == 0 ? "" : absl::FormatTime(":%M", time, zone),
                         at.hour() < 12 ? "am" : "pm");
  }
  const std::string place = known ? PlaceOfZone(time_zone) : "UTC";
  const bool is_utc = place == "UTC";
  if (is_utc) words += " UTC";
  const auto month = static_cast<Text>(static_cast<int>(Text::kJanuary) + at.month() - 1);
  words = form::Filled(own[ReceiptText::kTime],
                       {words, std::to_string(at.day()), texts[month], std::to_string(at.year())});
  if (place.empty() || is_utc) return words;
  return form::Filled(own[ReceiptText::kTimeElsewhere], {words, place});
}

v1::FormContext FormContextFromCall(const v1::Call& untranslated, absl::Time now,
                                    std::string_view language_code) {
  const Translated<v1::Call> translated = InLanguage(untranslated, language_code);
  const v1::Call& call = translated.message;
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
  for (const v1::Question& question : call.questions()) {
    if (question.has_freeze_time() && TimeOf(question.freeze_time()) <= now) {
      context.add_frozen_question_ids(question.id());
    }
  }
  *context.mutable_open_time() = call.open_time();
  *context.mutable_close_time() = call.close_time();
  context.set_close_time_text(
      TimeInWords(TimeOf(call.close_time()), call.time_zone(), language_code));
  context.set_home_path(HomePath(call.name(), language_code));
  context.set_language_code(translated.language_code);
  if (!call.contacts().empty()) context.set_contact_email(call.contacts(0).email());
  return context;
}

absl::Time FirstFreezeTime(const v1::Call& call) {
  absl::Time first = absl::InfiniteFuture();
  for (const v1::Question& question : call.questions()) {
    if (question.has_freeze_time()) first = std::min(first, TimeOf(question.freeze_time()));
  }
  return first;
}

v1::FormContext FormContextFromConference(const v1::Conference& untranslated,
                                          std::string_view language_code) {
  const Translated<v1::Conference> translated = InLanguage(untranslated, language_code);
  const v1::Conference& conference = translated.message;
  v1::FormContext context;
  context.set_parent(conference.name());
  context.set_title(conference.title());
  *context.mutable_open_time() = conference.booking_open_time();
  *context.mutable_close_time() = conference.booking_close_time();
  context.set_close_time_text(
      TimeInWords(TimeOf(conference.booking_close_time()), conference.time_zone(), language_code));
  context.set_home_path(HomePath(conference.name(), language_code));
  context.set_language_code(translated.language_code);
  if (!conference.contacts().empty()) context.set_contact_email(conference.contacts(0).email());
  return context;
}

}  // namespace muster::services
