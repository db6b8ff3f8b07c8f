#include "server/gateway/pages/public_pages.h"

#include "absl/strings/str_cat.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/call_service.pb.h"
#include "muster/v1/conference.pb.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/markdown.h"
#include "server/gateway/pages/parts.h"
#include "server/gateway/text.h"
#include "server/services/timestamp.h"
#include "server/services/translation.h"

namespace muster::gateway {
namespace {

constexpr std::string_view kColumnStart =
    "<div class=\"nhsuk-grid-row\"><div "
    "class=\"nhsuk-grid-column-two-thirds\">";
constexpr std::string_view kColumnEnd = "</div></div>";

// `lang`: as LangOf gives it.
std::string Heading1(std::string_view text, const std::string& lang) {
  return "<h1 class=\"nhsuk-heading-xl\"" + lang + Html(">{}</h1>", {text});
}

std::string LeadText(std::string_view text, const std::string& lang) {
  return "<p class=\"nhsuk-lede-text\"" + lang + Html(">{}</p>", {text});
}

// Whether something with these bounds can be done at `now`.
Window WindowAt(absl::Time open, absl::Time close, absl::Time now) {
  if (now < open) return Window::kNotYet;
  return now < close ? Window::kOpen : Window::kOver;
}

// A sentence about a time: until when something is open, or why it is not.
std::string SentenceHtml(const Site& site, PageText text,
                         const google::protobuf::Timestamp& timestamp,
                         const std::string& time_zone) {
  return WordsHtml((*site.words)[text], {TimeHtml(site, timestamp, time_zone)});
}

std::string CallStateHtml(const Site& site, const v1::Call& call, Window window) {
  switch (window) {
    case Window::kNotYet:
      return SentenceHtml(site, PageText::kCallOpens, call.open_time(), call.time_zone());
    case Window::kOpen:
      return SentenceHtml(site, PageText::kCallIsOpen, call.close_time(), call.time_zone());
    case Window::kOver:
      return SentenceHtml(site, PageText::kCallClosed, call.close_time(), call.time_zone());
  }
  return "";
}

std::string BookingStateHtml(const Site& site, const v1::Conference& conference, Window window) {
  const std::string& zone = conference.time_zone();
  switch (window) {
    case Window::kNotYet:
      return SentenceHtml(site, PageText::kBookingOpensAt, conference.booking_open_time(), zone);
    case Window::kOpen:
      if (conference.places_left() <= 0) {
        return std::string((*site.words)[PageText::kEveryPlaceIsTaken]);
      }
      return SentenceHtml(site, PageText::kBookingIsOpen, conference.booking_close_time(), zone);
    case Window::kOver:
      return SentenceHtml(site, PageText::kBookingClosedAt, conference.booking_close_time(), zone);
  }
  return "";
}

std::string CallActions(const Site& site, const v1::Call& call, Window window) {
  const PageTexts& words = *site.words;
  std::string html = "<p>" + CallStateHtml(site, call, window) + "</p>";
  html += "<div class=\"nhsuk-button-group\">";
  if (window == Window::kOpen) {
    html += ButtonLink(PathIn(site, absl::StrCat("/", call.name(), "/submit")),
                       words[PageText::kSubmitEvidence]);
  }
  if (!call.conference().empty()) {
    html += ButtonLink(PathIn(site, absl::StrCat("/", call.conference())),
                       words[PageText::kBookAPlace], kSecondaryButton);
  }
  return html + "</div>";
}

// `lang`: of the organiser's texts, as LangOf gives it.
std::string ThemesHtml(const Site& site, const v1::Call& call, std::string_view lang) {
  const PageTexts& words = *site.words;
  std::string html = Heading2(words[PageText::kThemes]);
  html += absl::StrCat("<ol class=\"nhsuk-list nhsuk-list--number\"", Abseil(lang), ">");
  for (const v1::Theme& theme : call.themes()) {
    html += Html("<li><strong>{}</strong>", {theme.title()});
    if (!theme.description().empty()) html += Html("<br>{}", {theme.description()});
    html += "</li>";
  }
  html += "</ol>";
  return html + Paragraph(words[PageText::kOutsideThemes]);
}

std::string SendersHtml(const Site& site, const v1::Call& call, std::string_view lang) {
  const PageTexts& words = *site.words;
  std::string html = Heading2(words[PageText::kWhoCanSend]);
  html += Paragraph(words[PageText::kAnyone]);
  html += Heading2(words[PageText::kWhatWeMayAsk]);
  html += Paragraph(words[PageText::kStatements]);
  html += absl::StrCat("<ul class=\"nhsuk-list nhsuk-list--bullet\"", Abseil(lang), ">");
  const v1::ConsentWording& wording = call.consent_wording();
  for (const std::string* statement : {&wording.display_on_day(), &wording.contribute_to_session(),
                                       &wording.publish_afterwards()}) {
    html += Html("<li>{}</li>", {*statement});
  }
  return html + "</ul>";
}

std::string CallDatesHtml(const Site& site, const v1::Call& call) {
  const PageTexts& words = *site.words;
  const std::string& zone = call.time_zone();
  std::string html = Heading2(words[PageText::kDates]);
  html += kSummaryListStart;
  html += SummaryRow(words[PageText::kOpens], TimeHtml(site, call.open_time(), zone));
  html += SummaryRow(words[PageText::kCloses], TimeHtml(site, call.close_time(), zone));
  html += kSummaryListEnd;
  return html;
}

std::string VenueHtml(const v1::Venue& venue) {
  std::string html = Html("{}", {venue.display_name()});
  for (const std::string& line : venue.address_lines()) html += Html("<br>{}", {line});
  return html;
}

std::string ConferenceFactsHtml(const Site& site, const v1::Conference& conference) {
  const PageTexts& words = *site.words;
  const std::string& zone = conference.time_zone();
  const auto time = [&](const google::protobuf::Timestamp& timestamp) {
    return TimeHtml(site, timestamp, zone);
  };
  std::string html(kSummaryListStart);
  html += SummaryRow(words[PageText::kStarts], time(conference.start_time()));
  html += SummaryRow(words[PageText::kEnds], time(conference.end_time()));
  html += SummaryRow(words[PageText::kVenue], VenueHtml(conference.venue()));
  html +=
      SummaryRow(words[PageText::kPlacesLeft],
                 WordsHtml(words[PageText::kPlacesOf], {std::to_string(conference.places_left()),
                                                        std::to_string(conference.place_count())}));
  html += SummaryRow(words[PageText::kBookingOpens], time(conference.booking_open_time()));
  html += SummaryRow(words[PageText::kBookingCloses], time(conference.booking_close_time()));
  html += kSummaryListEnd;
  return html;
}

// A page instead of a form. `contacts` is HTML.
std::string InsteadOfForm(const Site& site, PageText heading, const std::string& title,
                          const std::string& name, std::string_view action,
                          const std::string& state_html, const std::string& contacts) {
  const PageTexts& words = *site.words;
  const std::string parent_path = absl::StrCat("/", name);
  const std::string form_path = absl::StrCat(parent_path, "/", Abseil(action));
  Document document;
  document.title = {std::string(words[heading]), title};
  document.address = form_path;
  document.help_address = HelpAddress(name);
  document.is_unlisted = true;
  document.before_main = BackLink(PathIn(site, parent_path), words[PageText::kBack]);
  document.main = std::string(kColumnStart) + Heading1(words[heading], "");
  document.main += "<p>" + state_html + "</p>";
  const std::string saved =
      Html("<a href=\"{}?{}=yes\">{}</a>",
           {PathIn(site, form_path), kSavedField, words[PageText::kReadSaved]});
  document.main += "<p>" + WordsHtml(words[PageText::kSavedAnswers], {saved}) + "</p>";
  document.main += Paragraph(words[PageText::kWriteTo]) + contacts;
  document.main += kColumnEnd;
  return RenderDocument(site, document);
}

}  // namespace

Window WindowOf(const v1::Call& call, absl::Time now) {
  return WindowAt(services::TimeOf(call.open_time()), services::TimeOf(call.close_time()), now);
}

Window WindowOf(const v1::Conference& conference, absl::Time now) {
  return WindowAt(services::TimeOf(conference.booking_open_time()),
                  services::TimeOf(conference.booking_close_time()), now);
}

std::string StartPage(const Site& site, const v1::ListCallsResponse& calls, absl::Time now) {
  const PageTexts& words = *site.words;
  const std::string_view heading = words[PageText::kCalls];
  Document document;
  document.title = {std::string(heading)};
  document.head = MetadataHtml(site, "/", heading, words[PageText::kCallsDescription]);
  document.main = std::string(kColumnStart) + Heading1(heading, "");
  if (calls.calls().empty()) document.main += Paragraph(words[PageText::kNoCall]);
  for (const v1::Call& untranslated : calls.calls()) {
    const services::Translated<v1::Call> call =
        services::InLanguage(untranslated, site.words->language());
    const std::string lang = LangOf(site, call.language_code);
    document.main += Html("<h2 class=\"nhsuk-heading-m\"><a href=\"{}\"",
                          {PathIn(site, "/" + call.message.name())}) +
                     lang + Html(">{}</a></h2><p", {call.message.title()}) + lang +
                     Html(">{}</p>", {call.message.summary()});
    document.main +=
        "<p>" + CallStateHtml(site, call.message, WindowOf(call.message, now)) + "</p>";
  }
  if (!calls.next_page_token().empty()) {
    document.main += Html("<p><a href=\"{}?{}={}\">{}</a></p>",
                          {PathIn(site, "/"), kFromField, QueryEncoded(calls.next_page_token()),
                           words[PageText::kMoreCalls]});
  }
  document.main += kColumnEnd;
  return RenderDocument(site, document);
}

std::string CallPage(const Site& site, const v1::Call& untranslated, absl::Time now) {
  const PageTexts& words = *site.words;
  const services::Translated<v1::Call> translated =
      services::InLanguage(untranslated, site.words->language());
  const v1::Call& call = translated.message;
  const std::string lang = LangOf(site, translated.language_code);
  const Window window = WindowOf(call, now);
  Document document;
  document.title = {call.title(), std::string(words[PageText::kCalls])};
  document.address = "/" + call.name();
  document.help_address = HelpAddress(call.name());
  document.head = MetadataHtml(site, document.address, call.title(), call.summary());
  document.before_main = BackLink(PathIn(site, "/"), words[PageText::kAllCalls]);
  std::string& main = document.main;
  main = kColumnStart;
  main += Heading1(call.title(), lang);
  main += LeadText(call.summary(), lang);
  main += CallActions(site, call, window);
  const std::string guidance = MarkdownToHtml(call.guidance_markdown());
  main += lang.empty() ? guidance : "<div" + lang + ">" + guidance + "</div>";
  main += ThemesHtml(site, call, lang);
  main += SendersHtml(site, call, lang);
  main += CallDatesHtml(site, call);
  main += Heading2(words[PageText::kQuestionsAboutCall], kContactsId);
  main += ContactsHtml(call.contacts(), lang);
  main += ShareHtml(site, site.public_address + PathIn(site, document.address), call.title());
  main += kColumnEnd;
  return RenderDocument(site, document);
}

std::string ConferencePage(const Site& site, const v1::Conference& untranslated, absl::Time now) {
  const PageTexts& words = *site.words;
  const services::Translated<v1::Conference> translated =
      services::InLanguage(untranslated, site.words->language());
  const v1::Conference& conference = translated.message;
  const std::string lang = LangOf(site, translated.language_code);
  const Window window = WindowOf(conference, now);
  Document document;
  document.title = {conference.title(), std::string(words[PageText::kConferences])};
  document.address = "/" + conference.name();
  document.help_address = HelpAddress(conference.name());
  document.head = MetadataHtml(site, document.address, conference.title(), conference.summary());
  document.before_main = BackLink(PathIn(site, "/"), words[PageText::kAllCalls]);
  std::string& main = document.main;
  main = kColumnStart;
  main += Heading1(conference.title(), lang);
  main += LeadText(conference.summary(), lang);
  main += "<p>" + BookingStateHtml(site, conference, window) + "</p>";
  if (window == Window::kOpen && conference.places_left() > 0) {
    main += ButtonLink(PathIn(site, document.address + "/book"), words[PageText::kBookAPlace]);
  }
  main += Heading2(words[PageText::kWhenAndWhere]);
  main += ConferenceFactsHtml(site, conference);
  main += Heading2(words[PageText::kQuestionsAboutConference], kContactsId);
  main += ContactsHtml(conference.contacts(), lang);
  main += ShareHtml(site, site.public_address + PathIn(site, document.address), conference.title());
  main += kColumnEnd;
  return RenderDocument(site, document);
}

std::string NotOpenPage(const Site& site, const v1::Call& untranslated, Window window) {
  const services::Translated<v1::Call> translated =
      services::InLanguage(untranslated, site.words->language());
  const v1::Call& call = translated.message;
  return InsteadOfForm(site,
                       window == Window::kNotYet ? PageText::kNotOpenCall : PageText::kClosedCall,
                       call.title(), call.name(), "submit", CallStateHtml(site, call, window),
                       ContactsHtml(call.contacts(), LangOf(site, translated.language_code)));
}

std::string NotOpenPage(const Site& site, const v1::Conference& untranslated, Window window) {
  const services::Translated<v1::Conference> translated =
      services::InLanguage(untranslated, site.words->language());
  const v1::Conference& conference = translated.message;
  return InsteadOfForm(
      site, window == Window::kNotYet ? PageText::kNotOpenBooking : PageText::kClosedBooking,
      conference.title(), conference.name(), "book", BookingStateHtml(site, conference, window),
      ContactsHtml(conference.contacts(), LangOf(site, translated.language_code)));
}

std::string FullPage(const Site& site, const v1::Conference& untranslated) {
  const services::Translated<v1::Conference> translated =
      services::InLanguage(untranslated, site.words->language());
  const v1::Conference& conference = translated.message;
  return InsteadOfForm(site, PageText::kFullHeading, conference.title(), conference.name(), "book",
                       std::string((*site.words)[PageText::kFullText]),
                       ContactsHtml(conference.contacts(), LangOf(site, translated.language_code)));
}

}  // namespace muster::gateway
