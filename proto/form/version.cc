#include "proto/form/version.h"

#include <cstdint>
#include <utility>

#include "muster/v1/form_context.pb.h"
#include "proto/form/question.h"
#include "proto/form/render.h"
#include "proto/form/text.h"
#include "proto/rules/decimal.h"

namespace muster::form {
namespace {

constexpr std::string_view kSeen = "questions";
constexpr std::string_view kQuestion = "question:";

// FNV-1a, 64 bits: a fingerprint, not a proof.
class Fingerprint {
 public:
  void Add(std::string_view text) {
    for (const char c : text) Add(static_cast<unsigned char>(c));
    Add(0x100);
  }
  void Add(uint64_t value) { hash_ = (hash_ ^ value) * 0x100000001b3; }

  std::string Text() const {
    std::string text;
    rules::AppendUnsigned(hash_, text);
    return text;
  }

 private:
  uint64_t hash_ = 0xcbf29ce484222325;
};

// "SHAPE.LANGUAGE.WORDING LABEL": what is asked, then how it is put in the language at hand. What a
// person would call another question has another one; a translation has the same shape.
struct Seen {
  size_t shape_size = 0;
  size_t language_size = 0;
  std::string text;
};

Seen SeenOf(const v1::Question& question, std::string_view language) {
  Fingerprint print;
  print.Add(static_cast<uint64_t>(question.kind()));
  print.Add(question.required() ? 1 : 0);
  print.Add(static_cast<uint64_t>(question.max_length_characters()));
  print.Add(static_cast<uint64_t>(question.max_length_words()));
  print.Add(question.minimum());
  print.Add(question.maximum());
  for (const v1::Choice& choice : question.choices()) print.Add(choice.value());
  Seen seen;
  seen.text = Joined(print.Text(), ".");
  seen.shape_size = seen.text.size();
  seen.text += language;
  seen.language_size = seen.text.size();
  print.Add(question.label());
  print.Add(question.hint());
  for (const v1::Choice& choice : question.choices()) print.Add(choice.label());
  Append(seen.text, ".", print.Text(), " ", question.label());
  return seen;
}

// Whether the question that was seen as `then` is `now` in another language.
bool IsTranslated(std::string_view then, const Seen& now) {
  const std::string_view text = now.text;
  return then.starts_with(text.substr(0, now.shape_size)) &&
         !then.starts_with(text.substr(0, now.language_size + 1));
}

}  // namespace

std::vector<std::string> TakeChanges(const Form& form, const v1::FormContext& context,
                                     Answers& answers) {
  const Texts& texts = *form.texts;
  const bool seen = !answers.Note(kSeen).empty();
  std::vector<std::string> changes;
  const auto tell = [&](Text text, std::string_view label) {
    if (seen) changes.push_back(Filled(texts[text], {label}));
  };
  for (const v1::Question& question : context.questions()) {
    const std::string key = Joined(kQuestion, question.id());
    const Seen now = SeenOf(question, context.language_code());
    const std::string_view then = answers.Note(key);
    if (then == now.text) continue;
    if (!IsTranslated(then, now)) {
      tell(then.empty() ? Text::kQuestionNew : Text::kQuestionChanged, question.label());
    }
    answers.SetNote(key, now.text);
  }
  const auto notes = answers.notes();
  for (const auto& [key, note] : notes) {
    if (!key.starts_with(kQuestion)) continue;
    if (QuestionNamed(context, std::string_view(key).substr(kQuestion.size())) != nullptr) continue;
    tell(Text::kQuestionGone, std::string_view(note).substr(note.find(' ') + 1));
    answers.SetNote(key, {});
  }
  answers.SetNote(kSeen, "seen");
  return changes;
}

Notice ChangesNotice(const Form& form, std::vector<std::string> changes) {
  return {std::string((*form.texts)[Text::kFormChanged]), std::move(changes)};
}

}  // namespace muster::form
