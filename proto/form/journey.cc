#include "proto/form/journey.h"

#include "muster/v1/form_context.pb.h"
#include "proto/form/errors.h"
#include "proto/form/path.h"
#include "proto/form/payload.h"
#include "proto/form/route.h"
#include "proto/form/search.h"

namespace muster::form {
namespace {

// Whether a later answer on `step` depends on one given on `controlling` and is not given yet.
bool HasNewQuestion(const v1::FormContext& context, const Answers& answers, const Step& step,
                    const Step& controlling) {
  return AnyOf(step.asks, [&](const Ask& ask) {
    const bool depends = AnyOf(controlling.asks,
                               [&](const Ask& other) { return other.path == ask.shown_when_path; });
    return depends && IsAsked(ask, context, answers) && IsBlank(ask, context, answers);
  });
}

// One turn being taken.
class Turner {
 public:
  Turner(const Form& form, const v1::FormContext& context, Turn& turn)
      : form_(form), context_(context), turn_(turn) {}

  // A place that exists and that the answers lead to.
  void Settle() {
    if (turn_.place.page == kCheckPage) return;
    const size_t step = StepNamed(form_, turn_.place.page);
    if (step != kNoStep && IsShown(form_.steps[step], context_, turn_.answers)) return;
    GoToStep(NextShown(form_, context_, turn_.answers, step == kNoStep ? 0 : step));
  }

  void Take(std::string_view action) {
    const size_t colon = action.find(':');
    const std::string_view verb = action.substr(0, colon);
    const std::string_view what =
        colon == std::string_view::npos ? std::string_view() : action.substr(colon + 1);
    if (action == "continue") return Continue();
    if (action == "back") return Back();
    if (action == "send") return Send();
    if (verb == "add") return Add(what);
    if (verb == "remove") return Remove(what);
    if (verb == "change") return Change(what);
  }

 private:
  void GoToStep(size_t step) {
    turn_.place.page = step == kNoStep ? kCheckPage : form_.steps[step].id;
    if (step == kNoStep) turn_.place.from_check = false;
  }

  void Continue() {
    if (turn_.place.page == kCheckPage) return;
    const size_t step = StepNamed(form_, turn_.place.page);
    const std::vector<PlacedError> errors = FindErrors(form_, context_, turn_.answers);
    turn_.errors = ErrorsOnStep(errors, step);
    if (!turn_.errors.empty()) return;
    GoToStep(turn_.place.from_check ? NextAfterChange(errors, step)
                                    : NextShown(form_, context_, turn_.answers, step + 1));
  }

  // After a change: only the questions that it brings up, then back to the check page.
  size_t NextAfterChange(const std::vector<PlacedError>& errors, size_t changed) const {
    for (size_t i = changed + 1; i < form_.steps.size(); ++i) {
      if (!ErrorsOnStep(errors, i).empty() ||
          HasNewQuestion(context_, turn_.answers, form_.steps[i], form_.steps[changed])) {
        return i;
      }
    }
    return kNoStep;
  }

  void Back() {
    const bool on_check = turn_.place.page == kCheckPage;
    if (!on_check && turn_.place.from_check) return GoToStep(kNoStep);
    const size_t step = on_check ? form_.steps.size() : StepNamed(form_, turn_.place.page);
    const size_t previous = LastShown(form_, context_, turn_.answers, step);
    if (previous != kNoStep) GoToStep(previous);
  }

  void Send() {
    turn_.place = {std::string(kCheckPage), false};
    turn_.errors = CheckAll(form_, context_, turn_.answers);
    if (turn_.errors.empty()) turn_.outcome = Outcome::kSend;
  }

  void Add(std::string_view path) {
    if (!turn_.answers.AddEntry(path)) return;
    const Field* field = FieldAt(*form_.content, path);
    const std::string entry = EntryPath(path, turn_.answers.Count(path) - 1);
    Prepare(form_, turn_.place.page, turn_.answers);
    turn_.focus_id = ElementId(FirstControlPath(*field, entry));
  }

  void Remove(std::string_view path) {
    if (!turn_.answers.RemoveEntry(path)) return;
    turn_.focus_id = ElementId(path.substr(0, path.rfind('['))) + "-add";
  }

  // "about-you", or "about-you:submitter.full_name" to get to one answer of it.
  void Change(std::string_view what) {
    const size_t colon = what.find(':');
    const size_t step = StepNamed(form_, what.substr(0, colon));
    if (step == kNoStep) return;
    turn_.place = {std::string(form_.steps[step].id), true};
    if (colon == std::string_view::npos) return;
    const std::string_view path = what.substr(colon + 1);
    if (const Field* field = FieldAt(*form_.content, path)) {
      turn_.focus_id = ElementId(field->name == kQuestionValues ? std::string(path)
                                                                : FirstControlPath(*field, path));
    }
  }

  const Form& form_;
  const v1::FormContext& context_;
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
  const size_t step = StepNamed(form, page);
  if (step == kNoStep) return;
  for (const Ask& ask : form.steps[step].asks) {
    if (!ask.field->repeated) continue;
    size_t bytes = 0;
    const Slot slot = FindOrMake(answers.root(), ask.path, bytes);
    if (slot.value != nullptr) PrepareValue(*ask.field, *slot.value);
  }
}

Turn TakeTurn(const Form& form, const v1::FormContext& context, Answers answers, const Place& place,
              std::string_view action) {
  Turn turn{.place = place, .answers = std::move(answers), .errors = {}, .focus_id = {}};
  Turner turner(form, context, turn);
  turner.Settle();
  turner.Take(action);
  turner.Settle();
  Prepare(form, turn.place.page, turn.answers);
  return turn;
}

}  // namespace muster::form
