#include "server/gateway/pages/public_pages.h"

#include "absl/strings/str_cat.h"
#include "muster/v1/call.pb.h"
#include "muster/v1/call_service.pb.h"
#include "muster/v1/conference.pb.h"
#include "server/gateway/pages/html_text.h"
#include "server/gateway/pages/markdown.h"
#include "server/gateway/pages/parts.h"
#include "server/gateway/text.h"

namespace muster::gateway {
namespace {

constexpr std::string_view kColumnStart =
    "<div class=\"nhsuk-grid-row\"><div class=\"nhsuk-grid-column-two-thirds\">";
constexpr std::string_view kColumnEnd = "</div></div>";

std::string Heading1(std::string_view text) {
  return Html("<h1 class=\"nhsuk-heading-xl\">{}</h1>", {text});
}

std::string LeadText(std::string_view text) {
  return Html("<p class=\"nhsuk-lede-text\">{}</p>", {text});
}

std::string SecondaryButtonLink(std::string_view href, std::string_view text) {
  return Html(
      "<a class=\"nhsuk-button nhsuk-button--secondary\" data-module=\"nhsuk-button\" "
      "href=\"{}\" role=\"button\" draggable=\"false\">{}</a>",
      {href, text});
}

Window WindowOf(const v1::Call& call, absl::Time now) {
  return WindowAt(TimeOfTimestamp(call.open_time()), TimeOfTimestamp(call.close_time()), now);
}

Window WindowOf(const v1::Conference& conference, absl::Time now) {
  return WindowAt(TimeOfTimestamp(conference.booking_open_time()),
                  TimeOfTimestamp(conference.booking_close_time()), now);
}

// One sentence: until when it is open, or why it is not.
std::string CallStateHtml(const v1::Call& call, Window window) {
  switch (window) {
    case Window::kNotYet:
      return "This call opens at " + TimeHtml(call.open_time(), call.time_zone()) + ".";
    case Window::kOpen:
      return "You can send evidence until " + TimeHtml(call.close_time(), call.time_zone()) + ".";
    case Window::kOver:
      return "This call closed at " + TimeHtml(call.close_time(), call.time_zone()) + ".";
  }
  return "";
}

std::string BookingStateHtml(const v1::Conference& conference, Window window) {
  const std::string& zone = conference.time_zone();
  switch (window) {
    case Window::kNotYet:
      return "Booking opens at " + TimeHtml(conference.booking_open_time(), zone) + ".";
    case Window::kOpen:
      if (conference.places_left() <= 0) return "Every place is taken.";
      return "You can book a place until " + TimeHtml(conference.booking_close_time(), zone) + ".";
    case Window::kOver:
      return "Booking closed at " + TimeHtml(conference.booking_close_time(), zone) + ".";
  }
  return "";
}

std::string CallActions(const v1::Call& call, Window window) {
  std::string html = "<p>" + CallStateHtml(call, window) + "</p>";
  html += "<div class=\"nhsuk-button-group\">";
  if (window == Window::kOpen) {
    html += ButtonLink(absl::StrCat("/", call.name(), "/submit"), "Submit evidence");
  }
  if (!call.conference().empty()) {
    html += SecondaryButtonLink(absl::StrCat("/", call.conference()), "Book a place");
  }
  return html + "</div>";
}

std::string ThemesHtml(const v1::Call& call) {
  std::string html = Heading2("Themes");
  html += "<ol class=\"nhsuk-list nhsuk-list--number\">";
  for (const v1::Theme& theme : call.themes()) {
    html += Html("<li><strong>{}</strong>", {theme.title()});
    if (!theme.description().empty()) html += Html("<br>{}", {theme.description()});
    html += "</li>";
  }
  html += "</ol>";
  html += Paragraph(
      "You can also send evidence or information that is relevant to the subject and fits none of "
      "the themes.");
  return html;
}

std::string SendersHtml(const v1::Call& call) {
  std::string html = Heading2("Who can send evidence");
  html += Paragraph(
      "Anyone: as an individual, or for an organisation. You do not need an account. You can give "
      "several examples of evidence or good practice at once.");
  html += Heading2("What we may ask you for");
  html += Paragraph(
      "At the end of the form you can agree to each of these statements, or to none. Your evidence "
      "counts either way.");
  html += "<ul class=\"nhsuk-list nhsuk-list--bullet\">";
  const v1::ConsentWording& wording = call.consent_wording();
  for (const std::string* statement : {&wording.display_on_day(), &wording.contribute_to_session(),
                                       &wording.publish_afterwards()}) {
    html += Html("<li>{}</li>", {*statement});
  }
  return html + "</ul>";
}

std::string CallDatesHtml(const v1::Call& call) {
  std::string html = Heading2("Dates");
  html += kSummaryListStart;
  html += SummaryRow("Opens", TimeHtml(call.open_time(), call.time_zone()));
  html += SummaryRow("Closes", TimeHtml(call.close_time(), call.time_zone()));
  html += SummaryRow("What you sent can be changed until",
                     TimeHtml(call.edit_until_time(), call.time_zone()));
  html += kSummaryListEnd;
  return html;
}

std::string VenueHtml(const v1::Venue& venue) {
  std::string html = Html("{}", {venue.display_name()});
  for (const std::string& line : venue.address_lines()) html += Html("<br>{}", {line});
  return html;
}

std::string ConferenceFactsHtml(const v1::Conference& conference) {
  const std::string& zone = conference.time_zone();
  std::string html(kSummaryListStart);
  html += SummaryRow("Starts", TimeHtml(conference.start_time(), zone));
  html += SummaryRow("Ends", TimeHtml(conference.end_time(), zone));
  html += SummaryRow("Venue", VenueHtml(conference.venue()));
  html += SummaryRow("Places left",
                     absl::StrCat(conference.places_left(), " of ", conference.place_count()));
  html += SummaryRow("Booking opens", TimeHtml(conference.booking_open_time(), zone));
  html += SummaryRow("Booking closes", TimeHtml(conference.booking_close_time(), zone));
  html += kSummaryListEnd;
  return html;
}

// A page instead of a form. `contacts` is HTML.
std::string InsteadOfForm(const Site& site, std::string_view heading, const std::string& title,
                          const std::string& name, std::string_view action,
                          const std::string& state_html, const std::string& contacts) {
  const std::string form_path = absl::StrCat("/", name, "/", Abseil(action));
  Document document;
  document.title = {std::string(heading), title};
  document.is_unlisted = true;
  document.before_main = BackLink(absl::StrCat("/", name), "Back");
  document.main = std::string(kColumnStart) + Heading1(heading);
  document.main += "<p>" + state_html + "</p>";
  document.main += Html(
      "<p>If this device saved answers of yours, you can still <a href=\"{}?{}=yes\">read, copy or "
      "delete them</a>.</p>",
      {form_path, kSavedField});
  document.main += Paragraph("If you have a question, write to:") + contacts;
  document.main += kColumnEnd;
  return RenderDocument(site, document);
}

}  // namespace

Window WindowAt(absl::Time open, absl::Time close, absl::Time now) {
  if (now < open) return Window::kNotYet;
  return now < close ? Window::kOpen : Window::kOver;
}

std::string StartPage(const Site& site, const v1::ListCallsResponse& calls, absl::Time now) {
  Document document;
  document.title = {"Calls for evidence"};
  document.head = MetadataHtml(site.public_address + "/", "Calls for evidence",
                               "Calls for evidence, and the conferences that they inform.");
  document.main = std::string(kColumnStart) + Heading1("Calls for evidence");
  if (calls.calls().empty())
    document.main += Paragraph("There is no call for evidence at present.");
  for (const v1::Call& call : calls.calls()) {
    document.main += Html("<h2 class=\"nhsuk-heading-m\"><a href=\"/{}\">{}</a></h2><p>{}</p>",
                          {call.name(), call.title(), call.summary()});
    document.main += "<p>" + CallStateHtml(call, WindowOf(call, now)) + "</p>";
  }
  if (!calls.next_page_token().empty()) {
    document.main += Html("<p><a href=\"/?{}={}\">More calls</a></p>",
                          {kFromField, QueryEncoded(calls.next_page_token())});
  }
  document.main += kColumnEnd;
  return RenderDocument(site, document);
}

std::string CallPage(const Site& site, const v1::Call& call, absl::Time now) {
  const std::string address = absl::StrCat(site.public_address, "/", call.name());
  const Window window = WindowOf(call, now);
  Document document;
  document.title = {call.title(), "Calls for evidence"};
  document.head = MetadataHtml(address, call.title(), call.summary());
  document.before_main = BackLink("/", "All calls for evidence");
  std::string& main = document.main;
  main = kColumnStart;
  main += Heading1(call.title());
  main += LeadText(call.summary());
  main += CallActions(call, window);
  main += MarkdownToHtml(call.guidance_markdown());
  main += ThemesHtml(call);
  main += SendersHtml(call);
  main += CallDatesHtml(call);
  main += Heading2("Questions about this call");
  main += ContactsHtml(call.contacts());
  main += ShareHtml(address, call.title());
  main += kColumnEnd;
  return RenderDocument(site, document);
}

std::string ConferencePage(const Site& site, const v1::Conference& conference, absl::Time now) {
  const std::string address = absl::StrCat(site.public_address, "/", conference.name());
  const Window window = WindowOf(conference, now);
  Document document;
  document.title = {conference.title(), "Conferences"};
  document.head = MetadataHtml(address, conference.title(), conference.summary());
  document.before_main = BackLink("/", "All calls for evidence");
  std::string& main = document.main;
  main = kColumnStart;
  main += Heading1(conference.title());
  main += LeadText(conference.summary());
  main += "<p>" + BookingStateHtml(conference, window) + "</p>";
  if (window == Window::kOpen && conference.places_left() > 0) {
    main += ButtonLink(absl::StrCat("/", conference.name(), "/book"), "Book a place");
  }
  main += Heading2("When and where");
  main += ConferenceFactsHtml(conference);
  main += Heading2("Questions about this conference");
  main += ContactsHtml(conference.contacts());
  main += ShareHtml(address, conference.title());
  main += kColumnEnd;
  return RenderDocument(site, document);
}

std::string NotOpenPage(const Site& site, const v1::Call& call, Window window) {
  return InsteadOfForm(
      site, window == Window::kNotYet ? "This call is not open yet" : "This call has closed",
      call.title(), call.name(), "submit", CallStateHtml(call, window),
      ContactsHtml(call.contacts()));
}

std::string NotOpenPage(const Site& site, const v1::Conference& conference, Window window) {
  return InsteadOfForm(site,
                       window == Window::kNotYet ? "Booking is not open yet" : "Booking has closed",
                       conference.title(), conference.name(), "book",
                       BookingStateHtml(conference, window), ContactsHtml(conference.contacts()));
}

std::string FullPage(const Site& site, const v1::Conference& conference) {
  return InsteadOfForm(site, "Every place is taken", conference.title(), conference.name(), "book",
                       "No place can be booked at present. A place may become free.",
                       ContactsHtml(conference.contacts()));
}

}  // namespace muster::gateway
