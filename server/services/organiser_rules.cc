#include "server/services/organiser_rules.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "proto/form/question.h"

namespace muster::services {
namespace {

void Add(const std::string& path, std::string rule_id, std::string message,
         rules::Violations& violations) {
  rules::Violation violation;
  rules::ParsePathText(path, violation.field);
  violation.rule_id = std::move(rule_id);
  violation.message = std::move(message);
  violations.Add(std::move(violation));
}

void CheckTimeZone(const std::string& name, rules::Violations& violations) {
  absl::TimeZone zone;
  if (name.empty() || absl::LoadTimeZone(name, &zone)) return;
  Add("time_zone", "organiser.time_zone_unknown",
      "is not the name of a time zone, such as Europe/London", violations);
}

// A translation has every part of the call, by its id.
template <typename Parts, typename Key>
void CheckParts(const Parts& of_call, const Parts& of_translation, const std::string& path,
                std::string_view what, Key key, rules::Violations& violations) {
  std::set<std::string> wanted;
  for (const auto& part : of_call) wanted.insert(key(part));
  for (int i = 0; i < of_translation.size(); ++i) {
    if (wanted.erase(key(of_translation[i])) > 0) continue;
    Add(absl::StrCat(path, "[", i, "]"), "organiser.translation_unknown",
        absl::StrCat("translates no ", absl::string_view(what.data(), what.size()),
                     " of the call, or one a second time"),
        violations);
  }
  for (const std::string& missing : wanted) {
    Add(path, "organiser.translation_incomplete", absl::StrCat("lacks \"", missing, "\""),
        violations);
  }
}

void CheckTranslation(const v1::Call& call, const v1::CallTranslation& translation,
                      const std::string& path, rules::Violations& violations) {
  const auto id = [](const auto& part) { return part.id(); };
  const auto value = [](const v1::Choice& choice) { return choice.value(); };
  CheckParts(call.themes(), translation.themes(), path + ".themes", "theme", id, violations);
  CheckParts(call.questions(), translation.questions(), path + ".questions", "question", id,
             violations);
  for (int i = 0; i < translation.questions_size(); ++i) {
    for (const v1::Question& question : call.questions()) {
      if (question.id() != translation.questions(i).id()) continue;
      CheckParts(question.choices(), translation.questions(i).choices(),
                 absl::StrCat(path, ".questions[", i, "].choices"), "choice", value, violations);
    }
  }
  if (translation.consent_wording().version() != call.consent_wording().version()) {
    Add(path + ".consent_wording.version", "organiser.translation_version",
        "must be the version of the call's own wording", violations);
  }
  if (translation.guidance_markdown().empty() != call.guidance_markdown().empty()) {
    Add(path + ".guidance_markdown", "organiser.translation_incomplete",
        "must be there if the call has guidance, and only then", violations);
  }
}

template <typename Message>
void CheckLanguagesOnce(const Message& message, rules::Violations& violations) {
  std::set<std::string> languages;
  for (int i = 0; i < message.translations_size(); ++i) {
    if (languages.insert(message.translations(i).language_code()).second) continue;
    Add(absl::StrCat("translations[", i, "].language_code"), "organiser.id_repeated",
        "is the language of an earlier translation", violations);
  }
}

// The answers that a condition may name: choices, "yes" and "no", "agreed".
std::set<std::string> ChoosableAnswers(const v1::Question& question) {
  if (question.kind() == v1::QUESTION_KIND_YES_NO) return {"yes", "no"};
  if (question.kind() == v1::QUESTION_KIND_CONSENT) return {std::string(form::kAgreedValue)};
  std::set<std::string> values;
  for (const v1::Choice& choice : question.choices()) values.insert(choice.value());
  return values;
}

void CheckChoices(const v1::Question& question, const std::string& path,
                  rules::Violations& violations) {
  std::set<std::string> values;
  for (int i = 0; i < question.choices_size(); ++i) {
    const v1::Choice& choice = question.choices(i);
    const std::string at = absl::StrCat(path, ".choices[", i, "]");
    if (!values.insert(choice.value()).second) {
      Add(at + ".value", "organiser.choice_repeated", "is the value of an earlier choice",
          violations);
    }
    const bool may_exclude =
        question.kind() == v1::QUESTION_KIND_SOME_OF && i > 0 && i + 1 == question.choices_size();
    if (choice.exclusive() && !may_exclude) {
      Add(at + ".exclusive", "organiser.choice_exclusive",
          "is for the last of several choices of which some can be chosen", violations);
    }
  }
}

void CheckCondition(const v1::Call& call, int index, const std::string& path,
                    rules::Violations& violations) {
  if (!call.questions(index).has_shown_when()) return;
  const v1::AnswerCondition& condition = call.questions(index).shown_when();
  const auto complain = [&](const std::string& what) {
    Add(path + ".shown_when", "organiser.condition_unknown", what, violations);
  };
  for (int i = 0; i < index; ++i) {
    if (call.questions(i).id() != condition.question_id()) continue;
    const std::set<std::string> answers = ChoosableAnswers(call.questions(i));
    for (const std::string& value : condition.values()) {
      if (answers.count(value) == 0) {
        return complain(absl::StrCat("names \"", value, "\", which can't be chosen there"));
      }
    }
    return;
  }
  complain("names a question that does not come before this one");
}

void CheckThemesAndBounds(const v1::Question& question, const std::set<std::string>& theme_ids,
                          const std::string& path, rules::Violations& violations) {
  for (int i = 0; i < question.themes_size(); ++i) {
    if (theme_ids.count(question.themes(i)) > 0) continue;
    Add(absl::StrCat(path, ".themes[", i, "]"), "organiser.theme_unknown",
        "is the id of no theme of the call", violations);
  }
  if (question.minimum().empty() || question.maximum().empty()) return;
  const form::Widget widget = form::WidgetOf(question);
  form::Limits limits;
  limits.maximum = question.maximum();
  limits.decimal_places = 6;
  const std::string least = form::Normalised(widget, question.minimum());
  if (form::Check(widget, least, limits).fault == form::Fault::kTooLarge) {
    Add(path + ".minimum", "organiser.bounds_reversed", "is greater than the maximum", violations);
  }
}

}  // namespace

void CheckOrganiserRules(const v1::Call& call, rules::Violations& violations) {
  CheckTimeZone(call.time_zone(), violations);
  CheckLanguagesOnce(call, violations);
  for (int i = 0; i < call.translations_size(); ++i) {
    CheckTranslation(call, call.translations(i), absl::StrCat("translations[", i, "]"), violations);
  }
  std::set<std::string> theme_ids;
  for (int i = 0; i < call.themes_size(); ++i) {
    if (theme_ids.insert(call.themes(i).id()).second) continue;
    Add(absl::StrCat("themes[", i, "].id"), "organiser.id_repeated",
        "is the id of an earlier theme", violations);
  }
  std::set<std::string> question_ids;
  for (int i = 0; i < call.questions_size(); ++i) {
    const v1::Question& question = call.questions(i);
    const std::string path = absl::StrCat("questions[", i, "]");
    if (!question_ids.insert(question.id()).second) {
      Add(path + ".id", "organiser.id_repeated", "is the id of an earlier question", violations);
    }
    CheckChoices(question, path, violations);
    CheckCondition(call, i, path, violations);
    CheckThemesAndBounds(question, theme_ids, path, violations);
  }
}

void CheckOrganiserRules(const v1::Conference& conference, rules::Violations& violations) {
  CheckTimeZone(conference.time_zone(), violations);
  CheckLanguagesOnce(conference, violations);
}

}  // namespace muster::services
