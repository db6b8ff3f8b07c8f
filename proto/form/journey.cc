#include "proto/form/journey.h"

#include <algorithm>

#include "muster/v1/form_context.pb.h"
#include "proto/form/errors.h"
#include "proto/form/parts.h"
#include "proto/form/path.h"
#include "proto/form/payload.h"
#include "proto/form/question.h"
#include "proto/form/route.h"
#include "proto/form/search.h"
#include "proto/form/tasks.h"
#include "proto/form/text.h"
#include "proto/form/version.h"

namespace muster::form {
namespace {

// Whether an answer on `screen` depends on one given on `controlling` and is not given yet.
bool HasNewQuestion(const v1::FormContext& context, const Answers& answers, const Screen& screen,
                    const Screen& controlling) {
  return AnyOf(screen.step->asks, [&](const Ask& ask) {
    if (!IsAsked(ask, context, answers)) return false;
    if (screen.question != nullptr) {
      return ask.field->widget == Widget::kQuestions &&
             IsAskedOn(screen, ask, *screen.question, context, answers) &&
             answers.Get(AnswerPath(ask.path, *screen.question)).empty();
    }
    const bool depends = AnyOf(controlling.step->asks,
                               [&](const Ask& other) { return other.path == ask.shown_when_path; });
    return depends && IsBlank(ask, context, answers);
  });
}

// One turn being taken.
class Turner {
 public:
  Turner(const Form& form, const v1::FormContext& context, Turn& turn)
      : form_(form), context_(context), route_(form, context), turn_(turn) {}

  // A place that exists and that the answers lead to.
  void Settle() {
    if (turn_.place.page == kCheckPage || IsTaskList(form_, turn_.place.page)) return;
    const size_t screen = route_.Named(turn_.place.page);
    if (screen != kNoScreen && route_.IsShown(screen, turn_.answers)) return;
    GoTo(route_.NextShown(screen == kNoScreen ? 0 : screen, turn_.answers));
  }

  void Take(std::string_view action) {
    const size_t colon = action.find(':');
    const std::string_view verb = action.substr(0, colon);
    const std::string_view what =
        colon == std::string_view::npos ? std::string_view() : action.substr(colon + 1);
    if (action == "continue") return Continue();
    if (action == "back") return Back();
    if (action == "send") return Send();
    if (action == kTaskListPage && !form_.task_list_title.empty()) {
      turn_.place = {std::string(kTaskListPage), false};
    }
    if (verb == "add") return Add(what);
    if (verb == "remove") return Remove(what);
    if (verb == "change") return Change(what, /*from_check=*/true);
    if (verb == "task") return Change(what, /*from_check=*/false);
  }

 private:
  void GoTo(size_t screen) {
    turn_.place.page = screen == kNoScreen ? std::string(kCheckPage) : route_.IdOf(screen);
    if (screen == kNoScreen) turn_.place.from_check = false;
  }

  void Continue() {
    if (turn_.place.page == kCheckPage) return;
    const std::vector<PlacedError> errors = FindErrors(form_, context_, turn_.answers);
    if (IsTaskList(form_, turn_.place.page)) return GoTo(FirstOpen(errors));
    const size_t screen = route_.Named(turn_.place.page);
    const Step& step = *route_[screen].step;
    const bool asks_if_complete = step.asks_if_complete && route_[screen].question == nullptr;
    const std::string_view complete = turn_.answers.Note(CompleteNote(step.page));
    if (asks_if_complete && complete == kLater) {
      turn_.place = {std::string(kTaskListPage), false};
      return;
    }
    turn_.errors = ErrorsOnScreen(errors, screen);
    if (asks_if_complete && complete.empty()) {
      turn_.errors.push_back({std::string(kPostedComplete), std::string(kPostedComplete),
                              std::string((*form_.texts)[Text::kSelectIfCompleted])});
    }
    if (!turn_.errors.empty()) return;
    const size_t next = turn_.place.from_check ? NextAfterChange(errors, screen)
                                               : route_.NextShown(screen + 1, turn_.answers);
    if (next == kNoScreen || route_[next].step->page != step.page) {
      if (!form_.task_list_title.empty()) turn_.answers.SetNote(DoneNote(step.page), "true");
    }
    GoTo(next);
  }

  // The first screen of the first page that is not completed; kNoScreen if all are.
  size_t FirstOpen(const std::vector<PlacedError>& errors) const {
    for (size_t i = route_.NextShown(0, turn_.answers); i != kNoScreen;
         i = route_.NextShown(i + 1, turn_.answers)) {
      if (StatusOf(route_, context_, turn_.answers, errors, route_[i].step->page) !=
          TaskStatus::kCompleted) {
        return i;
      }
    }
    return kNoScreen;
  }

  // After a change: only the questions that it brings up, then back to the check page.
  size_t NextAfterChange(const std::vector<PlacedError>& errors, size_t changed) const {
    for (size_t i = changed + 1; i < route_.size(); ++i) {
      if (!ErrorsOnScreen(errors, i).empty() ||
          HasNewQuestion(context_, turn_.answers, route_[i], route_[changed])) {
        return i;
      }
    }
    return kNoScreen;
  }

  void Back() {
    const bool on_check = turn_.place.page == kCheckPage;
    if (IsTaskList(form_, turn_.place.page)) return GoTo(route_.NextShown(0, turn_.answers));
    if (!on_check && turn_.place.from_check) return GoTo(kNoScreen);
    const size_t screen = on_check ? route_.size() : route_.Named(turn_.place.page);
    const size_t previous = route_.LastShown(screen, turn_.answers);
    if (previous != kNoScreen) GoTo(previous);
  }

  void Send() {
    turn_.place = {std::string(kCheckPage), false};
    turn_.errors = CheckAll(form_, context_, turn_.answers);
    if (turn_.errors.empty()) turn_.outcome = Outcome::kSend;
  }

  void Add(std::string_view path) {
    const Field* field = FieldAt(*form_.content, path);
    // Every list shows a first entry; that of a run-time question is not there before it is filled.
    if (field != nullptr && field->name == kQuestionValues && turn_.answers.Count(path) == 0) {
      turn_.answers.AddEntry(path);
    }
    if (!turn_.answers.AddEntry(path)) return;
    const std::string entry = EntryPath(path, turn_.answers.Count(path) - 1);
    Prepare(form_, turn_.place.page, turn_.answers);
    turn_.focus_id = ElementId(FirstControlPath(*field, entry));
  }

  void Remove(std::string_view path) {
    if (!turn_.answers.RemoveEntry(path)) return;
    turn_.focus_id = ElementId(path.substr(0, path.rfind('['))) + "-add";
  }

  // "about-you", or "about-you:submitter.full_name" to get to one answer of it; "task:about-you" on
  // the task list, from where the journey goes on in its order.
  void Change(std::string_view what, bool from_check) {
    const size_t colon = what.find(':');
    const size_t screen = route_.Named(what.substr(0, colon));
    if (screen == kNoScreen) return;
    turn_.place = {route_.IdOf(screen), from_check};
    if (colon == std::string_view::npos) return;
    const std::string_view path = what.substr(colon + 1);
    if (const Field* field = FieldAt(*form_.content, path)) {
      turn_.focus_id = ElementId(FirstOf(*field, path));
    }
  }

  // The first control of the answer at `path`.
  std::string FirstOf(const Field& field, std::string_view path) const {
    Widget widget = field.widget;
    const v1::Question* question =
        field.name == kQuestionValues ? QuestionAt(context_, path) : nullptr;
    if (question != nullptr) widget = WidgetOf(*question);
    std::string first = FirstControlPath(field, path);
    if (question != nullptr && MostAnswers(*question) > 1) return EntryPath(first, 0);
    const auto parts = PartNames(widget);
    return parts.empty() ? first : Joined(first, ".", parts[0]);
  }

  const Form& form_;
  const v1::FormContext& context_;
  const Route route_;
  Turn& turn_;
};

// Gives every list under `value` a first entry.
void PrepareValue(const Field& field, Value& value) {
  if (field.widget == Widget::kQuestions || field.widget == Widget::kCheckboxes) return;
  if (field.type != Type::kMessage) {
    if (field.repeated && value.texts.empty()) value.texts.emplace_back();
    return;
  }
  if (value.nodes.empty()) value.nodes.emplace_back(*field.message);
  for (Node& node : value.nodes) {
    for (size_t i = 0; i < node.values.size(); ++i) {
      PrepareValue(field.message->fields[i], node.values[i]);
    }
  }
}

}  // namespace

Place FirstPlace(const Form& form) { return {std::string(form.steps.front().id), false}; }

void Prepare(const Form& form, std::string_view page, Answers& answers) {
  const auto step = std::find_if(form.steps.begin(), form.steps.end(),
                                 [&](const Step& other) { return other.id == page; });
  if (step == form.steps.end()) return;
  for (const Ask& ask : step->asks) {
    if (!ask.field->repeated) continue;
    size_t bytes = 0;
    const Slot slot = FindOrMake(answers.root(), ask.path, bytes);
    if (slot.value != nullptr) PrepareValue(*ask.field, *slot.value);
  }
}

Turn TakeTurn(const Form& form, const v1::FormContext& context, Answers answers, const Place& place,
              std::string_view action) {
  Turn turn{.place = place, .answers = std::move(answers), .errors = {}, .focus_id = {}};
  turn.changes = TakeChanges(form, context, turn.answers);
  Turner turner(form, context, turn);
  turner.Settle();
  turner.Take(action);
  turner.Settle();
  // Whoever sends reads first what has changed.
  if (!turn.changes.empty()) turn.outcome = Outcome::kShow;
  Prepare(form, turn.place.page, turn.answers);
  return turn;
}

}  // namespace muster::form
