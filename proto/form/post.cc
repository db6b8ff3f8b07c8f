// Reading a page that was posted as a plain form.
#include "muster/v1/form_context.pb.h"
#include "proto/form/base64.h"
#include "proto/form/journey.h"
#include "proto/form/path.h"
#include "proto/form/question.h"
#include "proto/form/render.h"
#include "proto/form/route.h"

namespace muster::form {
namespace {

// Boxes that are not ticked are not posted: all that the page shows are unticked first.
void UntickBoxes(const Field& field, std::string_view path, Answers& answers) {
  if (field.widget == Widget::kCheckbox || field.widget == Widget::kCheckboxes) {
    answers.Clear(path);
  } else if (field.type == Type::kMessage && field.widget != Widget::kQuestions) {
    const size_t entries = field.repeated ? answers.Count(path) : 1;
    for (size_t i = 0; i < entries; ++i) {
      const std::string entry = field.repeated ? EntryPath(path, i) : std::string(path);
      for (const Field& child : field.message->fields) {
        UntickBoxes(child, FieldPathIn(entry, child.name), answers);
      }
    }
  }
}

// The same for the run-time questions on a screen.
void UntickQuestions(const Screen& screen, const Ask& ask, const v1::FormContext& context,
                     Answers& answers) {
  for (const v1::Question& question : context.questions()) {
    if (TakesSome(question) && IsAskedOn(screen, ask, question, context, answers)) {
      answers.Clear(AnswerPath(ask.path, question));
    }
  }
}

// False: there was no room for it.
bool Apply(const Form& form, const v1::FormContext& context, std::string_view path,
           std::string_view value, Answers& answers) {
  const Field* field = FieldAt(*form.content, path);
  if (field == nullptr || field->widget == Widget::kHidden) return true;
  const bool answer = field->name == kQuestionValues;
  const v1::Question* question = answer ? QuestionAt(context, path) : nullptr;
  if (field->widget == Widget::kCheckboxes || (question != nullptr && TakesSome(*question))) {
    return answers.Choose(path, value, true) || field->type != Type::kString;
  }
  return answers.Set(path, value) || field->type != Type::kString;
}

}  // namespace

Post ReadPost(const Form& form, const v1::FormContext& context, PostedFields fields) {
  Post post{
      .place = FirstPlace(form), .answers = Answers(*form.content), .request_id = {}, .action = {}};
  for (const auto& [name, value] : fields) {
    if (name == kPostedPage) post.place.page = value;
    if (name == kPostedFromCheck) post.place.from_check = value == "true";
    if (name == kPostedRequestId) post.request_id = value;
    if (name == kPostedAction) post.action = value;
    if (name == kPostedDraft) {
      post.answers = Answers::Parse(*form.content, Base64Decode(value));
    }
  }
  const Route route(form, context);
  const size_t named = route.Named(post.place.page);
  if (named == kNoScreen) return post;
  const Screen& screen = route[named];
  for (const Ask& ask : screen.step->asks) {
    if (!IsAsked(ask, context, post.answers)) continue;
    if (ask.field->widget == Widget::kQuestions) {
      UntickQuestions(screen, ask, context, post.answers);
    } else if (screen.question == nullptr) {
      UntickBoxes(*ask.field, ask.path, post.answers);
    }
  }
  for (const auto& [name, value] : fields) {
    if (name == kPostedComplete) AnswerIfComplete(form, post.place.page, value, post.answers);
    if (IsPostedName(name)) continue;
    post.complete = Apply(form, context, name, value, post.answers) && post.complete;
  }
  return post;
}

bool IsPostedName(std::string_view name) {
  return name == kPostedPage || name == kPostedFromCheck || name == kPostedRequestId ||
         name == kPostedAction || name == kPostedDraft || name == kPostedComplete;
}

}  // namespace muster::form
