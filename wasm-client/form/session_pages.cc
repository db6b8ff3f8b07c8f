#include "wasm-client/form/session_pages.h"

#include <algorithm>

#include "proto/form/components.h"
#include "proto/form/html.h"
#include "proto/form/text.h"

namespace muster::client {
namespace {

using form::Append;
using form::AppendAttribute;
using form::AppendEscaped;
using form::Filled;
using form::Joined;
using form::Text;
using form::Texts;

// A form of its own, so that its buttons reach the session like the page's own do.
constexpr std::string_view kFormStart = "<form method=\"post\" novalidate>";
constexpr std::string_view kFormEnd = "</form>";

void AppendLink(std::string_view address, std::string_view text, std::string& html) {
  html += "<p><a";
  AppendAttribute("href", address, html);
  html += '>';
  AppendEscaped(text, html);
  html += "</a></p>";
}

}  // namespace

std::string ProblemHtml(const Texts& texts, const Problem& problem) {
  std::string html = "<div class=\"nhsuk-error-summary\"";
  AppendAttribute("id", kProblemId, html);
  Append(html, " tabindex=\"-1\"><div role=\"alert\"><h2 class=\"nhsuk-error-summary__heading\">",
         texts[Text::kProblem], "</h2><div class=\"nhsuk-error-summary__body\">");
  for (std::string_view rest = problem.text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    form::AppendParagraph(rest.substr(0, end), html);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!problem.contact_email.empty()) {
    std::string link = "<a";
    AppendAttribute("href", Joined("mailto:", problem.contact_email), link);
    link += '>';
    AppendEscaped(problem.contact_email, link);
    link += "</a>";
    Append(html, "<p>", Filled(texts[Text::kEmail], {link}), "</p>");
  }
  html += "</div></div>";
  if (!problem.ways.empty()) {
    html += kFormStart;
    for (const Way& way : problem.ways) {
      form::AppendActionButton(texts[way.label], way.action, "secondary", html);
    }
    html += kFormEnd;
  }
  html += "</div>";
  return html;
}

Problem ConflictProblem(const Texts& texts, ConflictKind kind) {
  static constexpr Way kChangedWays[] = {{kActionKeepMine, Text::kKeepThese},
                                         {kActionTakeTheirs, Text::kUseOtherTabs}};
  static constexpr Way kDeletedWays[] = {{kActionKeepMine, Text::kKeepThese},
                                         {kActionTakeTheirs, Text::kDeleteHereToo}};
  static constexpr Way kEarlierWays[] = {{kActionKeepMine, Text::kKeepThese},
                                         {kActionTakeTheirs, Text::kUseEarlier}};
  Problem problem;
  switch (kind) {
    case ConflictKind::kChanged:
      problem.text = texts[Text::kChangedElsewhere];
      problem.ways = kChangedWays;
      break;
    case ConflictKind::kDeleted:
      problem.text = texts[Text::kGoneElsewhere];
      problem.ways = kDeletedWays;
      break;
    case ConflictKind::kEarlier:
      problem.text = texts[Text::kSavedEarlier];
      problem.ways = kEarlierWays;
      break;
  }
  Append(problem.text, "\n", texts[Text::kChooseAnswers]);
  return problem;
}

Problem DeletionProblem(const Texts& texts) {
  static constexpr Way kWays[] = {{kActionAskDelete, Text::kTryAgain}};
  return {std::string(texts[Text::kNotDeleted]), kWays, {}};
}

std::string NoticeHtml(const Texts& texts, Text heading, Text text) {
  std::string body = "<p><strong>";
  AppendEscaped(texts[heading], body);
  body += "</strong></p>";
  form::AppendParagraph(texts[text], body);
  std::string html;
  form::AppendInsetText(texts, body, html);
  return html;
}

std::string DeviceHtml(const Texts& texts) {
  std::string html = "<section class=\"muster-device\"";
  AppendAttribute("aria-label", texts[Text::kDevice], html);
  html += "><p";
  AppendAttribute("id", kSavedStatusId, html);
  html += " role=\"status\"></p><div class=\"nhsuk-u-visually-hidden\"";
  AppendAttribute("id", kCountStatusId, html);
  html += " role=\"status\"></div><form method=\"post\" novalidate class=\"muster-hidden\"";
  AppendAttribute("id", kDeleteFormId, html);
  html += "><button class=\"nhsuk-link\" type=\"submit\"";
  AppendAttribute("name", form::kPostedAction, html);
  AppendAttribute("value", kActionAskDelete, html);
  Append(html, ">", texts[Text::kDeleteFromDevice], "</button></form></section>");
  return html;
}

std::string_view SavedText(const Texts& texts, DraftState state) {
  switch (state) {
    case DraftState::kNothing:
      return "";
    case DraftState::kSaved:
    case DraftState::kChanged:
      return texts[Text::kSaved];
    case DraftState::kSaving:
      return texts[Text::kSaving];
    case DraftState::kNotSaved:
      return texts[Text::kNotSaved];
    case DraftState::kUnavailable:
      return texts[Text::kSendFromHere];
    case DraftState::kConflict:
      return texts[Text::kConflict];
  }
  return "";
}

form::Page AskDeletePage(const form::Form& form) {
  form::Page page;
  const Texts& texts = *form.texts;
  page.title = texts[Text::kAskDelete];
  form::AppendHeading(1, "l", page.title, page.main);
  form::AppendParagraph(Filled(texts[Text::kAskDeleteText], {form.subject}), page.main);
  page.main += kFormStart;
  form::AppendActionButton(texts[Text::kDeleteMine], kActionDelete, "warning", page.main);
  page.main += ' ';
  form::AppendActionButton(texts[Text::kKeepMine], kActionKeepDraft, "secondary", page.main);
  page.main += kFormEnd;
  return page;
}

form::Page DeletedPage(const form::Form& form, std::string_view home_path) {
  form::Page page;
  const Texts& texts = *form.texts;
  page.title = texts[Text::kDeleted];
  form::AppendHeading(1, "l", page.title, page.main);
  form::AppendParagraph(Filled(texts[Text::kDeletedText], {form.subject}), page.main);
  AppendLink(home_path, texts[Text::kGoToStart], page.main);
  return page;
}

form::Page AlreadySentPage(const form::Form& form, std::string_view note,
                           std::string_view home_path) {
  return SentPage(form, Filled((*form.texts)[Text::kAlreadySent], {form.subject}), note, home_path);
}

form::Page SentPage(const form::Form& form, std::string_view title, std::string_view note,
                    std::string_view home_path) {
  const size_t line_end = note.find('\n');
  const std::string_view receipt_address = note.substr(0, line_end);
  const std::string_view reference =
      line_end == std::string_view::npos ? std::string_view() : note.substr(line_end + 1);
  form::Page page;
  const Texts& texts = *form.texts;
  page.title = title;
  form::AppendHeading(1, "l", page.title, page.main);
  if (!reference.empty()) {
    const std::string strong = Joined("<strong>", form::Escaped(reference), "</strong>");
    Append(page.main, "<p>", Filled(texts[Text::kReferenceIs], {strong}), "</p>");
  }
  // Only an address of this site: the note comes from storage.
  if (receipt_address.starts_with('/') && !receipt_address.starts_with("//")) {
    AppendLink(receipt_address, texts[Text::kSeeSent], page.main);
  }
  AppendLink(home_path, texts[Text::kGoToStart], page.main);
  return page;
}

std::string SentNote(std::string_view receipt_address, std::string_view reference) {
  return Joined(receipt_address, "\n", reference);
}

}  // namespace muster::client
