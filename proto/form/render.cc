// The page a place leads to, and the check page.
#include "proto/form/render.h"

#include "muster/v1/form_context.pb.h"
#include "proto/form/components.h"
#include "proto/form/errors.h"
#include "proto/form/kind.h"
#include "proto/form/path.h"
#include "proto/form/question.h"
#include "proto/form/question_page.h"
#include "proto/form/route.h"
#include "proto/form/summary.h"
#include "proto/form/tasks.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

// The value cell of a row: its error, if it has one, then the answer.
std::string ValueHtml(const PageView& view, const SummaryLine& line) {
  std::string html;
  for (const FieldError& error : view.errors) {
    if (error.element_id != ChangeId(*view.form, line.path) || error.path.empty()) continue;
    AppendErrorMessage(*view.form->texts, error.text, "", html);
    html += "<br>";
  }
  AppendAnswer(*view.form->texts, line, ForeignLanguage(*view.form, *view.context), html);
  return html;
}

void AppendBlock(const PageView& view, std::span<const SummaryLine> lines, std::string& html) {
  const std::string_view title = lines[0].block;
  if (!title.empty()) AppendHeading(3, "s", title, html);
  // The rows are views of these.
  std::vector<std::string> texts;
  texts.reserve(lines.size() * 4);
  const auto keep = [&](std::string text) -> std::string_view {
    return texts.emplace_back(std::move(text));
  };
  std::vector<SummaryRow> rows;
  for (const SummaryLine& line : lines) {
    SummaryRow row;
    row.key = line.key;
    if (line.has_their_key) row.key_lang = ForeignLanguage(*view.form, *view.context);
    row.value_html = keep(ValueHtml(view, line));
    row.change_value = keep(Joined("change:", line.step, ":", line.path));
    row.change_id = keep(ChangeId(*view.form, line.path));
    row.change_hidden_text = keep(
        Joined(WithLowerCaseStart(title), title.empty() ? "" : ": ", WithLowerCaseStart(line.key)));
    rows.push_back(row);
  }
  AppendSummaryList(*view.form->texts, rows, html);
}

Page RenderCheckPage(const PageView& view) {
  Page page;
  page.title = view.form->check_title;
  AppendProblems(view, page.main);
  AppendFormStart(view, page.main);
  AppendHeading(1, "l", page.title, page.main);
  const std::vector<SummaryLine> lines = Summarise(*view.form, *view.context, *view.answers);
  for (size_t i = 0; i < lines.size();) {
    if (BeginsSection(lines, i)) AppendHeading(2, "m", lines[i].section, page.main);
    const std::span<const SummaryLine> block = BlockAt(lines, i);
    AppendBlock(view, block, page.main);
    i += block.size();
  }
  for (const std::string_view paragraph : view.form->declaration) {
    AppendParagraph(paragraph, page.main);
  }
  AppendActionButton(view.form->send_label, "send", {}, page.main);
  page.main += "</form>";
  return page;
}

}  // namespace

Page RenderPage(const PageView& view) {
  const Texts& texts = *view.form->texts;
  const Route route(*view.form, *view.context);
  const bool tasks = IsTaskList(*view.form, view.place.page);
  const size_t screen = route.Named(view.place.page);
  Page page = tasks                 ? RenderTaskList(view)
              : screen == kNoScreen ? RenderCheckPage(view)
                                    : RenderQuestionPage(view, route[screen]);
  const bool first = screen != kNoScreen && !view.place.from_check &&
                     route.LastShown(screen, *view.answers) == kNoScreen;
  if (first) {
    AppendBackLink(texts, view.context->home_path(), page.before_main);
  } else {
    AppendBackButton(texts, kFormElementId, page.before_main);
  }
  if (!view.errors.empty()) page.title.insert(0, texts[Text::kErrorPrefix]);
  return page;
}

CountMessage CharacterCount(const Form& form, const v1::FormContext& context, std::string_view path,
                            std::string_view typed) {
  const Field* field = FieldAt(*form.content, path);
  if (field == nullptr) return {};
  Widget widget = field->widget;
  Limits limits = LimitsOf(*field);
  if (field->name == kQuestionValues && path.ends_with(']')) {
    const v1::Question* question = QuestionAt(context, path);
    if (question == nullptr || !TakesText(*question)) return {};
    widget = WidgetOf(*question);
    limits = LimitsOf(*question);
  }
  if (widget != Widget::kLongText) return {};
  const bool words = limits.words > 0;
  const uint64_t most = words ? limits.words : limits.characters;
  if (most == 0) return {};
  const std::string text = Normalised(widget, Repaired(typed));
  const uint64_t count = words ? CountWords(text) : CountCodePoints(text);
  const bool too_long = count > most;
  const uint64_t apart = too_long ? count - most : most - count;
  // Four texts of characters, and the same four of words.
  constexpr Text kTexts[] = {Text::kOneCharacterLeft,    Text::kCharactersLeft,
                             Text::kOneCharacterTooMany, Text::kCharactersTooMany,
                             Text::kOneWordLeft,         Text::kWordsLeft,
                             Text::kOneWordTooMany,      Text::kWordsTooMany};
  const Text said = kTexts[(words ? 4 : 0) + (too_long ? 2 : 0) + (apart == 1 ? 0 : 1)];
  return {Filled((*form.texts)[said], {NumberText(apart)}), too_long};
}

}  // namespace muster::form
