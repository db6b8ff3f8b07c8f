#include "proto/form/question_page.h"

#include "muster/v1/form_context.pb.h"
#include "proto/form/base64.h"
#include "proto/form/components.h"
#include "proto/form/errors.h"
#include "proto/form/html.h"
#include "proto/form/question.h"
#include "proto/form/question_writer.h"
#include "proto/form/route.h"
#include "proto/form/tasks.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

std::vector<Item> ItemsOf(const PageView& view, const Screen& screen) {
  std::vector<Item> items;
  for (const Ask& ask : screen.step->asks) {
    if (!IsAsked(ask, *view.context, *view.answers)) continue;
    if (ask.field->widget != Widget::kQuestions) {
      if (screen.question != nullptr) continue;
      const bool optional = MayBeBlank(*view.form, *view.context, *view.answers, ask);
      items.push_back({std::string(ask.path), ask.field, ask.group, nullptr, optional});
      continue;
    }
    for (const v1::Question& question : view.context->questions()) {
      if (!IsAskedOn(screen, ask, question, *view.context, *view.answers)) continue;
      items.push_back(
          {AnswerPath(ask.path, question), ask.field, nullptr, &question, !question.required()});
    }
  }
  return items;
}

// A page with one question has it as its heading.
bool IsSingleQuestion(const std::vector<Item>& items) {
  if (items.empty() || IsRepeatedGroup(items[0])) return false;
  for (size_t i = 1; i < items.size(); ++i) {
    if (!IsSameQuestion(items[i - 1], items[i])) return false;
  }
  return true;
}

void AppendHidden(std::string_view name, std::string_view value, std::string& html) {
  html += "<input type=\"hidden\"";
  AppendAttribute("name", name, html);
  AppendAttribute("value", value, html);
  html += '>';
}

// "Have you completed this section?"
void AppendIfComplete(const PageView& view, const Step& step, std::string& html) {
  const Texts& texts = *view.form->texts;
  const std::string_view said = view.answers->Note(CompleteNote(step.page));
  ChoiceGroup group;
  group.control = {&texts,
                   kPostedComplete,
                   kPostedComplete,
                   {texts[Text::kHaveYouCompleted], "m"},
                   {},
                   ErrorAt(view, kPostedComplete)};
  for (const auto& [value, label] :
       {std::pair(kComplete, Text::kYesCompleted), std::pair(kLater, Text::kNoLater)}) {
    ChoiceItem& item = group.items.emplace_back();
    item.value = value;
    item.label = texts[label];
    item.checked = said == value;
  }
  AppendChoiceGroup(group, html);
}

}  // namespace

Page RenderQuestionPage(const PageView& view, const Screen& screen) {
  const Step& step = *screen.step;
  const std::vector<Item> items = ItemsOf(view, screen);
  const bool asks_if_complete = step.asks_if_complete && screen.question == nullptr;
  const bool single = !asks_if_complete && IsSingleQuestion(items);
  Page page;
  AppendProblems(view, page.main);
  AppendFormStart(view, page.main);
  if (!single) {
    AppendHeading(1, "l", step.title, page.main);
    for (const std::string_view paragraph : step.introduction) {
      AppendParagraph(paragraph, page.main);
    }
  }
  page.title = AppendQuestions(view, step, items, single, page.main);
  if (!single) page.title = step.title;
  if (asks_if_complete) AppendIfComplete(view, step, page.main);
  AppendContinue(*view.form->texts, page.main);
  if (!view.form->task_list_title.empty() && !view.place.from_check) {
    AppendActionButton((*view.form->texts)[Text::kAllSections], kTaskListPage, "secondary",
                       page.main);
  }
  page.main += "</form>";
  return page;
}

void AppendContinue(const Texts& texts, std::string& html) {
  AppendActionButton(texts[Text::kContinue], "continue", {}, html);
}

void AppendFormStart(const PageView& view, std::string& html) {
  html += "<form";
  AppendAttribute("id", kFormElementId, html);
  html += " method=\"post\" novalidate>";
  AppendHidden(kPostedPage, view.place.page, html);
  if (view.place.from_check) AppendHidden(kPostedFromCheck, "true", html);
  AppendHidden(kPostedRequestId, view.request_id, html);
  if (view.carry_draft) {
    AppendHidden(kPostedDraft, Base64Encode(view.answers->Serialize()), html);
  }
}

void AppendProblems(const PageView& view, std::string& html) {
  html += "<div";
  AppendAttribute("id", kMessagesId, html);
  html += '>';
  if (!view.errors.empty()) {
    std::vector<ErrorLink> links;
    for (const FieldError& error : view.errors) links.push_back({error.element_id, error.text});
    AppendErrorSummary(*view.form->texts, kErrorSummaryId, links, html);
  }
  if (view.notice != nullptr) {
    AppendWarningCallout(*view.form->texts, kNoticeId, 2, view.notice->heading,
                         view.notice->paragraphs, html);
  }
  html += "</div>";
}

}  // namespace muster::form
