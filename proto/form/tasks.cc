#include "proto/form/tasks.h"

#include "muster/v1/form_context.pb.h"
#include "proto/form/components.h"
#include "proto/form/payload.h"
#include "proto/form/question_page.h"
#include "proto/form/search.h"
#include "proto/form/text.h"

namespace muster::form {
namespace {

TaskStatusText StatusText(TaskStatus status) {
  switch (status) {
    case TaskStatus::kCompleted:
      return {Text::kCompleted, "no-colour"};
    case TaskStatus::kIncomplete:
      return {Text::kIncomplete, "blue"};
    case TaskStatus::kNotYetStarted:
      return {Text::kNotYetStarted, "blue"};
    case TaskStatus::kProblem:
      return {Text::kThereIsAProblem, "red"};
  }
  return {};
}

}  // namespace

std::string DoneNote(std::string_view page) { return Joined("done:", page); }

std::string CompleteNote(std::string_view page) { return Joined("complete:", page); }

void AnswerIfComplete(const Form& form, std::string_view page, std::string_view value,
                      Answers& answers) {
  for (const Step& step : form.steps) {
    if (step.id == page && step.asks_if_complete && (value == kComplete || value == kLater)) {
      answers.SetNote(CompleteNote(step.page), value);
    }
  }
}

bool IsTaskList(const Form& form, std::string_view page) {
  return page == kTaskListPage && !form.task_list_title.empty();
}

TaskStatus StatusOf(const Route& route, const v1::FormContext& context, const Answers& answers,
                    const std::vector<PlacedError>& errors, std::string_view page) {
  const bool wrong = AnyOf(errors, [&](const PlacedError& error) {
    return error.screen != kNoScreen && route[error.screen].step->page == page;
  });
  const bool done = !answers.Note(DoneNote(page)).empty();
  if (answers.Note(CompleteNote(page)) == kLater) return TaskStatus::kIncomplete;
  if (done) return wrong ? TaskStatus::kProblem : TaskStatus::kCompleted;
  for (size_t i = 0; i < route.size(); ++i) {
    if (route[i].step->page != page) continue;
    const bool begun = AnyOf(route[i].step->asks, [&](const Ask& ask) {
      return IsAsked(ask, context, answers) && !IsBlank(ask, context, answers);
    });
    if (begun) return TaskStatus::kIncomplete;
  }
  return TaskStatus::kNotYetStarted;
}

Page RenderTaskList(const PageView& view) {
  const Form& form = *view.form;
  const std::vector<PlacedError> errors = FindErrors(form, *view.context, *view.answers);
  const Route route(form, *view.context);
  Page page;
  page.title = form.task_list_title;
  AppendProblems(view, page.main);
  AppendFormStart(view, page.main);
  AppendHeading(1, "l", page.title, page.main);
  std::vector<Task> tasks;
  // The tasks are views of these.
  std::vector<std::string> actions;
  actions.reserve(form.steps.size());
  bool all = true;
  for (size_t i = route.NextShown(0, *view.answers); i != kNoScreen;
       i = route.NextShown(i + 1, *view.answers)) {
    const Step& step = *route[i].step;
    if (!tasks.empty() && tasks.back().id == step.page) continue;
    const TaskStatus status = StatusOf(route, *view.context, *view.answers, errors, step.page);
    all = all && status == TaskStatus::kCompleted;
    actions.push_back(Joined("task:", route.IdOf(i)));
    tasks.push_back({step.page, step.title, StatusText(status), actions.back()});
  }
  tasks.push_back({kCheckPage, form.check_title,
                   all ? StatusText(TaskStatus::kNotYetStarted)
                       : TaskStatusText{Text::kCannotStartYet, "no-colour"},
                   all ? "continue" : ""});
  AppendTaskList(*form.texts, tasks, page.main);
  AppendContinue(*form.texts, page.main);
  page.main += "</form>";
  return page;
}

}  // namespace muster::form
