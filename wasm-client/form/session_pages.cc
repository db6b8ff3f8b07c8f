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
using form::Joined;

// A form of its own, so that its buttons reach the session like the page's own do.
constexpr std::string_view kFormStart = "<form method=\"post\" novalidate>";
constexpr std::string_view kFormEnd = "</form>";

constexpr std::string_view kKeepMine = "Keep the answers on this page";

void AppendWay(std::string_view action, std::string_view label, std::string_view variant,
               std::string& html) {
  form::AppendButton({.text = label,
                      .name = form::kPostedAction,
                      .value = action,
                      .id = {},
                      .variant = variant,
                      .prevent_double_click = true,
                      .visually_hidden_text = {}},
                     html);
}

void AppendLink(std::string_view address, std::string_view text, std::string& html) {
  html += "<p><a";
  AppendAttribute("href", address, html);
  html += '>';
  AppendEscaped(text, html);
  html += "</a></p>";
}

}  // namespace

std::string ProblemHtml(const Problem& problem) {
  std::string html = "<div class=\"nhsuk-error-summary\"";
  AppendAttribute("id", kProblemId, html);
  html +=
      " tabindex=\"-1\"><div role=\"alert\">"
      "<h2 class=\"nhsuk-error-summary__heading\">There is a problem</h2>"
      "<div class=\"nhsuk-error-summary__body\">";
  for (std::string_view rest = problem.text; !rest.empty();) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    form::AppendParagraph(rest.substr(0, end), html);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!problem.contact_email.empty()) {
    html += "<p>Email <a";
    AppendAttribute("href", Joined("mailto:", problem.contact_email), html);
    html += '>';
    AppendEscaped(problem.contact_email, html);
    html += "</a></p>";
  }
  html += "</div></div>";
  if (!problem.ways.empty()) {
    html += kFormStart;
    for (const Way& way : problem.ways) {
      AppendWay(way.action, way.label, "secondary", html);
    }
    html += kFormEnd;
  }
  html += "</div>";
  return html;
}

Problem ConflictProblem(ConflictKind kind) {
  static constexpr Way kChangedWays[] = {{kActionKeepMine, kKeepMine},
                                         {kActionTakeTheirs, "Use the answers from the other tab"}};
  static constexpr Way kDeletedWays[] = {{kActionKeepMine, kKeepMine},
                                         {kActionTakeTheirs, "Delete them here too"}};
  static constexpr Way kEarlierWays[] = {{kActionKeepMine, kKeepMine},
                                         {kActionTakeTheirs, "Use the answers saved earlier"}};
  Problem problem;
  switch (kind) {
    case ConflictKind::kChanged:
      problem.text = "These answers were changed in another tab or window.";
      problem.ways = kChangedWays;
      break;
    case ConflictKind::kDeleted:
      problem.text = "These answers were sent or deleted in another tab or window.";
      problem.ways = kDeletedWays;
      break;
    case ConflictKind::kEarlier:
      problem.text = "There are other answers to this form, saved on this device earlier.";
      problem.ways = kEarlierWays;
      break;
  }
  problem.text +=
      "\nNothing on this page is lost, but it is not being saved. Choose which answers to keep.";
  return problem;
}

Problem DeletionProblem() {
  static constexpr Way kWays[] = {{kActionAskDelete, "Try again"}};
  return {
      "We could not delete your answers from this device.\n"
      "Try again, or clear this site's data in your browser's settings.",
      kWays,
      {}};
}

std::string NoticeHtml(std::string_view heading, std::string_view text) {
  std::string body = "<p><strong>";
  AppendEscaped(heading, body);
  body += "</strong></p>";
  form::AppendParagraph(text, body);
  std::string html;
  form::AppendInsetText(body, html);
  return html;
}

std::string DeviceHtml() {
  std::string html =
      "<section class=\"muster-device\" aria-label=\"Your answers on this device\"><p";
  AppendAttribute("id", kSavedStatusId, html);
  html += " role=\"status\"></p><div class=\"nhsuk-u-visually-hidden\"";
  AppendAttribute("id", kCountStatusId, html);
  html += " role=\"status\"></div><form method=\"post\" novalidate class=\"muster-hidden\"";
  AppendAttribute("id", kDeleteFormId, html);
  html += "><button class=\"nhsuk-link\" type=\"submit\"";
  AppendAttribute("name", form::kPostedAction, html);
  AppendAttribute("value", kActionAskDelete, html);
  html += ">Delete these answers from this device</button></form></section>";
  return html;
}

std::string_view SavedText(DraftState state) {
  switch (state) {
    case DraftState::kNothing:
      return "";
    case DraftState::kSaved:
    case DraftState::kChanged:
      return "Saved on this device";
    case DraftState::kSaving:
      return "Saving on this device";
    case DraftState::kNotSaved:
      return "Your answers are not being saved on this device. We keep trying. Keep this page "
             "open.";
    case DraftState::kUnavailable:
      return "Your answers are not saved on this device. Keep this page open until you have sent "
             "them.";
    case DraftState::kConflict:
      return "Not saved: these answers were changed in another tab or window.";
  }
  return "";
}

form::Page AskDeletePage(const form::Form& form) {
  form::Page page;
  page.title = "Delete your answers from this device?";
  form::AppendHeading(1, "l", page.title, page.main);
  form::AppendParagraph(Joined("Everything you have entered for ", form.subject,
                               " on this device will be gone. What you have sent before stays with "
                               "us."),
                        page.main);
  page.main += kFormStart;
  AppendWay(kActionDelete, "Delete my answers", "warning", page.main);
  page.main += ' ';
  AppendWay(kActionKeepDraft, "Keep my answers", "secondary", page.main);
  page.main += kFormEnd;
  return page;
}

form::Page DeletedPage(const form::Form& form, std::string_view home_path) {
  form::Page page;
  page.title = "Your answers are deleted";
  form::AppendHeading(1, "l", page.title, page.main);
  form::AppendParagraph(
      Joined("Nothing you entered for ", form.subject, " is kept on this device any more."),
      page.main);
  AppendLink(home_path, "Go back to the start", page.main);
  return page;
}

form::Page AlreadySentPage(const form::Form& form, std::string_view note,
                           std::string_view home_path) {
  const size_t line_end = note.find('\n');
  const std::string_view receipt_address = note.substr(0, line_end);
  const std::string_view reference =
      line_end == std::string_view::npos ? std::string_view() : note.substr(line_end + 1);
  form::Page page;
  page.title = Joined("You have already sent ", form.subject);
  form::AppendHeading(1, "l", page.title, page.main);
  if (!reference.empty()) {
    page.main += "<p>Your reference number is <strong>";
    AppendEscaped(reference, page.main);
    page.main += "</strong>.</p>";
  }
  // Only an address of this site: the note comes from storage.
  if (receipt_address.starts_with('/') && !receipt_address.starts_with("//")) {
    AppendLink(receipt_address, "See what you sent", page.main);
  }
  AppendLink(home_path, "Go back to the start", page.main);
  return page;
}

std::string SentNote(std::string_view receipt_address, std::string_view reference) {
  return Joined(receipt_address, "\n", reference);
}

}  // namespace muster::client
